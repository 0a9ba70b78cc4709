import { type Span, trace } from '@opentelemetry/api'
import { errorMessage, errorType, exceptionAttributes, isAbortError } from './error-recorder.ts'
import type { LiveTelemetry } from './prepare-telemetry.ts'

/** Where an error goes that a user hands over: the span given, the active one, the one that failed last with it, else a log record. */
export function recordException({ engine, scope }: LiveTelemetry, error: unknown, given: Span | undefined): void {
  const { errors, contexts, logs } = engine
  const context = contexts.active()
  const active = trace.getSpan(context)
  for (const span of [given, active]) {
    if (span?.isRecording()) {
      errors.fail(span, error)
      return
    }
  }
  const last = errors.lastSpanOf(error)
  if (last !== undefined) {
    errors.fail(last, error)
    return
  }
  const level = isAbortError(error) ? 'info' : 'error'
  const meta = { ...exceptionAttributes(error), 'error.type': errorType(error) }
  logs.log(scope, level, errorMessage(error), meta, context)
}
