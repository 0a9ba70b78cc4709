import { describe, expect, it } from 'vitest'
import { prepareCloud } from './prepare-cloud.ts'

describe('where telemetry goes', () => {
  it('is Hanzo Cloud by default, with the key, the project and the region of the environment', () => {
    const cloud = prepareCloud({}, { HANZO_CLOUD_API_KEY: ' k\n', HANZO_PROJECT_ID: 'p', AWS_REGION: 'eu-1' })
    expect(cloud).toMatchObject({
      projectId: 'p',
      region: 'eu-1',
      problem: undefined,
      consoleUrl: 'https://cloud.hanzo.ai',
    })
    expect(cloud.destination).toMatchObject({
      url: 'https://cloud.hanzo.ai',
      headers: { 'x-api-key': 'k', 'x-project-id': 'p', 'x-hanzo-region': 'eu-1' },
      compression: 'gzip',
      protocol: 'http/protobuf',
      temporality: 'delta',
    })
    expect(cloud.config).toMatchObject({
      resourceAttributes: { 'hanzo.project.id': 'p', 'hanzo.cloud.region': 'eu-1' },
      inProgressSpans: true,
    })
  })

  it('is the option before HANZO_*, and that before OTEL_*', () => {
    const environment = { HANZO_CLOUD_URL: 'https://hanzo.example', OTEL_EXPORTER_OTLP_ENDPOINT: 'http://otel:4318' }
    const url = (cloudUrl: string | undefined, { ...variables }) =>
      prepareCloud({ cloudUrl, apiKey: 'k' }, variables).destination?.url
    expect(url('https://own.example', environment)).toBe('https://own.example')
    expect(url(undefined, environment)).toBe('https://hanzo.example')
    expect(url(undefined, { ...environment, HANZO_CLOUD_URL: '' })).toBe('http://otel:4318')
  })

  it('needs a key, but for a named platform on this machine and for a collector of OTEL_EXPORTER_OTLP_ENDPOINT', () => {
    const problem = (config: object, environment: Record<string, string> = {}) =>
      prepareCloud(config, environment).problem?.code
    expect(problem({})).toBe('missing_api_key')
    expect(problem({ apiKey: ' ' })).toBe('missing_api_key')
    expect(problem({ cloudUrl: 'http://10.0.0.1' })).toBe('missing_api_key')
    expect(problem({ cloudUrl: 'http://10.0.0.1', headers: { Authorization: 'Bearer x' } })).toBeUndefined()
    expect(problem({ cloudUrl: 'http://localhost:3000' })).toBeUndefined()
    expect(problem({}, { HANZO_CLOUD_URL: 'http://127.0.0.1:3000' })).toBeUndefined()
    expect(problem({}, { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318' })).toBeUndefined()
  })

  it('is nowhere for a malformed address, whatever the key', () => {
    const cloud = prepareCloud({ cloudUrl: 'cloud.hanzo.ai', apiKey: 'k' }, {})
    expect(cloud).toMatchObject({ destination: undefined, consoleUrl: undefined })
    expect(cloud.problem).toMatchObject({ code: 'invalid_cloud_url' })
  })

  it('may differ for each signal by OTEL_EXPORTER_OTLP_*', () => {
    const { destination, consoleUrl, config } = prepareCloud(
      {},
      {
        OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318/',
        OTEL_EXPORTER_OTLP_HEADERS: 'a=1%202,b=2',
        OTEL_EXPORTER_OTLP_TIMEOUT: '7000',
        OTEL_EXPORTER_OTLP_COMPRESSION: 'none',
        OTEL_EXPORTER_OTLP_METRICS_ENDPOINT: 'http://metrics:9000/otlp',
        OTEL_EXPORTER_OTLP_METRICS_HEADERS: 'b=3',
        OTEL_EXPORTER_OTLP_METRICS_PROTOCOL: 'http/json',
        OTEL_EXPORTER_OTLP_METRICS_TIMEOUT: '100',
        OTEL_EXPORTER_OTLP_LOGS_COMPRESSION: 'gzip',
        OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE: 'Cumulative',
      },
    )
    expect(destination).toMatchObject({
      url: 'http://collector:4318',
      headers: { a: '1 2', b: '2' },
      compression: 'none',
      temporality: 'cumulative',
      signals: {
        traces: { timeoutMillis: 7000, headers: {} },
        logs: { timeoutMillis: 7000, compression: 'gzip' },
        metrics: { url: 'http://metrics:9000/otlp', headers: { b: '3' }, protocol: 'http/json', timeoutMillis: 100 },
      },
    })
    expect(consoleUrl).toBeUndefined()
    expect(config.inProgressSpans).toBe(false)
  })

  it('never gets the headers that OTEL_EXPORTER_OTLP_HEADERS holds for another address', () => {
    const environment = {
      OTEL_EXPORTER_OTLP_ENDPOINT: 'http://other:4318',
      OTEL_EXPORTER_OTLP_HEADERS: 'api-key=secret',
    }
    const { destination } = prepareCloud({ cloudUrl: 'https://cloud.hanzo.ai', apiKey: 'k' }, environment)
    expect(JSON.stringify(destination)).not.toMatch(/secret|other/)
  })

  it('tells options it cannot use, and takes the next best', () => {
    const { destination, diagnostics } = prepareCloud(
      {
        apiKey: 'k',
        compression: 'br' as never,
        protocol: 'grpc' as never,
        headers: { good: 'yes', 'b ad': 'x', bad: 'a\nb' },
      },
      { OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' },
    )
    expect(destination).toMatchObject({ compression: 'gzip', protocol: 'http/protobuf', headers: { good: 'yes' } })
    expect(Object.keys(destination?.headers ?? {})).toEqual(['x-api-key', 'good'])
    expect(diagnostics.map(({ code }) => code)).toEqual(Array(5).fill('invalid_option'))
  })

  it('keeps the key and the headers out of the options of the telemetry', () => {
    const { config } = prepareCloud({ apiKey: 'secret-1', headers: { authorization: 'secret-2' } }, {})
    expect(JSON.stringify(config)).not.toContain('secret')
  })
})
