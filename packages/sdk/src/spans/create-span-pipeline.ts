import type { Context, Span } from '@opentelemetry/api'
import type { ReadableSpan } from '@opentelemetry/sdk-trace'
import { createSpanFanOut } from './span-fan-out.ts'
import type { SpanPipeline, SpanPipelineCounts, SpanPipelineOptions } from './span-pipeline.ts'

export function createSpanPipeline(options: SpanPipelineOptions): SpanPipeline {
  const fanOut = createSpanFanOut(options.diagnostics)
  const counts: SpanPipelineCounts = { started: 0, ended: 0, open: 0, dropped: { pruned: 0, unsampled: 0 } }
  return {
    onStart(span: Span, parentContext: Context) {
      counts.started++
      counts.open++
      try {
        options.onStart(span, parentContext)
      } catch (error) {
        options.diagnostics.report({ level: 'warn', code: 'span_stamp_failed', message: String(error) })
      }
      fanOut.onStart(span, parentContext)
    },
    onEnding: (span: Span) => fanOut.onEnding(span),
    onEnd(span: ReadableSpan) {
      counts.ended++
      counts.open--
      fanOut.onEnd(span)
    },
    forceFlush: () => fanOut.forceFlush(),
    shutdown: () => fanOut.shutdown(),
    add: (processor) => fanOut.add(processor),
    keep: () => undefined,
    close: () => undefined,
    counts: () => ({ ...counts, dropped: { ...counts.dropped } }),
  }
}
