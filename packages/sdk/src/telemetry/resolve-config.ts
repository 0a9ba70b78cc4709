import type { Attributes } from '@opentelemetry/api'
import { isSessionId } from '../session/session-id.ts'
import type { Diagnostic, LogLevel } from './diagnostics.ts'
import { createOptionReader, type OptionReader, TIMER_MILLIS_MAX, toBoolean } from './option-reader.ts'
import { parseResourceAttributes } from './parse-resource-attributes.ts'
import { plainAttributes } from './plain-attributes.ts'
import { resolveGenai } from './resolve-genai.ts'
import { resolveBatch, resolvePruning, resolveRedaction } from './resolve-limits.ts'
import { resolveSampling } from './resolve-sampling.ts'
import type { ResolvedConfig } from './resolved-config.ts'
import type { TelemetryConfig } from './telemetry-config.ts'

/** What only the core of a telemetry asks for. */
export interface CoreConfig extends ResolvedConfig {
  consoleStream: 'stdout' | 'stderr'
  /** Whether warnings of the SDK itself are printed; false where the user asked for silence. */
  printDiagnostics: boolean
  /** Those of the global propagator. */
  propagators: readonly ('tracecontext' | 'baggage')[]
}

export interface ResolveOptions {
  environment: Readonly<Record<string, string | undefined>>
  /** Whether what is recorded is sent somewhere; in production the console is silent then. */
  hasDestination: boolean
  report(diagnostic: Diagnostic): void
}

const LOG_LEVEL_NAMES: Record<string, LogLevel> = {
  debug: 'debug',
  verbose: 'debug',
  all: 'debug',
  info: 'info',
  warn: 'warn',
  error: 'error',
  none: 'error',
}

/** Decides every option: the one given, else `HANZO_*`, else `OTEL_*`, else the default. A wrong value is told, never thrown. */
export function resolveConfig(config: TelemetryConfig, options: ResolveOptions): CoreConfig {
  const read = createOptionReader(options.environment, options.report)
  const service = resolveService(config, options, read)
  const count = { min: 1, max: 100_000 }
  const limit = (name: string) => read.number('', undefined, [`OTEL_SPAN_${name}_COUNT_LIMIT`], 128, count)
  const attributeLimits = ['OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT', 'OTEL_ATTRIBUTE_COUNT_LIMIT']
  const timeout = { min: 0, max: TIMER_MILLIS_MAX }
  return {
    ...service,
    ...resolveConsole(config, service.environment, options.hasDestination, read),
    enabled: resolveEnabled(config.enabled, read),
    sessionId: resolveSessionId(config.sessionId, read),
    metadata: config.metadata === undefined ? {} : plainAttributes(config.metadata),
    sampling: resolveSampling(config.sampling, read),
    pruning: resolvePruning(config.pruning, read),
    redaction: resolveRedaction(config.redaction, service.environment, read),
    genai: resolveGenai(options.environment),
    batch: resolveBatch(config.batch, read),
    spanLimits: {
      attributeCountLimit: read.number('', undefined, attributeLimits, 128, count),
      eventCountLimit: limit('EVENT'),
      linkCountLimit: limit('LINK'),
    },
    registerGlobal: read.choice<boolean | 'auto'>(
      'registerGlobal',
      config.registerGlobal,
      [],
      'auto',
      (value) => (value === 'auto' ? value : toBoolean(value)),
      "true, false or 'auto'",
    ),
    propagateSession: read.boolean('propagation.session', config.propagation?.session, [], true),
    propagators: resolvePropagators(options.environment.OTEL_PROPAGATORS, read),
    shutdownTimeoutMillis: read.number('shutdownTimeoutMillis', config.shutdownTimeoutMillis, [], 5000, timeout),
    flushOnExit: read.boolean('flushOnExit', config.flushOnExit, [], true),
    inProgressSpans: read.boolean('inProgressSpans', config.inProgressSpans, [], false),
    onDiagnostic: resolveCallback(config.onDiagnostic, read),
  }
}

