import { SpanKind, SpanStatusCode } from '@opentelemetry/api'
import { hrTimeToMilliseconds } from '@opentelemetry/core'
import type { ReadableSpan } from '@opentelemetry/sdk-trace'
import type { ConsoleWriter } from '../runtime/runtime.ts'
import type { SpanProcessorLike } from './span-processor-like.ts'

/** Prints each ended span at `debug`. */
export function createConsoleSpanProcessor(writer: () => ConsoleWriter | undefined): SpanProcessorLike {
  return {
    onStart: () => undefined,
    onEnd(span: ReadableSpan) {
      const { traceId, spanId } = span.spanContext()
      writer()?.write({
        timestamp: new Date(hrTimeToMilliseconds(span.endTime)).toISOString(),
        level: 'debug',
        message: `Span ${span.name}`,
        trace_id: traceId,
        span_id: spanId,
        duration: Math.round(hrTimeToMilliseconds(span.duration)),
        success: span.status.code !== SpanStatusCode.ERROR,
        ...(span.parentSpanContext !== undefined && { parent_span_id: span.parentSpanContext.spanId }),
        kind: SpanKind[span.kind],
        attributes: span.attributes,
      })
    },
    forceFlush: async () => undefined,
    shutdown: async () => undefined,
  }
}
