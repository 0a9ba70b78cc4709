import type { Attributes, Context, Link, Span, SpanKind } from '@opentelemetry/api'

/** How a span is started. */
export interface TraceOptions {
  /** Default `INTERNAL`. */
  kind?: SpanKind | undefined
  attributes?: Attributes | undefined
  links?: Link[] | undefined
  /** The span, or the context, below which it is started; null as `root`. Default: what is active. */
  parent?: Span | Context | null | undefined
  /** Starts a new trace. */
  root?: boolean | undefined
  /** The session of this span and of all below it. */
  sessionId?: string | undefined
}

/** An event of a span. */
export interface SpanEvent {
  name: string
  attributes?: Attributes | undefined
  /** Milliseconds since 1970. Default: now. */
  timestamp?: number | undefined
}
