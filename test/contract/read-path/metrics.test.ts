import { type MetricSeries, metricSeriesQuerySchema } from '@hanzo/schema/api'
import { metricTypeCode, type RowBatch } from '@hanzo/schema/row'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { metricSeries } from '../../../apps/ingest/src/query/metrics/metric-series.ts'
import type { QueryContext } from '../../../apps/ingest/src/query/run-query.ts'
import { rowOf } from '../../fixtures/rows.ts'
import { openTelemetryDatabase, type TelemetryDatabase } from '../../fixtures/telemetry-database.ts'

// A whole ten minutes in the past hour, so that buckets and rollups begin where the data does.
const start = Math.floor(Date.now() / 600_000) * 600_000 - 3_600_000
const own = { project_id: 'p', retention_days: 30 }
const interval = 10_000
const points = 60

let telemetry: TelemetryDatabase
let context: QueryContext
let seriesId = 0n

interface Told {
  name: string
  type: keyof typeof metricTypeCode
  temporality?: 'delta' | 'cumulative'
  isMonotonic?: boolean
  service?: string
  code?: string
}

/** A series and its points, ten seconds apart; `value` gets the number of the point. */
function series<
  T extends
    | 'metric_points'
    | 'metric_histogram_points'
    | 'metric_exponential_histogram_points'
    | 'metric_summary_points',
>(told: Told, table: T, value: (index: number) => Partial<NonNullable<RowBatch[T]>[number]>): RowBatch {
  seriesId += 1n
  const day = Math.floor(start / 86_400_000)
  const columns = {
    ...own,
    metric_name: told.name,
    series_id: seriesId,
    type: metricTypeCode[told.type],
    temporality: told.temporality === 'delta' ? 1 : told.temporality === 'cumulative' ? 2 : 0,
    is_monotonic: told.isMonotonic ?? false,
    unit: 's',
    service_name: told.service ?? 'shop',
    resource_id: 1n,
    attributes: new Map(told.code ? [['code', told.code]] : []),
    last_seen: Math.floor((start + points * interval) / 1000),
  }
  return {
    metric_series: [day, day + 1].map((day) => rowOf('metric_series', { ...columns, day })),
    [table]: Array.from({ length: points }, (_, index) =>
      rowOf(table, {
        ...own,
        metric_name: told.name,
        series_id: seriesId,
        timestamp: BigInt(start + index * interval),
        start_timestamp: BigInt(start - 1000),
        ...value(index),
      } as never),
    ),
  }
}

