import { type MetricQueryAnswer, type MetricQueryInput, metricQueryRequestSchema } from '@hanzo/schema/api'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { metricHeatmap } from '../../../apps/ingest/src/query/metrics/metric-heatmap.ts'
import { metricQuery } from '../../../apps/ingest/src/query/metrics/metric-query.ts'
import type { QueryContext } from '../../../apps/ingest/src/query/run-query.ts'
import { type StoredPoint, storeSeries } from '../../fixtures/metric-store.ts'
import { rowOf } from '../../fixtures/rows.ts'
import { openTelemetryDatabase, type TelemetryDatabase } from '../../fixtures/telemetry-database.ts'

const start = Math.floor(Date.now() / 600_000) * 600_000 - 3_600_000
const day = 86_400_000
const range = { from: iso(start), to: iso(start + 600_000), stepSeconds: 60 }

let telemetry: TelemetryDatabase
let context: QueryContext

function iso(milliseconds: number): string {
  return new Date(milliseconds).toISOString()
}

/** A point each ten seconds of ten minutes. */
function points(value: (index: number) => StoredPoint, from = start): StoredPoint[] {
  return Array.from({ length: 60 }, (_, index) => ({
    timestamp: BigInt(from + index * 10_000),
    start_timestamp: BigInt(from + (index - 1) * 10_000),
    ...value(index),
  }))
}

const level = (value: number, from?: number) => points(() => ({ value }), from)

beforeAll(async () => {
  telemetry = await openTelemetryDatabase()
  context = { clickhouse: telemetry.clickhouse, project: { projectId: 'p', retentionDays: 30 } }
  await telemetry.insert({
    resources: [
      rowOf('resources', {
        project_id: 'p',
        resource_id: 1n,
        attributes: new Map([['host.name', 'h1']]),
        last_seen: Math.floor(start / 1000),
      }),
    ],
  })
  const gauge = (name: string, route: string, code: string, value: number) => ({
    ...({ name, type: 'gauge', attributes: { route, code }, service: code === '500' ? 'pay' : 'shop' } as const),
    points: level(value),
  })
  await storeSeries(telemetry, [
    gauge('used', '/a', '200', 10),
    gauge('used', '/a', '500', 20),
    gauge('used', '/b', '200', 30),
    { name: 'used', type: 'gauge', attributes: { route: '/a', code: '200' }, points: level(4, start - day) },
    gauge('limit', '/a', '200', 40),
    gauge('limit', '/c', '200', 5),
    {
      ...{ name: 'spread', type: 'histogram', temporality: 'delta', unit: 'ms' },
      points: points(() => ({ count: 4n, sum: 6, explicit_bounds: [1, 2], bucket_counts: [1n, 2n, 1n] })),
    },
    {
      ...{ name: 'sizes', type: 'exponential_histogram', temporality: 'delta' },
      points: points(() => ({
        ...{ count: 6n, scale: 0, zero_count: 1n, positive_offset: 1, positive_bucket_counts: [2n, 0n, 1n] },
        ...{ negative_offset: 0, negative_bucket_counts: [2n] },
      })),
    },
  ])
}, 120_000)
afterAll(() => telemetry.close(), 60_000)

function ask(request: Partial<MetricQueryInput>): Promise<MetricQueryAnswer> {
  return metricQuery(context, metricQueryRequestSchema.parse({ ...range, ...request }))
}

/** Each series of a result as its labels' values and the value that all of its steps have. */
function flat(answer: MetricQueryAnswer, id: string): [string, number | null][] {
  const found = answer.results.find((result) => result.id === id)
  return (found?.series ?? []).map(({ labels, values }) => {
    expect(new Set(values).size).toBe(1)
    return [Object.values(labels).join(' '), values[0] ?? null]
  })
}

const byRoute = (id: string, name: string) => ({ id, name, groupBy: ['route'], aggregation: 'sum' as const })

