import { type Attributes, type Context, type Link, type Span, SpanKind, trace } from '@opentelemetry/api'
import { failSpan, failureType, isAborted } from '../model/abort.ts'
import { errorMessage } from '../telemetry/error-recorder.ts'
import { internalsOf } from '../telemetry/internals-of.ts'
import type { TelemetryCore } from '../telemetry/telemetry-core.ts'
import type { TelemetryInternals } from '../telemetry/telemetry-internals.ts'

const INVALID_TRACE_ID = '0'.repeat(32)

/** How a run failed, as its log line and metrics tell it. */
export interface RunFailure {
  text: string
  type: string
  aborted: boolean
}

/** The span of a run of an agent or a network, below what is active, and what both do with it. */
export interface RunSpan {
  readonly internals: TelemetryInternals
  readonly span: Span
  readonly name: string
  /** Holds the span. */
  readonly context: Context
  /** Undefined where nothing is recorded. */
  readonly traceId: string | undefined
  readonly sessionId: string | undefined
  elapsedMs(): number
  /** Records on the span how the run failed. */
  fail(error: unknown, signal: AbortSignal | undefined): RunFailure
  /** Writes the log line of the run with the span's ids, and ends the span. */
  end(message: string, meta: Record<string, unknown>, failure: RunFailure | undefined): void
}

export function startRunSpan(
  telemetry: TelemetryCore,
  name: string,
  attributes: Attributes,
  links: Link[] = [],
): RunSpan {
  const internals = internalsOf(telemetry)
  const parent = internals.contexts.active()
  const span = internals.tracer.startSpan(name, { kind: SpanKind.INTERNAL, attributes, links }, parent)
  internals.announce(span, attributes)
  const context = trace.setSpan(parent, span)
  const startedAt = performance.now()
  const { traceId } = span.spanContext()
  return {
    internals,
    span,
    name,
    context,
    traceId: traceId === INVALID_TRACE_ID ? undefined : traceId,
    sessionId: internals.session(context).id,
    elapsedMs: () => Math.round(performance.now() - startedAt),
    fail(error, signal) {
      const aborted = isAborted(error, signal)
      failSpan(internals, span, error, aborted)
      return { text: errorMessage(error), type: failureType(error, aborted), aborted }
    },
    end(message, meta, failure) {
      const level = failure === undefined ? 'info' : failure.aborted ? 'warn' : 'error'
      const known: Record<string, unknown> = {}
      for (const key in meta) if (meta[key] !== undefined) known[key] = meta[key]
      if (failure) known.error = failure.text
      internals.contexts.with(context, () => telemetry.log(level, message, known))
      span.end()
    },
  }
}
