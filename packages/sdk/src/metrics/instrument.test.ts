import { AggregationTemporality, DataPointType } from '@opentelemetry/sdk-metrics'
import { describe, expect, it } from 'vitest'
import { createInstrument } from './instrument.ts'
import type { TagSet } from './tag-sets.ts'

const delta = () => AggregationTemporality.DELTA
const cumulative = () => AggregationTemporality.CUMULATIVE
const setOf = (user: number): TagSet => ({ content: String(user), attributes: { user } })

describe('an instrument', () => {
  it('tells with delta temporality what is new, from the last collection on', () => {
    const counter = createInstrument({ name: 'c', kind: 'counter', unit: '{call}', description: 'Calls' })
    counter.record(2, setOf(1))
    counter.record(3, setOf(1))
    const first = counter.collect([100, 0], delta)
    expect(first).toMatchObject({
      descriptor: { name: 'c', unit: '{call}', description: 'Calls' },
      dataPointType: DataPointType.SUM,
      isMonotonic: true,
      dataPoints: [{ attributes: { user: 1 }, value: 5, endTime: [100, 0] }],
    })
    expect(counter.collect([160, 0], delta)).toBeUndefined()
    counter.record(1, setOf(2))
    expect(counter.collect([220, 0], delta)?.dataPoints).toEqual([
      { attributes: { user: 2 }, value: 1, startTime: [160, 0], endTime: [220, 0] },
    ])
  })

  it('tells with cumulative temporality everything, from the first value on', () => {
    const counter = createInstrument({ name: 'c', kind: 'updowncounter' })
    counter.record(2, setOf(1))
    const startTime = counter.collect([100, 0], cumulative)?.dataPoints[0]?.startTime
    counter.record(-5, setOf(1))
    expect(counter.collect([160, 0], cumulative)).toMatchObject({
      isMonotonic: false,
      dataPoints: [{ value: -3, startTime, endTime: [160, 0] }],
    })
  })

  it('has one set for all that come too late, and room again after a delta', () => {
    const gauge = createInstrument({ name: 'g', kind: 'gauge' })
    for (let user = 0; user < 2500; user++) gauge.record(user, setOf(user))
    const points = gauge.collect([100, 0], delta)?.dataPoints ?? []
    expect(points).toHaveLength(2000)
    expect(points.at(-1)).toMatchObject({ attributes: { 'otel.metric.overflow': true }, value: 2499 })
    gauge.record(7, setOf(2499))
    expect(gauge.collect([160, 0], delta)?.dataPoints).toMatchObject([{ attributes: { user: 2499 }, value: 7 }])
  })
})
