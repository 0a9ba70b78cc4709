import { type Attributes, type Context, createContextKey, type Tracer } from '@opentelemetry/api'
import type { LogOrigin } from './recorded-log.ts'

/** What a child telemetry adds to the pipeline that it shares: the name of its scope, and attributes for its spans and logs. */
export interface TelemetryScope {
  name: string
  attributes: Attributes | undefined
  tracer: Tracer
  logs: LogOrigin
}

const SCOPE_ATTRIBUTES = createContextKey('@hanzo/ai/scope-attributes')

/** The context with a child's attributes, so that every span below its own carries them too. */
export function withScopeAttributes(context: Context, scope: TelemetryScope): Context {
  return scope.attributes === undefined || context.getValue(SCOPE_ATTRIBUTES) === scope.attributes
    ? context
    : context.setValue(SCOPE_ATTRIBUTES, scope.attributes)
}

export function scopeAttributesOf(context: Context): Attributes | undefined {
  return context.getValue(SCOPE_ATTRIBUTES) as Attributes | undefined
}