beforeAll(async () => {
  telemetry = await openTelemetryDatabase()
  context = { clickhouse: telemetry.clickhouse, project: { projectId: 'p', retentionDays: 30 } }
  const delta = { temporality: 'delta', isMonotonic: true } as const
  const cumulative = { temporality: 'cumulative', isMonotonic: true } as const
  const histogramCounts = (count: bigint) => ({
    bucket_counts: [count, 2n * count, count, 0n],
    explicit_bounds: [1, 2, 4],
  })
  const batches: RowBatch[] = [
    series({ name: 'gauge', type: 'gauge', code: 'a' }, 'metric_points', (index) => ({ value: index % 6 })),
    series({ name: 'gauge', type: 'gauge', code: 'b', service: 'pay' }, 'metric_points', () => ({ value: 100 })),
    // A point that says "no value was recorded" counts as none.
    series({ name: 'gauge', type: 'gauge', code: 'c' }, 'metric_points', () => ({ value: Number.NaN, flags: 1 })),
    // Two a second, and a restart in the fourth minute that the start time does not tell.
    series({ name: 'requests', type: 'sum', ...cumulative, code: '200' }, 'metric_points', (index) => ({
      value: index < 20 ? 1000 + index * 20 : (index - 19) * 20,
    })),
    // One a second, restarted in the sixth minute with a new start time, above its former value at once.
    series({ name: 'requests', type: 'sum', ...cumulative, code: '500' }, 'metric_points', (index) =>
      index < 30
        ? { value: 10 * index, start_timestamp: BigInt(start - 86_400_000) }
        : { value: 500 + 10 * (index - 30), start_timestamp: BigInt(start + 30 * interval - 5_000) },
    ),
    series({ name: 'jobs', type: 'sum', ...delta }, 'metric_points', (index) => ({
      value: 5,
      start_timestamp: BigInt(start + (index - 1) * interval),
    })),
    series({ name: 'in_flight', type: 'sum', temporality: 'cumulative' }, 'metric_points', (index) => ({
      value: 10 - (index % 6),
    })),
    ...[delta, cumulative].map((kind) =>
      series(
        { name: `latency.${kind.temporality}`, type: 'histogram', ...kind },
        'metric_histogram_points',
        (index) => {
          const times = kind.temporality === 'delta' ? 1 : index + 1
          return { count: BigInt(4 * times), sum: 6 * times, ...histogramCounts(BigInt(times)) }
        },
      ),
    ),
    // Cumulative and its scale halves half-way: index 2k and 2k+1 become index k.
    series(
      { name: 'tokens', type: 'exponential_histogram', ...cumulative },
      'metric_exponential_histogram_points',
      (index) => {
        const times = BigInt(index + 1)
        const wide = { scale: 1, positive_offset: 2, positive_bucket_counts: [times, times, times, times] }
        const narrow = { scale: 0, positive_offset: 1, positive_bucket_counts: [2n * times, 2n * times] }
        return { count: 4n * times, sum: 20 * Number(times), ...(index < 30 ? wide : narrow) }
      },
    ),
    series({ name: 'gc', type: 'summary' }, 'metric_summary_points', (index) => ({
      count: BigInt(index + 1),
      sum: 3 * (index + 1),
      quantiles: [0.5, 0.99],
      quantile_values: [0.25, 8],
    })),
    {
      resources: [
        rowOf('resources', {
          project_id: 'p',
          resource_id: 1n,
          attributes: new Map([['host.name', 'h1']]),
          last_seen: Math.floor(start / 1000),
        }),
      ],
    },
  ]
  for (const batch of batches) await telemetry.insert(batch)
}, 120_000)
afterAll(() => telemetry.close(), 60_000)

const iso = (milliseconds: number) => new Date(milliseconds).toISOString()

function read(name: string, query: object = {}): Promise<MetricSeries> {
  const range = { from: iso(start), to: iso(start + points * interval), stepSeconds: 60 }
  return metricSeries(context, metricSeriesQuerySchema.parse({ name, ...range, ...query }))
}

/** The values of a chart's only series. */
async function values(name: string, query: object = {}): Promise<(number | null)[]> {
  const { series } = await read(name, query)
  expect(series).toHaveLength(1)
  return (series[0]?.points ?? []).map(([, value]) => value)
}
const times = <T>(count: number, value: T): T[] => Array.from({ length: count }, () => value)

describe('a gauge', () => {
  it.each([
    ['avg', 51.25],
    ['min', 0],
    ['max', 100],
    ['sum', 105],
    ['count', 12],
  ])('has its %s over all series', async (aggregation, expected) => {
    expect(await values('gauge', { aggregation })).toEqual(times(10, expected))
  })

  it('is split by attribute, resource attribute and service, the largest first, up to the limit', async () => {
    const grouped = await read('gauge', { groupBy: ['code', 'host.name', 'service.name', 'absent'] })
    expect(grouped.series.map(({ labels }) => labels)).toEqual([
      { code: 'b', 'host.name': 'h1', 'service.name': 'pay', absent: '' },
      { code: 'a', 'host.name': 'h1', 'service.name': 'shop', absent: '' },
    ])
    const limited = await read('gauge', { groupBy: ['code'], limit: 1 })
    expect([limited.seriesTotal, limited.series.length]).toEqual([2, 1])
  })

  it('is filtered by attribute, resource attribute and service', async () => {
    expect(await values('gauge', { attribute: 'code=a', aggregation: 'max' })).toEqual(times(10, 5))
    expect(await values('gauge', { service: 'pay' })).toEqual(times(10, 100))
    expect((await read('gauge', { attribute: 'host.name=h1', groupBy: ['code'] })).seriesTotal).toBe(2)
    expect((await read('gauge', { attribute: 'host.name=h2' })).series).toEqual([])
  })
})