function resolveService(
  config: TelemetryConfig,
  { environment: variables }: ResolveOptions,
  read: OptionReader,
): Pick<ResolvedConfig, 'serviceName' | 'serviceVersion' | 'environment' | 'resourceAttributes'> {
  const text = variables.OTEL_RESOURCE_ATTRIBUTES
  const parsed = parseResourceAttributes(text)
  if (parsed === undefined) read.refuse('OTEL_RESOURCE_ATTRIBUTES', 'key=value pairs', text, 'none of it')
  const { 'service.name': name, 'service.version': version, ...others } = parsed ?? {}
  const inEnvironment = others['deployment.environment.name'] ?? others['deployment.environment']
  const given = plainAttributes(config.resourceAttributes ?? {})
  const resourceAttributes: Attributes = { ...others, ...given }
  const environment =
    read.text('environment', config.environment, ['HANZO_ENVIRONMENT'], undefined) ??
    inEnvironment ??
    read.text('environment', undefined, ['NODE_ENV'], 'development')
  return {
    serviceName: read.text('serviceName', config.serviceName, ['OTEL_SERVICE_NAME'], name ?? 'hanzo-ai'),
    serviceVersion: read.text('serviceVersion', config.serviceVersion, [], version),
    environment,
    resourceAttributes,
  }
}

function resolveConsole(
  config: TelemetryConfig,
  environment: string,
  hasDestination: boolean,
  read: OptionReader,
): Pick<CoreConfig, 'console' | 'consoleStream' | 'logLevel' | 'printDiagnostics'> {
  const accept = (value: unknown) => {
    if (value === 'json' || value === 'pretty' || value === 'silent') return value
    const isOn = toBoolean(value)
    return isOn === undefined ? undefined : isOn ? 'json' : 'silent'
  }
  const expected = "'json', 'pretty', 'silent', true or false"
  const asked = read.choice('console', config.console, ['HANZO_TELEMETRY_CONSOLE'], undefined, accept, expected)
  const stream = (value: unknown) => (value === 'stdout' || value === 'stderr' ? value : undefined)
  const level = (value: unknown) => LOG_LEVEL_NAMES[String(value)]
  const variables = ['HANZO_LOG_LEVEL', 'OTEL_LOG_LEVEL']
  return {
    console: asked ?? (hasDestination && environment === 'production' ? 'silent' : 'json'),
    printDiagnostics: asked !== 'silent',
    consoleStream: read.choice<'stdout' | 'stderr'>(
      'consoleStream',
      config.consoleStream,
      ['HANZO_TELEMETRY_CONSOLE_STREAM'],
      'stdout',
      stream,
      "'stdout' or 'stderr'",
    ),
    logLevel: read.choice<LogLevel>(
      'logLevel',
      config.logLevel,
      variables,
      'info',
      level,
      'debug, info, warn or error',
    ),
  }
}

/** An option goes before the variables, and those say the opposite of it. */
function resolveEnabled(given: unknown, read: OptionReader): boolean {
  const disabled = read.boolean('', undefined, ['HANZO_TELEMETRY_DISABLED', 'OTEL_SDK_DISABLED'], false)
  return read.boolean('enabled', given, [], !disabled)
}

function resolveSessionId(id: unknown, read: OptionReader): string | undefined {
  if (id === undefined || isSessionId(id)) return id
  read.refuse('sessionId', 'text of 1 to 200 characters', id, 'none')
  return undefined
}

function resolveCallback(callback: unknown, read: OptionReader): ResolvedConfig['onDiagnostic'] {
  if (callback === undefined || typeof callback === 'function') return callback as ResolvedConfig['onDiagnostic']
  read.refuse('onDiagnostic', 'a function', callback, 'none')
  return undefined
}

function resolvePropagators(text: string | undefined, read: OptionReader): CoreConfig['propagators'] {
  const names = (text ?? '').split(',').map((name) => name.trim().toLowerCase())
  const listed = names.filter((name) => name !== '')
  if (listed.length === 0) return ['tracecontext', 'baggage']
  return [...new Set(listed)].filter((name): name is 'tracecontext' | 'baggage' => {
    if (name === 'tracecontext' || name === 'baggage') return true
    if (name !== 'none') read.refuse('OTEL_PROPAGATORS', 'tracecontext, baggage or none', name, 'what else it names')
    return false
  })
}
