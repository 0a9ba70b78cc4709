import type { Context, Span, SpanContext } from '@opentelemetry/api'
import type { Redactor } from '../redaction/redactor.ts'
import type { Diagnostics } from '../telemetry/diagnostics.ts'
import type { SpanProcessorLike } from '../telemetry/span-processor-like.ts'
import type { PruningOptions } from '../telemetry/telemetry-config.ts'

/** Everything of `PruningOptions` decided. */
export type ResolvedPruning = { [Key in keyof Required<PruningOptions>]: Exclude<PruningOptions[Key], undefined> }

export interface SpanPipelineOptions {
  pruning: ResolvedPruning
  /** Whether traces that were not sampled wait until their last span here ends, to be sent when one failed. */
  keepErrors: boolean
  redactor: Redactor
  diagnostics: Diagnostics
  /** Stamps what every span carries (session, child attributes), before any processor sees it. */
  onStart(span: Span, parentContext: Context): void
  /** Told of every span that ends, whatever becomes of it. */
  onEnded?: ((span: object) => void) | undefined
  /** Milliseconds since 1970. */
  now?: (() => number) | undefined
}

export interface SpanPipelineCounts {
  started: number
  ended: number
  open: number
  /** `failed`: could not be redacted, and is therefore not sent. */
  dropped: { pruned: number; unsampled: number; failed: number }
}

/**
 * The one processor of the tracer provider: stamps spans when they start; when they end, samples what failed, prunes, redacts, and hands what is left to
 * every added processor. A processor that throws or rejects hurts no other and no caller.
 */
export interface SpanPipeline extends SpanProcessorLike {
  /**
   * Adds a processor for every span that starts from now on, and for open ones when they end. It is told of the start of spans that it is never handed:
   * those that are pruned or not sampled. What it is handed is a view upon the span where something was redacted. The returned function takes it out,
   * flushed and shut down.
   */
  add(processor: SpanProcessorLike): () => Promise<void>
  /** Marks a span that must not be pruned: its id is known elsewhere (headers sent, start record sent). */
  keep(spanContext: SpanContext): void
  /** Ends the timer that looks for leaked spans. Open spans are left open. */
  close(): void
  counts(): SpanPipelineCounts
}
