import { describe, expect, it } from 'vitest'
import type { Diagnostic } from './diagnostics.ts'
import { resolveConfig } from './resolve-config.ts'
import type { TelemetryConfig } from './telemetry-config.ts'

function resolve(config: unknown = {}, environment: Record<string, string> = {}, hasDestination = false) {
  const found: Diagnostic[] = []
  const report = (diagnostic: Diagnostic) => void found.push(diagnostic)
  return { ...resolveConfig(config as TelemetryConfig, { environment, hasDestination, report }), found }
}

describe('the options of a telemetry', () => {
  it('are all there, without a complaint, when nothing is given', () => {
    const resolved = resolve()
    expect(resolved.found).toEqual([])
    expect(resolved).toMatchObject({
      serviceName: 'hanzo-ai',
      serviceVersion: undefined,
      environment: 'development',
      enabled: true,
      logLevel: 'info',
      console: 'json',
      consoleStream: 'stdout',
      sampling: { ratio: 1, rules: [], alwaysKeepErrors: true },
      pruning: { enabled: true, maxSpansPerTrace: 1000, maxRepeats: 100, minDurationMs: 0, maxSpanAgeMs: 1_800_000 },
      batch: {
        maxQueueSize: 2048,
        maxExportBatchSize: 512,
        scheduledDelayMillis: 2000,
        exportTimeoutMillis: 10_000,
        metricIntervalMillis: 15_000,
        maxBufferedBytes: 8_388_608,
      },
      redaction: { captureContent: 'full', maxValueLength: 32_768 },
      spanLimits: { attributeCountLimit: 128, eventCountLimit: 128, linkCountLimit: 128 },
      registerGlobal: 'auto',
      propagateSession: true,
      propagators: ['tracecontext', 'baggage'],
      shutdownTimeoutMillis: 5000,
      flushOnExit: true,
    })
  })

  it('go before HANZO_*, that before OTEL_*, that before the default', () => {
    const environment = { HANZO_LOG_LEVEL: 'warn', OTEL_LOG_LEVEL: 'ERROR' }
    expect(resolve({ logLevel: 'debug' }, environment).logLevel).toBe('debug')
    expect(resolve({}, environment).logLevel).toBe('warn')
    expect(resolve({}, { OTEL_LOG_LEVEL: 'ERROR' }).logLevel).toBe('error')
    expect(resolve({}, { OTEL_LOG_LEVEL: 'VERBOSE' }).logLevel).toBe('debug')
    expect(resolve({}, { HANZO_ENVIRONMENT: 'staging', NODE_ENV: 'production' }).environment).toBe('staging')
    expect(resolve({}, { NODE_ENV: 'production' }).environment).toBe('production')
  })

  it.each([
    [{ HANZO_TELEMETRY_DISABLED: '1' }, false],
    [{ OTEL_SDK_DISABLED: 'TRUE' }, false],
    [{ HANZO_TELEMETRY_DISABLED: 'false', OTEL_SDK_DISABLED: 'true' }, true],
    [{}, true],
  ])('are enabled as the environment says (%o)', (environment, enabled) => {
    expect(resolve({}, environment as Record<string, string>).enabled).toBe(enabled)
    expect(resolve({ enabled: true }, environment as Record<string, string>).enabled).toBe(true)
  })

  it('read the service from OTEL_SERVICE_NAME and OTEL_RESOURCE_ATTRIBUTES', () => {
    const attributes = 'service.name=a%20b,service.version=2,deployment.environment.name=eu,team=x'
    const resolved = resolve({}, { OTEL_RESOURCE_ATTRIBUTES: attributes })
    expect(resolved).toMatchObject({ serviceName: 'a b', serviceVersion: '2', environment: 'eu' })
    expect(resolved.resourceAttributes).toMatchObject({ team: 'x' })
    expect(resolve({}, { OTEL_RESOURCE_ATTRIBUTES: attributes, OTEL_SERVICE_NAME: 'c' }).serviceName).toBe('c')
  })

  it('void OTEL_RESOURCE_ATTRIBUTES as a whole when one pair is not valid', () => {
    for (const text of ['team=x,broken', 'team=%E0%A4%A', '=x,team=y']) {
      const { resourceAttributes, found } = resolve({}, { OTEL_RESOURCE_ATTRIBUTES: text })
      expect(resourceAttributes).toEqual({})
      expect(found).toHaveLength(1)
    }
  })

  it('read the limits of OpenTelemetry', () => {
    const resolved = resolve(
      {},
      {
        OTEL_BSP_SCHEDULE_DELAY: '100',
        OTEL_BSP_EXPORT_TIMEOUT: '200',
        OTEL_BSP_MAX_QUEUE_SIZE: '300',
        OTEL_BSP_MAX_EXPORT_BATCH_SIZE: '400',
        OTEL_METRIC_EXPORT_INTERVAL: '500',
        OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT: '600',
        OTEL_ATTRIBUTE_COUNT_LIMIT: '10',
        OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT: '20',
        OTEL_SPAN_EVENT_COUNT_LIMIT: '30',
        OTEL_SPAN_LINK_COUNT_LIMIT: '40',
      },
    )
    expect(resolved.batch).toMatchObject({
      scheduledDelayMillis: 100,
      exportTimeoutMillis: 200,
      maxQueueSize: 300,
      maxExportBatchSize: 300,
      metricIntervalMillis: 500,
    })
    expect(resolved.redaction.maxValueLength).toBe(600)
    expect(resolved.spanLimits).toEqual({ attributeCountLimit: 20, eventCountLimit: 30, linkCountLimit: 40 })
  })

  it.each([
    ['always_off', undefined, { ratio: 0, alwaysKeepErrors: false }],
    ['traceidratio', '0.25', { ratio: 0.25, alwaysKeepErrors: true }],
    ['parentbased_traceidratio', '7', { ratio: 1, alwaysKeepErrors: true }],
    ['parentbased_always_on', undefined, { ratio: 1, alwaysKeepErrors: true }],
    ['jaeger_remote', undefined, { ratio: 1, alwaysKeepErrors: true }],
  ])('read OTEL_TRACES_SAMPLER=%s with the argument %s', (sampler, argument, sampling) => {
    const environment = { OTEL_TRACES_SAMPLER: sampler, ...(argument && { OTEL_TRACES_SAMPLER_ARG: argument }) }
    expect(resolve({}, environment).sampling).toMatchObject(sampling)
    expect(resolve({ sampling: 0.5 }, environment).sampling).toMatchObject({ ratio: 0.5, alwaysKeepErrors: true })
  })

  it.each([
    [{ sampling: 2 }, 'sampling must be a number from 0 to 1, not 2; 1 is used'],
    [{ sampling: { ratio: Number.NaN } }, 'sampling.ratio must be a number from 0 to 1, not NaN; 1 is used'],
    [{ sampling: { ratio: -0.1 } }, 'sampling.ratio'],
    [{ sampling: { rules: [{ name: 'a', ratio: 7 }] } }, 'sampling.rules[0].ratio'],
    [{ batch: { maxQueueSize: -5 } }, 'batch.maxQueueSize must be a whole number from 1 to'],
    [{ batch: { scheduledDelayMillis: 1e12 } }, 'batch.scheduledDelayMillis'],
    [{ pruning: { maxRepeats: 0.5 } }, 'pruning.maxRepeats'],
    [{ logLevel: 'loud' }, 'logLevel must be debug, info, warn or error, not "loud"; "info" is used'],
    [{ console: 'xml' }, 'console'],
    [{ enabled: 'maybe' }, 'enabled must be true or false'],
    [{ sessionId: 'x'.repeat(201) }, 'sessionId must be text of 1 to 200 characters'],
    [{ serviceName: 7 }, 'serviceName must be text'],
    [{ redaction: { captureContent: 'some' } }, 'redaction.captureContent'],
    [{ redaction: { patterns: ['x'] } }, 'redaction.patterns[0]'],
    [{ registerGlobal: 'never' }, 'registerGlobal'],
    [{ shutdownTimeoutMillis: Number.POSITIVE_INFINITY }, 'shutdownTimeoutMillis'],
    [{ onDiagnostic: 'log' }, 'onDiagnostic must be a function'],
  ])('name the option and the fix, and fall back, for %o', (config, message) => {
    const resolved = resolve(config)
    expect(resolved.found).toHaveLength(1)
    expect(resolved.found[0]).toMatchObject({ level: 'warn', code: 'invalid_option' })
    expect(resolved.found[0]?.message).toContain(message)
    const { found: _found, ...rest } = resolved
    const { found: _none, ...defaults } = resolve()
    expect({ ...rest, redaction: { ...rest.redaction, patterns: undefined } }).toEqual({
      ...defaults,
      redaction: { ...defaults.redaction, patterns: undefined },
    })
  })

  it('name the variable when the environment is wrong', () => {
    const { found, batch } = resolve({}, { OTEL_BSP_MAX_QUEUE_SIZE: 'many' })
    expect(found[0]?.message).toBe(
      'OTEL_BSP_MAX_QUEUE_SIZE must be a whole number from 1 to 10000000, not "many"; 2048 is used',
    )
    expect(batch.maxQueueSize).toBe(2048)
  })

  it('are silent on the console in production when what is recorded is sent, and print otherwise', () => {
    expect(resolve({ environment: 'production' }, {}, true)).toMatchObject({
      console: 'silent',
      printDiagnostics: true,
    })
    expect(resolve({ environment: 'production' }, {}, false).console).toBe('json')
    expect(resolve({ environment: 'staging' }, {}, true).console).toBe('json')
    expect(resolve({ console: false })).toMatchObject({ console: 'silent', printDiagnostics: false })
    expect(resolve({ console: true, environment: 'production' }, {}, true).console).toBe('json')
    expect(resolve({}, { HANZO_TELEMETRY_CONSOLE: 'pretty' }).console).toBe('pretty')
    expect(resolve({}, { HANZO_TELEMETRY_CONSOLE_STREAM: 'stderr' }).consoleStream).toBe('stderr')
  })

  it('capture less outside development, and as OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT says', () => {
    const variable = 'OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT'
    expect(resolve({ environment: 'production' }).redaction.captureContent).toBe('metadata')
    expect(resolve({}, { [variable]: 'NO_CONTENT' }).redaction.captureContent).toBe('none')
    expect(resolve({ environment: 'production' }, { [variable]: 'SPAN_AND_EVENT' }).redaction.captureContent).toBe(
      'full',
    )
  })

  it('never send a value raw when redact is not a function', () => {
    const { redaction } = resolve({ redaction: { redact: 'everything' } })
    expect(redaction.redact?.('secret', { signal: 'span', key: 'k' })).toBe('[redaction failed]')
  })

  it('make objects of metadata into text, as OpenTelemetry would drop them', () => {
    const cycle: Record<string, unknown> = {}
    cycle.self = cycle
    const { metadata } = resolve({
      metadata: { team: { name: 'a' }, mixed: [1, 'b'], list: ['a', null], cycle, n: 1n },
    })
    expect(metadata).toEqual({
      team: '{"name":"a"}',
      mixed: '[1,"b"]',
      list: ['a', null],
      cycle: '[object Object]',
      n: '1',
    })
  })
})
