import { type Context, type ContextManager, context as globalContext, ROOT_CONTEXT } from '@opentelemetry/api'
import type { Runtime } from '../runtime/runtime.ts'

const FALLBACK = Symbol.for('@hanzo/ai/context-manager')
type Shared = { [FALLBACK]?: ContextManager }

// Where OpenTelemetry's API keeps the manager that is registered: one step instead of its five.
const API = Symbol.for('opentelemetry.js.api.1')
type Registered = { [API]?: { context?: unknown } }

/** Runs functions in a context, whoever owns OpenTelemetry's context manager, and also when nobody does. */
export interface ContextRunner {
  active(): Context
  with<A extends unknown[], T>(context: Context, fn: (...args: A) => T, ...args: A): T
}

/** The process's own context manager, used where OpenTelemetry's global one is missing. */
export function ownContextManager(runtime: Runtime): ContextManager {
  const shared = globalThis as Shared
  shared[FALLBACK] ??= runtime.createContextManager()
  return shared[FALLBACK]
}

/** OpenTelemetry's global context alone, for a telemetry that is disabled. */
export const GLOBAL_CONTEXTS: ContextRunner = {
  active: () => globalContext.active(),
  with: (context, fn, ...args) => globalContext.with(context, fn, undefined, ...args),
}

export function createContextRunner(runtime: Runtime): ContextRunner {
  const own = ownContextManager(runtime)
  const isGlobal = () => (globalThis as Registered)[API]?.context === own
  return {
    active() {
      if (isGlobal()) return own.active()
      const active = globalContext.active()
      return active === ROOT_CONTEXT ? own.active() : active
    },
    with(context, fn, ...args) {
      if (isGlobal()) return own.with(context, fn, undefined, ...args)
      return globalContext.with(context, () =>
        globalContext.active() === context ? fn(...args) : own.with(context, fn, undefined, ...args),
      )
    },
  }
}
