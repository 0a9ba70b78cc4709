import type { Attributes } from '@opentelemetry/api'
import type { ConsoleWriter, Runtime } from '../runtime/runtime.ts'
import type { CreateDestination } from './create-destination.ts'
import { createDiagnostics } from './create-diagnostics.ts'
import type { Diagnostic, Diagnostics } from './diagnostics.ts'
import { enableInstrumentations } from './enable-instrumentations.ts'
import { forwardOtelDiagnostics } from './forward-otel-diagnostics.ts'
import { plainAttributes } from './plain-attributes.ts'
import { registerGlobals } from './register-globals.ts'
import { type CoreConfig, resolveConfig } from './resolve-config.ts'
import { safely } from './safely.ts'
import { SDK_NAME, SDK_VERSION } from './sdk-version.ts'
import { observeStats } from './self-metrics.ts'
import { createSessionPropagator, onPropagation } from './session-propagator.ts'
import type { TelemetryConfig } from './telemetry-config.ts'
import { createEngine, type TelemetryEngine } from './telemetry-engine.ts'
import { engineStats, flushEngine, shutdownEngine } from './telemetry-lifetime.ts'
import type { TelemetryScope } from './telemetry-scope.ts'
import { withinTime } from './within-time.ts'

/** What an enabled telemetry works with. */
export interface LiveTelemetry {
  engine: TelemetryEngine
  scope: TelemetryScope
}

export interface TelemetryLifetime {
  readonly ended: boolean
  /** Ends it once; every call gets the same answer. Never rejects. */
  end(): Promise<void>
}

/** A telemetry's parts before it has methods. */
export interface PreparedTelemetry {
  config: Readonly<TelemetryConfig>
  /** Undefined: disabled. */
  live: LiveTelemetry | undefined
  lifetime: TelemetryLifetime
}

/** What the console may take to write its last lines. */
const CLOSE_MILLIS = 100

const NO_LIFETIME: TelemetryLifetime = { ended: true, end: async () => undefined }

/** The parts of a telemetry that does nothing. */
export const DISABLED_TELEMETRY: PreparedTelemetry = {
  config: Object.freeze({ enabled: false }),
  live: undefined,
  lifetime: NO_LIFETIME,
}

/** Reads options and environment, and starts everything unless that says disabled. Nothing is thrown for a wrong option. */
export function prepareTelemetry(
  config: TelemetryConfig,
  runtime: Runtime,
  createDestination: CreateDestination | undefined,
): PreparedTelemetry {
  const found: Diagnostic[] = []
  const resolved = resolveConfig(config, {
    environment: runtime.environment,
    hasDestination: createDestination !== undefined,
    report: (diagnostic) => found.push(diagnostic),
  })
  const publicConfig = Object.freeze(publicOptions(resolved))
  if (!resolved.enabled) return { ...DISABLED_TELEMETRY, config: publicConfig }
  const writers = createWriters(resolved, runtime)
  const diagnostics = createDiagnostics({
    logLevel: resolved.logLevel,
    onDiagnostic: resolved.onDiagnostic,
    writer: writers.diagnostics,
  })
  reportAll(found, diagnostics)
  if (resolved.logLevel === 'debug') {
    const message = `options in use: ${safely(diagnostics, 'printing the options', () => JSON.stringify(publicConfig))}`
    diagnostics.report({ level: 'debug', code: 'config', message })
  }
  const engine = createEngine({ config: resolved, runtime, diagnostics, writer: writers.records, createDestination })
  for (const processor of listOf(config.spanProcessors)) engine.pipeline.add(processor)
  const meter = engine.meterProvider.getMeter(SDK_NAME, SDK_VERSION)
  if (engine.destination !== undefined) observeStats(meter, () => engineStats(engine))
  const undo = connect(engine, resolved, config)
  const lifetime = createLifetime(async () => {
    for (const step of undo) step()
    await shutdownEngine(engine)
    await withinTime(writers.close(), CLOSE_MILLIS)
  })
  return { config: publicConfig, live: { engine, scope: createScope(engine, SDK_NAME, undefined) }, lifetime }
}

function listOf<T>(list: readonly T[] | undefined): readonly T[] {
  return Array.isArray(list) ? list : []
}

