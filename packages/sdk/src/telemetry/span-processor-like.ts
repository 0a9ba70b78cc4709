import type { Context } from '@opentelemetry/api'

/**
 * A span processor of any OpenTelemetry SDK from 2.0 to 3.x, told by its shape: `BatchSpanProcessor` of `sdk-trace-base` 2.x fits, and so does that of
 * `sdk-trace` 3.x.
 */
export interface SpanProcessorLike {
  // biome-ignore lint/suspicious/noExplicitAny: the span classes of the SDK versions differ in private members only, and any of them must fit
  onStart(span: any, parentContext: Context): void
  // biome-ignore lint/suspicious/noExplicitAny: as above
  onEnding?(span: any): void
  // biome-ignore lint/suspicious/noExplicitAny: as above
  onEnd(span: any): void
  // biome-ignore lint/suspicious/noExplicitAny: 3.x takes options, 2.x nothing
  forceFlush(...options: any[]): Promise<void>
  shutdown(): Promise<void>
}