describe('a filter in the search language', () => {
  it.each([
    ['', ['200 /a', '500 /a', '200 /b']],
    ['code:200', ['200 /a', '200 /b']],
    ['-code:200', ['500 /a']],
    ['code:(200 OR 500) -route:/b', ['200 /a', '500 /a']],
    ['route:/a*', ['200 /a', '500 /a']],
    ['code:>400', []],
    ['service:pay', ['500 /a']],
    ['service.name:shop', ['200 /a', '200 /b']],
    ['host.name:h1 code:*', ['200 /a', '500 /a', '200 /b']],
    ['-host.name:*', []],
    ['resource.code:*', []],
    ['attributes.route:/b', ['200 /b']],
  ])('%s finds the series that it says', async (query, expected) => {
    const answer = await ask({ queries: [{ id: 'A', name: 'used', query, groupBy: ['code', 'route'] }] })
    expect(
      flat(answer, 'A')
        .map(([labels]) => labels)
        .sort(),
    ).toEqual([...expected].sort())
  })

  it('is refused with its place where it cannot be read, and where a series has no such thing', async () => {
    const asked = (query: string) =>
      ask({
        queries: [
          { id: 'A', name: 'used' },
          { id: 'B', name: 'used', query },
        ],
      })
    await expect(asked('code:(200')).rejects.toMatchObject({
      code: 'INVALID_SEARCH',
      details: { errors: [{ path: 'queries.1.query' }] },
    })
    await expect(asked('parent:(service:a)')).rejects.toThrow('series of metrics have no parent')
  })
})

describe('the series that are answered', () => {
  const groupBy = ['code', 'route']
  it.each([
    [{ limit: 2 }, ['200 /b', '500 /a']],
    [{ limit: 1, order: 'bottom' as const, by: 'last' as const }, ['200 /a']],
    [{ limit: 1, by: 'max' as const }, ['200 /b']],
    [{ limit: 1, by: 'sum' as const, order: 'bottom' as const }, ['200 /a']],
  ])('are those of %j, with the total beside them', async (series, expected) => {
    const answer = await ask({ queries: [{ id: 'A', name: 'used', groupBy, series }] })
    expect(flat(answer, 'A').map(([labels]) => labels)).toEqual(expected)
    expect(answer.results[0]?.seriesTotal).toBe(3)
  })

  it('are chosen by their quantile where one is asked for', async () => {
    const answer = await ask({ queries: [{ id: 'A', name: 'spread', quantile: 0.25 }] })
    expect(flat(answer, 'A')).toEqual([['', 1]])
    expect(answer.results[0]).toMatchObject({ type: 'histogram', unit: 'ms', quantile: 0.25 })
    expect(answer.results[0]).not.toHaveProperty('aggregation')
  })
})

it('a formula reads queries whole that answer less, and those that are hidden', async () => {
  const answer = await ask({
    queries: [
      { ...byRoute('A', 'used'), series: { limit: 1 } },
      { ...byRoute('B', 'limit'), hidden: true },
    ],
    formulas: [{ id: 'F', expression: 'A / B * 100 + default_zero(A)', series: { limit: 5 } }],
  })
  expect(answer.results.map(({ id, series }) => [id, series.length])).toEqual([
    ['A', 1],
    ['F', 1],
  ])
  expect(flat(answer, 'F')).toEqual([['/a', 105]])
  await expect(
    ask({ queries: [byRoute('A', 'used')], formulas: [{ id: 'F', expression: 'A +' }] }),
  ).rejects.toMatchObject({
    code: 'INVALID_FORMULA',
    details: { errors: [{ path: 'formulas.0.expression', from: 3, to: 3 }] },
  })
})

