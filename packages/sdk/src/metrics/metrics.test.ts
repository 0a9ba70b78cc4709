import { DataPointType, type ExponentialHistogram } from '@opentelemetry/sdk-metrics'
import { describe, expect, it } from 'vitest'
import { internalsOf } from '../telemetry/internals-of.ts'
import { telemetryOf } from '../telemetry/memory-telemetry.fixture.ts'

describe('metrics', () => {
  it('keep counters, gauges and histograms apart by their tags', async () => {
    const telemetry = telemetryOf()
    telemetry.increment('api.requests', 1, { endpoint: '/chat', method: 'POST' })
    telemetry.increment('api.requests', 2, { endpoint: '/chat', method: 'POST' })
    telemetry.increment('api.requests', undefined, { endpoint: '/chat', method: 'GET', gone: undefined })
    telemetry.gauge('queue.size', 5, { queue: 'a' })
    telemetry.gauge('queue.size', 3, { queue: 'a' })
    telemetry.histogram('response.time', 10)
    telemetry.histogram('response.time', 1000)
    await telemetry.flush()
    expect(telemetry.memory.points('api.requests')).toEqual([
      [{ endpoint: '/chat', method: 'POST' }, 3],
      [{ endpoint: '/chat', method: 'GET' }, 1],
    ])
    expect(telemetry.memory.points('queue.size')).toEqual([[{ queue: 'a' }, 3]])
    expect(telemetry.memory.metric('response.time')?.dataPointType).toBe(DataPointType.EXPONENTIAL_HISTOGRAM)
    const [point] = telemetry.memory.points('response.time')
    expect(point?.[1]).toMatchObject({
      count: 2,
      sum: 1010,
      min: 10,
      max: 1000,
    } satisfies Partial<ExponentialHistogram>)
  })

  it('survive values that are no numbers, and refuse what would make a counter go down', async () => {
    const telemetry = telemetryOf()
    telemetry.increment('a', 1)
    for (const value of [Number.NaN, Number.POSITIVE_INFINITY, '7', undefined, null]) {
      telemetry.increment('a', value as number)
      telemetry.gauge('b', value as number)
      telemetry.histogram('c', value as number)
    }
    telemetry.increment('a', -1)
    await telemetry.flush()
    expect(telemetry.memory.points('a')).toEqual([[{}, 2]])
    expect(telemetry.memory.points('b')).toEqual([])
    expect(telemetry.memory.diagnostics).toEqual([
      { level: 'warn', code: 'negative_increment', message: expect.stringContaining('use gauge()') },
    ])
  })

  it('let the first kind of a name win, and say once that another is refused', async () => {
    const telemetry = telemetryOf()
    telemetry.increment('a', 1)
    telemetry.gauge('a', 100)
    telemetry.histogram('a', 100)
    await telemetry.flush()
    expect(telemetry.memory.points('a')).toEqual([[{}, 1]])
    expect(telemetry.memory.diagnostics.map(({ code }) => code)).toEqual(['metric_kind_conflict'])
    expect(telemetry.memory.diagnostics[0]?.message).toContain('a is a counter')
  })

  it('go up and down through the internals, with a unit', async () => {
    const telemetry = telemetryOf()
    const metric = { name: 'mcp.servers.active', kind: 'updowncounter', unit: '{server}' } as const
    internalsOf(telemetry).record(metric, 1, { server: 'fs' })
    internalsOf(telemetry).record(metric, 1, { server: 'fs' })
    internalsOf(telemetry).record(metric, -1, { server: 'fs' })
    await telemetry.flush()
    expect(telemetry.memory.points('mcp.servers.active')).toEqual([[{ server: 'fs' }, 1]])
    expect(telemetry.memory.metric('mcp.servers.active')?.descriptor.unit).toBe('{server}')
  })

  it('refuse a name that no backend takes, and more names than can be meant', () => {
    const telemetry = telemetryOf()
    telemetry.increment('no spaces')
    for (let index = 0; index < 2100; index += 1) telemetry.increment(`user.${index}`)
    expect(telemetry.memory.diagnostics.map(({ code }) => code)).toEqual(['invalid_metric_name', 'too_many_metrics'])
  })

  it('hold at most 2000 attribute sets of an instrument', async () => {
    const telemetry = telemetryOf()
    for (let user = 0; user < 3000; user += 1) telemetry.histogram('h', 1, { user })
    for (let user = 0; user < 3000; user += 1) telemetry.increment('c', 1, { user })
    await telemetry.flush()
    for (const name of ['h', 'c']) {
      const points = telemetry.memory.points(name)
      expect(points).toHaveLength(2000)
      expect(points.at(-1)?.[0]).toEqual({ 'otel.metric.overflow': true })
    }
  })
})
