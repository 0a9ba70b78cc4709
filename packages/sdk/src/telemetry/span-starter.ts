import { type Context, INVALID_SPAN_CONTEXT, type Span, type SpanOptions, trace } from '@opentelemetry/api'
import { plainAttributes } from './plain-attributes.ts'
import type { LiveTelemetry } from './prepare-telemetry.ts'
import { reportFailure } from './safely.ts'
import type { TelemetryEngine } from './telemetry-engine.ts'
import { withScopeAttributes } from './telemetry-scope.ts'
import type { TraceOptions } from './trace-options.ts'

/** JSON text of any value, by the redactor's rules. */
export function attributeText(engine: TelemetryEngine): (value: unknown, key: string) => string {
  return (value, key) => JSON.stringify(engine.redactor.plain(value, { signal: 'span', key })) ?? String(value)
}

function parentContext(engine: TelemetryEngine, options: TraceOptions | undefined): Context {
  const parent = options?.parent
  if (parent !== undefined && parent !== null && !('spanContext' in parent)) return parent
  const active = engine.contexts.active()
  return parent === undefined || parent === null ? active : trace.setSpan(active, parent)
}

/** A span, and the context that has it as the active one, for what runs below it. */
export interface StartedSpan {
  span: Span
  context: Context
}

/** What stands in for a span where there is none. */
export const NO_SPAN: Span = trace.wrapSpanContext(INVALID_SPAN_CONTEXT)

/** Starts a span. If that fails, as an option with a getter can make it, the answer is a span that records nothing. */
export function startSpan(live: LiveTelemetry, name: string, options: TraceOptions | undefined): StartedSpan {
  try {
    return startSdkSpan(live, typeof name === 'string' ? name : String(name), options)
  } catch (error) {
    reportFailure(live.engine.diagnostics, 'the start of a span', error)
    return { span: NO_SPAN, context: live.engine.contexts.active() }
  }
}

function startSdkSpan({ engine, scope }: LiveTelemetry, name: string, options: TraceOptions | undefined): StartedSpan {
  let parent = withScopeAttributes(parentContext(engine, options), scope)
  if (options === undefined) {
    const span = scope.tracer.startSpan(name, undefined, parent)
    return { span, context: trace.setSpan(parent, span) }
  }
  const { attributes, kind, links, sessionId } = options
  if (sessionId !== undefined) parent = engine.sessions.withRunLevel(parent, sessionId)
  const spanOptions: SpanOptions = {}
  if (kind !== undefined) spanOptions.kind = kind
  if (links !== undefined) spanOptions.links = links
  if (attributes !== undefined) spanOptions.attributes = plainAttributes(attributes, attributeText(engine))
  if (options.root === true || options.parent === null) spanOptions.root = true
  const span = scope.tracer.startSpan(name, spanOptions, parent)
  return { span, context: trace.setSpan(parent, span) }
}
