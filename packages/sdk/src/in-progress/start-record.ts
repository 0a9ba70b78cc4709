import { type Attributes, ROOT_CONTEXT, type Span, SpanKind, TraceFlags, trace } from '@opentelemetry/api'
import { type LogRecord, SeverityNumber } from '@opentelemetry/api-logs'
import type { Redactor } from '../redaction/redactor.ts'

/** The event that announces a span before it ends. */
export const spanStartEventName = 'hanzo.span.start'

/** On the span itself: whoever receives its end knows that there is a start to take back. */
export const spanAnnouncedKey = 'hanzo.span.announced'

const kindNames: Record<SpanKind, string> = {
  [SpanKind.INTERNAL]: 'internal',
  [SpanKind.SERVER]: 'server',
  [SpanKind.CLIENT]: 'client',
  [SpanKind.PRODUCER]: 'producer',
  [SpanKind.CONSUMER]: 'consumer',
}

/** What the span classes of the SDKs 2.x and 3.x have beyond the API's `Span`. */
interface StartedSpan extends Span {
  name: string
  kind: SpanKind
  startTime: [number, number]
  attributes: Attributes
  parentSpanContext?: { spanId: string } | undefined
  redacted?: ReadonlyMap<string, string> | undefined
  instrumentationScope?: { name: string; version?: string | undefined } | undefined
}

export interface StartRecord {
  /** The span's own: the logger to emit with. */
  scope: { name: string; version: string | undefined }
  record: LogRecord
}

export interface StartRecordOptions {
  redactor: Redactor
  /** How long the span may be open before the SDK ends it as leaked, in milliseconds. */
  maxSpanAgeMs: number
  /** Attributes that the span will have, beyond those it has. */
  attributes?: Attributes | undefined
}

/**
 * The start of an open, sampled span as a log record: whoever does not know the event keeps one more log line, while a span
 * without an end would break durations, span metrics and tail sampling on its way. Marks the span as announced.
 * @returns `undefined` for a span that will not be sent, or that is not of an OpenTelemetry SDK.
 */
export function startRecordOf(
  span: Span,
  { redactor, maxSpanAgeMs, attributes }: StartRecordOptions,
): StartRecord | undefined {
  const isSampled = (span.spanContext().traceFlags & TraceFlags.SAMPLED) !== 0
  if (!isSampled || !span.isRecording() || !isStarted(span)) return undefined
  const place = { signal: 'span', spanName: span.name } as const
  const own = redactor.attributes(withMore(span.attributes, attributes), place, span.redacted)
  span.setAttribute(spanAnnouncedKey, true)
  const { name = '', version } = span.instrumentationScope ?? {}
  return {
    scope: { name, version },
    record: {
      eventName: spanStartEventName,
      timestamp: span.startTime,
      severityNumber: SeverityNumber.DEBUG,
      attributes: {
        ...own,
        'hanzo.span.name': span.name,
        'hanzo.span.kind': kindNames[span.kind] ?? 'internal',
        'hanzo.span.parent_span_id': span.parentSpanContext?.spanId ?? '',
        'hanzo.span.max_age_seconds': maxSpanAgeMs / 1000,
      },
      // The span and nothing else: what the caller's context carries (session, baggage) is on the span already.
      context: trace.setSpan(ROOT_CONTEXT, span),
    },
  }
}

/** Most of what the span will have it has already: only the rest is copied, since copying costs more than looking. */
function withMore(attributes: Attributes, more: Attributes | undefined): Attributes {
  const all = { ...attributes }
  for (const key in more) {
    if (all[key] !== more[key]) all[key] = more[key]
  }
  return all
}

function isStarted(span: Span): span is StartedSpan {
  return (
    'startTime' in span && Array.isArray(span.startTime) && 'name' in span && 'kind' in span && 'attributes' in span
  )
}
