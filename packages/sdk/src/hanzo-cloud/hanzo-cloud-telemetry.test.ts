import { afterEach, describe, expect, it } from 'vitest'
import type { Diagnostic } from '../telemetry/diagnostics.ts'
import { findTelemetry, setTelemetry } from '../telemetry/global-telemetry.ts'
import { createHanzoCloudTelemetry } from './create-hanzo-cloud-telemetry.ts'
import type { HanzoCloudConfig } from './hanzo-cloud-config.ts'
import { HanzoCloudConfigError } from './hanzo-cloud-config-error.ts'
import { HanzoCloudTelemetry } from './hanzo-cloud-telemetry.ts'

const started: HanzoCloudTelemetry[] = []
const told: Diagnostic[] = []

function create(config: HanzoCloudConfig): HanzoCloudTelemetry {
  const telemetry = createHanzoCloudTelemetry({
    console: 'silent',
    onDiagnostic: (diagnostic) => told.push(diagnostic),
    ...config,
  })
  started.push(telemetry)
  return telemetry
}

afterEach(async () => {
  setTelemetry(undefined)
  told.length = 0
  for (const telemetry of started.splice(0)) await telemetry.shutdown()
})

const dead = { cloudUrl: 'http://127.0.0.1:59999', apiKey: 'hk_0123456789abcdef', shutdownTimeoutMillis: 50 }

describe('telemetry for Hanzo Cloud', () => {
  it('is the one of everything that names no other', () => {
    const first = create(dead)
    expect(findTelemetry()).toBe(first)
    const second = create(dead)
    expect(findTelemetry()).toBe(second)
  })

  it('without a key stays local, works, and says so once', async () => {
    const telemetry = create({ cloudUrl: 'https://cloud.hanzo.ai', apiKey: '' })
    expect(await telemetry.trace('a', () => 7)).toBe(7)
    expect(told.filter(({ code }) => code === 'missing_api_key')).toHaveLength(1)
    expect(telemetry.traceUrl()).toBeUndefined()
    expect(telemetry.stats().buffer.maxBytes).toBe(0)
  })

  it.each([
    [{ cloudUrl: 'https://cloud.hanzo.ai', apiKey: '' }, 'missing_api_key'],
    [{ cloudUrl: 'cloud.hanzo.ai', apiKey: 'k' }, 'invalid_cloud_url'],
  ])('with strict throws for %j', (config, code) => {
    expect(() => new HanzoCloudTelemetry({ ...config, strict: true, console: 'silent' })).toThrow(HanzoCloudConfigError)
    expect(() => new HanzoCloudTelemetry({ ...config, strict: true, console: 'silent' })).toThrow(
      expect.objectContaining({ code }),
    )
  })

  it('that is disabled says nothing, throws nothing, and knows it', async () => {
    const telemetry = create({ enabled: false, strict: true, cloudUrl: 'x' })
    expect(told).toEqual([])
    expect(await telemetry.checkConnection()).toMatchObject({ ok: false, problem: 'disabled' })
  })

  it('links to its console: to a trace that is named, or the active one', async () => {
    const telemetry = create({ ...dead, projectId: 'a b' })
    const traceId = '0AF7651916CD43DD8448EB211C80319C'
    expect(telemetry.traceUrl(traceId)).toBe(`http://127.0.0.1:59999/projects/a%20b/traces/${traceId.toLowerCase()}`)
    expect(telemetry.traceUrl()).toBeUndefined()
    expect(telemetry.traceUrl('../x')).toBeUndefined()
    await telemetry.trace('a', (span) => {
      expect(telemetry.traceUrl()).toContain(`/traces/${span.spanContext().traceId}`)
    })
    expect(create(dead).traceUrl(traceId)).toContain('/projects/default/traces/')
  })

  it('at level debug shows where it sends and what, and of the key only its beginning', async () => {
    const telemetry = create({ ...dead, logLevel: 'debug', batch: { exportTimeoutMillis: 300 } })
    telemetry.startSpan('a').end()
    await telemetry.flush()
    const messages = told.map(({ message }) => message).join('\n')
    expect(messages).toContain('"x-api-key":"hk_0…"')
    expect(messages).toMatch(/export of traces: 1 spans, \d+ bytes, ECONNREFUSED, [\d.]+ ms/)
    expect(messages).not.toContain(dead.apiKey)
    expect(JSON.stringify(telemetry.config)).not.toContain(dead.apiKey)
  })
})