/** Several wrong options are one diagnostic, as the second of a code would be held back. */
function reportAll(found: readonly Diagnostic[], diagnostics: Diagnostics): void {
  const [first] = found
  if (first === undefined) return
  const message = found.map((diagnostic) => diagnostic.message).join('. ')
  diagnostics.report({ ...first, message, count: found.length })
}

/** Takes the globals, enables instrumentations and hooks the exit; returns how to undo each. */
function connect(engine: TelemetryEngine, resolved: CoreConfig, config: TelemetryConfig): (() => void)[] {
  const { runtime, diagnostics, sessions } = engine
  const undo = [onPropagation((spanContext) => engine.pipeline.keep(spanContext))]
  if (resolved.registerGlobal !== false) {
    if (resolved.logLevel === 'debug') undo.push(forwardOtelDiagnostics(diagnostics))
    const propagator = createSessionPropagator(resolved.propagators, sessions.resolve, resolved.propagateSession)
    undo.push(
      registerGlobals({ ...engine, propagator }, { override: resolved.registerGlobal === true, runtime, diagnostics }),
    )
  }
  undo.push(enableInstrumentations(listOf(config.instrumentations), engine, diagnostics))
  if (resolved.flushOnExit && engine.destination !== undefined) {
    undo.push(runtime.onBeforeExit(() => void flushEngine(engine, resolved.shutdownTimeoutMillis)))
  }
  return undo
}

interface Writers {
  records(): ConsoleWriter | undefined
  diagnostics(): ConsoleWriter | undefined
  close(): Promise<void>
}

function createWriters(config: CoreConfig, runtime: Runtime): Writers {
  let writer: ConsoleWriter | undefined
  const { console: format, logLevel: level, consoleStream: stream } = config
  const records = () => {
    if (format !== 'silent') writer ??= runtime.createConsoleWriter({ format, level, stream })
    return writer
  }
  const diagnostics = () => {
    if (format !== 'silent' || !config.printDiagnostics) return records()
    writer ??= runtime.createConsoleWriter({ format: 'json', level, stream: 'stderr' })
    return writer
  }
  return {
    records: () => (format === 'silent' ? undefined : records()),
    diagnostics,
    close: async () => writer?.close(),
  }
}

function createLifetime(end: () => Promise<void>): TelemetryLifetime {
  let ending: Promise<void> | undefined
  return {
    get ended() {
      return ending !== undefined
    },
    end() {
      ending ??= end()
      return ending
    },
  }
}

function createScope(engine: TelemetryEngine, name: string, attributes: Attributes | undefined): TelemetryScope {
  return {
    name,
    attributes,
    tracer: engine.tracerProvider.getTracer(name, SDK_VERSION),
    logs: engine.logs.originOf(name),
  }
}

/** The parts of a child: the same engine, another scope, and a life that ends with its parent's. */
export function prepareChild(parent: PreparedTelemetry, name: string, attributes?: Attributes): PreparedTelemetry {
  const { live, lifetime } = parent
  if (live === undefined) return parent
  const { engine, scope } = live
  const own = safely(engine.diagnostics, 'createChild', () =>
    engine.redactor.attributes(plainAttributes(attributes ?? {}), { signal: 'span' }),
  )
  const merged = { ...scope.attributes, ...own }
  return {
    config: parent.config,
    live: { engine, scope: createScope(engine, String(name), merged) },
    lifetime: {
      get ended() {
        return lifetime.ended
      },
      end: () => flushEngine(engine, engine.config.shutdownTimeoutMillis),
    },
  }
}

function publicOptions(config: CoreConfig): TelemetryConfig {
  return {
    serviceName: config.serviceName,
    serviceVersion: config.serviceVersion,
    environment: config.environment,
    enabled: config.enabled,
    logLevel: config.logLevel,
    console: config.console,
    consoleStream: config.consoleStream,
    sessionId: config.sessionId,
    metadata: config.metadata,
    resourceAttributes: config.resourceAttributes,
    sampling: config.sampling,
    pruning: config.pruning,
    redaction: config.redaction,
    batch: config.batch,
    registerGlobal: config.registerGlobal,
    propagation: { session: config.propagateSession },
    shutdownTimeoutMillis: config.shutdownTimeoutMillis,
    flushOnExit: config.flushOnExit,
    inProgressSpans: config.inProgressSpans,
  }
}
