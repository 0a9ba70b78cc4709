import * as api from '@opentelemetry/api'
import {
  context,
  type MeterProvider,
  metrics,
  propagation,
  type TextMapPropagator,
  type TracerProvider,
  trace,
} from '@opentelemetry/api'
import { type LoggerProvider, logs } from '@opentelemetry/api-logs'
import type { Runtime } from '../runtime/runtime.ts'
import { ownContextManager } from './context-runner.ts'
import type { Diagnostics } from './diagnostics.ts'

// Where OpenTelemetry's API keeps what is registered. Asking its setters instead would print an error for each that is taken.
const API = Symbol.for('opentelemetry.js.api.1')
const LOGS_API = Symbol.for('io.opentelemetry.js.api.logs')
type Name = 'context' | 'trace' | 'metrics' | 'propagation' | 'logs'
type Registered = { [API]?: Partial<Record<Name, unknown>> & { version?: string } } & { [LOGS_API]?: unknown }

/** From 1.10 on logs are part of the API; before, and for all that was written then, they are a package of their own. */
const logsOfApi = (api as { logs?: { setGlobalLoggerProvider(provider: LoggerProvider): boolean; disable(): void } })
  .logs

export interface GlobalProviders {
  tracerProvider: TracerProvider
  meterProvider: MeterProvider
  loggerProvider: LoggerProvider
  propagator: TextMapPropagator
}

/**
 * Takes each of OpenTelemetry's globals that nobody has; with `override`, those that somebody has as well, except for the context manager: work in
 * progress depends on it. Returns how to give back the providers. Context manager and propagator stay, for others may use them by now.
 */
export function registerGlobals(
  providers: GlobalProviders,
  options: { override: boolean; runtime: Runtime; diagnostics: Diagnostics },
): () => void {
  const state = globalThis as Registered
  const owned: (() => void)[] = []
  const taken = (name: Name) => state[API]?.[name] !== undefined
  const failed: string[] = []

  function take(name: Name, set: () => boolean, giveUp?: () => void): void {
    if (taken(name)) {
      if (!options.override || giveUp === undefined) return
      giveUp()
    }
    if (!set()) failed.push(name)
    else if (giveUp !== undefined && name !== 'propagation') {
      const mine = state[API]?.[name]
      owned.push(() => {
        if (state[API]?.[name] === mine) giveUp()
      })
    }
  }

  take('context', () => context.setGlobalContextManager(ownContextManager(options.runtime)))
  take(
    'trace',
    () => trace.setGlobalTracerProvider(providers.tracerProvider),
    () => trace.disable(),
  )
  take(
    'metrics',
    () => metrics.setGlobalMeterProvider(providers.meterProvider),
    () => metrics.disable(),
  )
  take(
    'propagation',
    () => propagation.setGlobalPropagator(providers.propagator),
    () => propagation.disable(),
  )
  if (logsOfApi !== undefined) {
    take(
      'logs',
      () => logsOfApi.setGlobalLoggerProvider(providers.loggerProvider),
      () => logsOfApi.disable(),
    )
  }
  if (options.override && state[LOGS_API] !== undefined) logs.disable()
  if (state[LOGS_API] === undefined) {
    logs.setGlobalLoggerProvider(providers.loggerProvider)
    owned.push(() => {
      if (logs.getLoggerProvider() === providers.loggerProvider) logs.disable()
    })
  }
  if (failed.length > 0) {
    const message = `OpenTelemetry's globals ${failed.join(', ')} were not taken: another version of @opentelemetry/api registered first`
    options.diagnostics.report({ level: 'warn', code: 'globals_not_registered', message })
  }
  if (owned.length > 0) reportNewerApi(state[API]?.version, options)
  return () => {
    for (const giveBack of owned) giveBack()
  }
}

/** A newer API than the one that registered finds nothing there, and says nothing of it. */
function reportNewerApi(registered: string | undefined, options: { runtime: Runtime; diagnostics: Diagnostics }): void {
  if (registered === undefined) return
  const used = options.runtime.programApiVersion()
  const [major, minor] = numbersOf(registered)
  const [usedMajor, usedMinor] = numbersOf(used ?? registered)
  if (usedMajor === major && usedMinor <= minor) return
  const message = `OpenTelemetry's globals are registered by @opentelemetry/api ${registered}, and this program uses ${used}, which does not see them: spans, metrics and logs of its instrumentations are lost; install one version for all`
  options.diagnostics.report({ level: 'warn', code: 'globals_not_seen', message })
}

function numbersOf(version: string): [major: number, minor: number] {
  const [major, minor] = version.split('.').map(Number)
  return [major ?? 0, minor ?? 0]
}
