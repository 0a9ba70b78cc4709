import { type Attributes, context, type Span, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api'
import { SeverityNumber } from '@opentelemetry/api-logs'
import type { Telemetry } from './telemetry.ts'

/** Runs `work` in an active span; a throw ends it as an error with the exception as an event, and goes on. */
export async function inSpan<T>(
  telemetry: Telemetry,
  name: string,
  options: { kind?: SpanKind; attributes?: Attributes },
  work: (span: Span) => Promise<T>,
): Promise<T> {
  const span = telemetry.tracer.startSpan(name, { kind: options.kind ?? SpanKind.INTERNAL, ...options })
  return context.with(trace.setSpan(context.active(), span), async () => {
    try {
      return await work(span)
    } catch (error) {
      const { name: type, message } = error as Error
      span.recordException(error as Error)
      span.setAttribute('error.type', type)
      span.setStatus({ code: SpanStatusCode.ERROR, message })
      throw error
    } finally {
      span.end()
    }
  })
}

const severities = {
  debug: SeverityNumber.DEBUG,
  info: SeverityNumber.INFO,
  warn: SeverityNumber.WARN,
  error: SeverityNumber.ERROR,
} as const

/** Emits a log record with the context of the active span. */
export function log(
  telemetry: Telemetry,
  severity: keyof typeof severities,
  body: string | Record<string, string | number | boolean>,
  attributes: Attributes = {},
): void {
  telemetry.logger.emit({
    severityNumber: severities[severity],
    severityText: severity.toUpperCase(),
    body,
    attributes,
    context: context.active(),
  })
}
