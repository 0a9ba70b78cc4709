import type { Context } from '@opentelemetry/api'
import type { Diagnostics } from '../telemetry/diagnostics.ts'
import type { SpanProcessorLike } from '../telemetry/span-processor-like.ts'
import { messageOf } from './message-of.ts'

/** Hands each call to every processor; one that throws or rejects is told to the diagnostics and hurts no other. */
export interface SpanFanOut extends Required<SpanProcessorLike> {
  /** Returns how to take it out again: flushed, shut down, once. */
  add(processor: SpanProcessorLike): () => Promise<void>
}

export function createSpanFanOut(diagnostics: Diagnostics): SpanFanOut {
  // Replaced as a whole, never changed: a processor may add or remove one while a call goes round.
  let processors: readonly SpanProcessorLike[] = []

  function failed(call: string, error: unknown): void {
    diagnostics.report({
      level: 'warn',
      code: 'span_processor_failed',
      message: `a span processor failed in ${call}: ${messageOf(error)}`,
    })
  }
  function each(call: string, fn: (processor: SpanProcessorLike) => void): void {
    for (const processor of processors) {
      try {
        fn(processor)
      } catch (error) {
        failed(call, error)
      }
    }
  }
  async function settle(call: 'forceFlush' | 'shutdown', some: readonly SpanProcessorLike[]): Promise<void> {
    // The inner function is async so that one that throws at once counts as rejected.
    const results = await Promise.allSettled(some.map(async (processor) => processor[call]()))
    for (const result of results) if (result.status === 'rejected') failed(call, result.reason)
  }

  return {
    add(processor) {
      processors = [...processors, processor]
      let removed: Promise<void> | undefined
      return () => {
        removed ??= (async () => {
          processors = processors.filter((other) => other !== processor)
          await settle('forceFlush', [processor])
          await settle('shutdown', [processor])
        })()
        return removed
      }
    },
    onStart: (span: unknown, parentContext: Context) =>
      each('onStart', (processor) => processor.onStart(span, parentContext)),
    onEnding: (span: unknown) => each('onEnding', (processor) => processor.onEnding?.(span)),
    onEnd: (span: unknown) => each('onEnd', (processor) => processor.onEnd(span)),
    forceFlush: () => settle('forceFlush', processors),
    shutdown: () => settle('shutdown', processors),
  }
}