describe('a cumulative counter', () => {
  it('keeps its rate across a restart that only its fall tells', async () => {
    const rates = await values('requests', { attribute: 'code=200' })
    // The first point's own increase is from before the range.
    expect(rates.slice(1)).toEqual(times(9, 2))
  })

  it('counts everything since a new start time, even above the former value', async () => {
    const increases = await values('requests', { attribute: 'code=500', aggregation: 'increase' })
    expect(increases.slice(1)).toEqual([60, 60, 60, 60, 550, 60, 60, 60, 60])
  })

  it('adds up the rates of its series', async () => {
    const rates = await values('requests', { stepSeconds: 60 })
    expect(rates.slice(1, 5)).toEqual(times(4, 3))
  })

  it('that may fall is a level by default', async () => {
    const level = await read('in_flight')
    expect(level.aggregation).toBe('sum')
    expect(level.series[0]?.points.map(([, value]) => value)).toEqual(times(10, 5))
  })
})

it('a delta counter has the rate and sum of its increases', async () => {
  expect(await values('jobs')).toEqual(times(10, 0.5))
  expect(await values('jobs', { aggregation: 'sum' })).toEqual(times(10, 30))
})

describe.each(['delta', 'cumulative'])('a %s histogram', (temporality) => {
  it.each([
    // Of four values in (0,1], (1,2], (1,2], (2,4].
    ['p50', 1.5],
    ['p99', 3.92],
    ['avg', 1.5],
    ['count', 24],
    ['sum', 36],
    ['rate', 0.4],
  ])('has its %s', async (aggregation, expected) => {
    const found = await values(`latency.${temporality}`, { aggregation })
    for (const value of found.slice(1)) expect(value).toBeCloseTo(expected, 6)
  })
})

it('an exponential histogram has its quantiles, also while its scale changes', async () => {
  const found = await values('tokens', { aggregation: 'p50' })
  // Half of the values lie below 2^2.
  for (const value of found) expect(value).toBeCloseTo(4, 6)
})

it('a summary has the quantiles it was sent with, and averages of its own', async () => {
  expect(await values('gc', { aggregation: 'p99' })).toEqual(times(10, 8))
  expect(await values('gc', { aggregation: 'avg' })).toEqual(times(10, 3))
  expect((await read('gc', { aggregation: 'p75' })).series).toEqual([])
})

describe('a long range', () => {
  const day = { from: iso(start - 86_400_000), stepSeconds: 300 }

  it.each([
    ['gauge', 'avg', undefined],
    ['gauge', 'max', 'code'],
    ['gauge', 'last', 'code'],
    ['gauge', 'sum', 'code'],
    ['gauge', 'count', 'code'],
    ['jobs', 'rate', undefined],
    ['jobs', 'sum', undefined],
    ['requests', 'sum', 'code'],
    ['latency.delta', 'p95', undefined],
    ['latency.delta', 'avg', undefined],
    ['latency.cumulative', 'p95', undefined],
    ['latency.cumulative', 'count', undefined],
  ])('has the same %s %s from rollups as a short one has from points', async (name, aggregation, groupBy) => {
    const query = { aggregation, ...(groupBy && { groupBy }) }
    const long = await read(name, { ...day, ...query })
    const short = await read(name, { stepSeconds: 300, ...query })
    expect(long.receipt.sql).toContain('_5m')
    expect(short.receipt.sql).not.toContain('_5m')
    expect(short.series.length).toBeGreaterThan(0)
    for (const { labels, points } of short.series) {
      const same = long.series.find((series) => JSON.stringify(series.labels) === JSON.stringify(labels))
      const known = new Map(same?.points)
      for (const [time, value] of points) expect(known.get(time)).toBeCloseTo(value ?? Number.NaN, 6)
    }
  })
})

it('the step is chosen from the range, and never below the interval of the points', async () => {
  const steps = await Promise.all(
    [120_000, 600_000, 6 * 3_600_000, 7 * 86_400_000].map(async (range) => {
      const end = start + points * interval
      const { stepSeconds } = await read('gauge', { from: iso(end - range), to: iso(end), stepSeconds: undefined })
      return stepSeconds
    }),
  )
  expect(steps).toEqual([10, 10, 300, 7200])
})