it('answers the same time of the day before beside each series, and nothing where there was nothing', async () => {
  const answer = await ask({
    ...{ queries: [byRoute('A', 'used')], formulas: [{ id: 'F', expression: 'A * 2' }] },
    compareWith: 'day',
  })
  expect(answer.compareSeconds).toBe(86_400)
  for (const [id, factor] of [
    ['A', 1],
    ['F', 2],
  ] as const) {
    const { series = [] } = answer.results.find((result) => result.id === id) ?? {}
    const byLabel = new Map(series.map(({ labels, compared }) => [labels.route, new Set(compared)]))
    expect([...byLabel]).toEqual([
      ['/a', new Set([4 * factor])],
      ['/b', new Set([null])],
    ])
  }
})

it('every query has the same steps, round ones and no more than asked for', async () => {
  const { stepSeconds: _, ...chosen } = range
  const answer = await metricQuery(
    context,
    metricQueryRequestSchema.parse({
      ...chosen,
      queries: [
        { id: 'A', name: 'used' },
        { id: 'B', name: 'spread' },
      ],
      maxPoints: 20,
    }),
  )
  expect(answer.stepSeconds).toBe(30)
  expect(answer.times).toEqual(Array.from({ length: 20 }, (_, index) => start / 1000 + index * 30))
  for (const { series } of answer.results) for (const { values } of series) expect(values).toHaveLength(20)
})

it('an unknown metric has no series; what makes no sense is refused by name', async () => {
  const unknown = await ask({ queries: [{ id: 'A', name: 'unknown', aggregation: 'p99' }] })
  expect(unknown.results).toMatchObject([{ id: 'A', seriesTotal: 0, series: [] }])
  const refused = (queries: MetricQueryInput['queries'], path: string) =>
    expect(ask({ queries })).rejects.toMatchObject({ details: { errors: [{ path }] } })
  await refused(
    [
      { id: 'A', name: 'used' },
      { id: 'A', name: 'used' },
    ],
    'queries.1.id',
  )
  await refused([{ id: 'A', name: 'used', aggregation: 'p99' }], 'queries.0.aggregation')
  await refused([{ id: 'A', name: 'used', quantile: 0.5 }], 'queries.0.quantile')
  const many = Array.from({ length: 10 }, (_, index) => ({ id: `Q${index}`, name: 'used', series: { limit: 1000 } }))
  await expect(ask({ queries: many, stepSeconds: 1 })).rejects.toThrow(
    'expected at most 3333 series in all for 600 steps',
  )
  await refused([{ id: 'A', name: 'spread', quantile: 0.5, aggregation: 'p99' }], 'queries.0.quantile')
})

describe('a heatmap', () => {
  const asked = { ...range, buckets: 10, rows: 40, query: '' }
  it('counts the measurements of a histogram by its bounds', async () => {
    const { bounds, cells, times, stepSeconds } = await metricHeatmap(context, { ...asked, name: 'spread' })
    expect([stepSeconds, times.length, bounds]).toEqual([60, 10, [null, 1, 2, null]])
    expect(cells.filter(([column]) => column === 3)).toEqual([
      [3, 0, 6],
      [3, 1, 12],
      [3, 2, 6],
    ])
  })

  it('counts those of an exponential one, zeros and negative ones too', async () => {
    const { bounds, cells } = await metricHeatmap(context, { ...asked, name: 'sizes' })
    expect(bounds).toEqual([-2, -1, 0, 2, 4, 8, 16])
    expect(cells.filter(([column]) => column === 3)).toEqual([
      [3, 0, 12],
      [3, 2, 6],
      [3, 3, 12],
      [3, 5, 6],
    ])
  })

  it('merges neighbours where there are more rows than asked for, and loses none', async () => {
    const { bounds, cells } = await metricHeatmap(context, { ...asked, rows: 2, name: 'sizes' })
    expect(bounds.length).toBeLessThanOrEqual(3)
    expect(cells.reduce((sum, [, , count]) => sum + count, 0)).toBeCloseTo(6 * 60, 6)
  })

  it('is refused for what is no histogram', async () => {
    await expect(metricHeatmap(context, { ...asked, name: 'used' })).rejects.toMatchObject({ code: 'INVALID_QUERY' })
  })
})
