import { describe, expect, it } from 'vitest'
import { labelsOf } from '../../promql/evaluate/labels.ts'
import { joinSeries } from './join-series.ts'
import { SeriesBuilder } from './series-builder.ts'

const labels = labelsOf([['a', '1']])
const builderOf = (isDelta: boolean) => new SeriesBuilder({ labels, id: 1n, isDelta })

describe('SeriesBuilder', () => {
  it('counts increments up, with a sample where one begins after a gap', () => {
    const builder = builderOf(true)
    builder.add(2000, 5, 1000)
    builder.add(3000, 2, 2000)
    builder.add(9000, 1, 8000)
    const { times, values } = builder.build()
    expect([...times]).toEqual([1000, 2000, 3000, 8000, 9000])
    expect([...values]).toEqual([0, 5, 7, 7, 8])
  })

  it('keeps the first of samples of one time, and marks where a series ended', () => {
    const builder = builderOf(false)
    builder.add(1000, 5, 0)
    builder.add(1000, 6, 0)
    builder.end(2000)
    expect(builder.build()).toMatchObject({ times: Float64Array.of(1000, 2000), stale: Uint8Array.of(0, 1) })
  })
})

describe('joinSeries', () => {
  const seriesAt = (id: bigint, ...times: number[]) => ({
    id,
    series: { labels, times: Float64Array.from(times), values: new Float64Array(times.length) },
  })

  it('makes one series of two that follow each other, and tells apart two that were there at once', () => {
    const warnings: string[] = []
    const warn = (message: string) => void warnings.push(message)
    expect(joinSeries([seriesAt(2n, 30, 40), seriesAt(1n, 10, 20)], warn)).toMatchObject([
      { times: Float64Array.of(10, 20, 30, 40) },
    ])
    expect(warnings).toEqual([])
    const apart = joinSeries([seriesAt(1n, 10, 30), seriesAt(2n, 20, 40)], warn)
    expect(apart.map((one) => one.labels.pairs.at(-1)?.[0])).toEqual(['otel_series_id', 'otel_series_id'])
    expect(warnings).toHaveLength(1)
  })
})
