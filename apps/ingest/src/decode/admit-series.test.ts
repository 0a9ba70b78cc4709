import { describe, expect, it } from 'vitest'
import { createCardinalityGuard } from '../cardinality/cardinality-guard.ts'
import { decodeMetrics } from './decode-metrics.ts'

const receivedAtUnixNano = 1_795_000_000_000_000_000n
const timeUnixNano = String(receivedAtUnixNano - 60_000_000_000n)
const project = { projectId: 'default', retentionDays: 30 }

function createDecode(limits: { seriesMax?: number; seriesPerMetricMax?: number }) {
  const guard = createCardinalityGuard({ seriesMax: 100, seriesPerMetricMax: 2, attributeKeysMax: 10, ...limits })
  return (...metrics: unknown[]) => {
    const cardinality = guard.ofProject('default', Number(receivedAtUnixNano / 1_000_000n))
    const body = Buffer.from(JSON.stringify({ resourceMetrics: [{ scopeMetrics: [{ metrics }] }] }))
    return decodeMetrics(body, 'json', { project, receivedAtUnixNano, cardinality })
  }
}

const points = (...users: string[]) =>
  users.map((user) => ({ timeUnixNano, asInt: 1, attributes: [{ key: 'user', value: { stringValue: user } }] }))
const gauge = (...users: string[]) => ({ name: 'g', gauge: { dataPoints: points(...users) } })
const sum = (aggregationTemporality: number, ...users: string[]) => ({
  name: 's',
  sum: { aggregationTemporality, dataPoints: points(...users) },
})

describe('a metric with as many series as it may have', () => {
  it('goes on in these, and has points of others rejected', () => {
    const decode = createDecode({})
    expect(decode(gauge('a', 'b', 'c', 'a'))).toMatchObject({
      acceptedCount: 3,
      rejectedCount: 1,
      remarks: [],
      rejections: [
        {
          reason:
            'attributes: would be a new series, but the metric has 2 active series; leave out attributes of many values, such as ids and times',
          count: 1,
        },
      ],
    })
    expect(decode(gauge('b', 'd'), sum(2, 'x', 'y', 'z'))).toMatchObject({ acceptedCount: 3, rejectedCount: 2 })
  })

  it('gathers points that add up in one series, which says so', () => {
    const decode = createDecode({})
    const { batch, ...counts } = decode(sum(1, 'a', 'b', 'c', 'd'))
    expect(counts).toMatchObject({
      acceptedCount: 4,
      rejectedCount: 0,
      remarks: [
        {
          reason:
            'is counted in the series otel.metric.overflow=true: the metric has 2 active series; leave out attributes of many values, such as ids and times',
          count: 2,
          isToldToSender: true,
        },
      ],
    })
    expect(batch.metric_series).toHaveLength(3)
    expect(batch.metric_series?.[2]).toMatchObject({
      attributes: new Map([['otel.metric.overflow', 'true']]),
      attribute_types: new Map([['otel.metric.overflow', 3]]),
    })
    const ids = batch.metric_points?.map((row) => row.series_id) ?? []
    expect(ids[3]).toBe(ids[2])
    expect(new Set(ids).size).toBe(3)
  })

  it('is not filled by points that are rejected for another reason', () => {
    const decode = createDecode({})
    const { gauge: data } = gauge('a', 'b', 'c')
    const tooOld = data.dataPoints.map((point) => ({ ...point, timeUnixNano: '1' }))
    expect(decode({ name: 'g', gauge: { dataPoints: tooOld } })).toMatchObject({ rejectedCount: 3 })
    expect(decode(gauge('d', 'e'))).toMatchObject({ acceptedCount: 2 })
  })
})

it('a project with as many series as it may have gets no other metric, but keeps those it has', () => {
  const decode = createDecode({ seriesMax: 2 })
  expect(decode(gauge('a'), sum(2, 'a', 'b'))).toMatchObject({ acceptedCount: 2, rejectedCount: 1 })
  const { acceptedCount, rejections } = decode(gauge('a', 'b'), sum(2, 'a'))
  expect(acceptedCount).toBe(2)
  expect(rejections[0]?.reason).toContain('but the project has 2 active metric series;')
})
