import {
  type Context,
  isSpanContextValid,
  type SpanContext,
  type TextMapPropagator,
  type TextMapSetter,
  trace,
} from '@opentelemetry/api'
import { CompositePropagator, W3CBaggagePropagator, W3CTraceContextPropagator } from '@opentelemetry/core'
import type { Session } from '../session/session-store.ts'
import { withoutSessionBaggage, withSessionBaggage } from '../session/sessions.ts'

const LISTENERS = Symbol.for('@hanzo/ai/propagation-listeners')
type Listener = (spanContext: SpanContext) => void
type Shared = { [LISTENERS]?: Set<Listener> }

function listeners(): Set<Listener> {
  const shared = globalThis as Shared
  shared[LISTENERS] ??= new Set()
  return shared[LISTENERS]
}

/** Is told of each span whose context leaves the process, whichever telemetry's propagator it went through. Returns how to stop. */
export function onPropagation(listener: Listener): () => void {
  listeners().add(listener)
  return () => listeners().delete(listener)
}

function tell(spanContext: SpanContext): void {
  for (const listener of listeners()) listener(spanContext)
}

/** `traceparent`, `tracestate` and `baggage` (the session id only) of a context; empty when it has no span. */
export function traceHeaders(context: Context, sessionId: string | undefined): Record<string, string> {
  const spanContext = trace.getSpanContext(context)
  if (spanContext === undefined || !isSpanContextValid(spanContext)) return {}
  tell(spanContext)
  const flags = (spanContext.traceFlags & 0xff).toString(16).padStart(2, '0')
  const headers: Record<string, string> = {
    traceparent: `00-${spanContext.traceId}-${spanContext.spanId}-${flags}`,
  }
  const state = spanContext.traceState?.serialize()
  if (state !== undefined && state !== '') headers.tracestate = state
  if (sessionId !== undefined) headers.baggage = `session.id=${encodeURIComponent(sessionId)}`
  return headers
}

/** W3C trace context and baggage for other instrumentations: as theirs, and it adds the session and marks the span as known elsewhere. */
export function createSessionPropagator(
  names: readonly ('tracecontext' | 'baggage')[],
  session: (context: Context) => Session,
  propagateSession: boolean,
): TextMapPropagator {
  const inner = new CompositePropagator({
    propagators: names.map((name) =>
      name === 'baggage' ? new W3CBaggagePropagator() : new W3CTraceContextPropagator(),
    ),
  })
  return {
    inject(context: Context, carrier: unknown, setter: TextMapSetter) {
      const spanContext = trace.getSpanContext(context)
      if (spanContext !== undefined) tell(spanContext)
      const { id } = session(context)
      const sent =
        propagateSession && id !== undefined ? withSessionBaggage(context, id) : withoutSessionBaggage(context)
      inner.inject(sent, carrier, setter)
    },
    extract: (context, carrier, getter) => inner.extract(context, carrier, getter),
    fields: () => inner.fields(),
  }
}
