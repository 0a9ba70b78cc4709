import { type MetricQueryInput, metricQueryRequestSchema } from '@hanzo/schema/api'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { listMetrics } from '../../../apps/ingest/src/query/metrics/list-metrics.ts'
import { metricQuery } from '../../../apps/ingest/src/query/metrics/metric-query.ts'
import type { QueryContext } from '../../../apps/ingest/src/query/run-query.ts'
import { bucketsAt, explicitBucketsOf, exponentialBucketsOf, quantileOf } from '../../fixtures/measured-values.ts'
import { type StoredPoint, type StoredSeries, storeSeries } from '../../fixtures/metric-store.ts'
import { openTelemetryDatabase, type TelemetryDatabase } from '../../fixtures/telemetry-database.ts'

// An hour that began at a whole hour, of which a question over a day reads roll-ups and one over itself points.
const start = Math.floor(Date.now() / 3_600_000) * 3_600_000 - 2 * 3_600_000
const stepSeconds = 300
const steps = 12
const interval = 20_000
const perStep = (stepSeconds * 1000) / interval
const seed = 44
const runs = { numRuns: 6, seed }

let telemetry: TelemetryDatabase
let context: QueryContext
let metrics = 0

beforeAll(async () => {
  telemetry = await openTelemetryDatabase()
  context = { clickhouse: telemetry.clickhouse, project: { projectId: 'p', retentionDays: 30 } }
}, 120_000)
afterAll(() => telemetry.close(), 60_000)

const iso = (milliseconds: number) => new Date(milliseconds).toISOString()
function newName(): string {
  metrics += 1
  return `metric.${metrics}`
}

/** The values of the hour's steps, from points and from roll-ups. */
async function bothWays(
  query: Omit<MetricQueryInput['queries'][number], 'id'>,
): Promise<Record<'points' | 'rollup', (number | null)[]>> {
  const ask = async (from: number) => {
    const range = { from: iso(from), to: iso(start + 3_600_000), stepSeconds }
    const answer = await metricQuery(
      context,
      metricQueryRequestSchema.parse({ ...range, queries: [{ id: 'A', ...query }] }),
    )
    expect(answer.receipt.sql.includes('_5m')).toBe(from !== start)
    return answer.results[0]?.series[0]?.values.slice(-steps) ?? []
  }
  return { points: await ask(start), rollup: await ask(start - 86_400_000) }
}

const at = (index: number) => BigInt(start + index * interval)

interface Counter {
  increases: number[]
  /** Points before which the sender restarted. */
  restarts: number[]
  tellsStart: boolean
}

/** An increase before each point; restarts only where five minutes begin, if `aligned`. */
const counter = (aligned: boolean): fc.Arbitrary<Counter> =>
  fc.record({
    increases: fc.array(fc.integer({ min: 0, max: 1000 }), { minLength: steps * perStep, maxLength: steps * perStep }),
    restarts: fc.uniqueArray(
      aligned
        ? fc.integer({ min: 1, max: steps - 1 }).map((step) => step * perStep)
        : fc.integer({ min: 1, max: steps * perStep - 1 }),
      { maxLength: 4 },
    ),
    tellsStart: fc.boolean(),
  })

/** Cumulative points. A counter whose start is not told must fall where it restarts: it begins there with less than it had. */
function cumulative({ increases, restarts, tellsStart }: Counter): StoredPoint[] {
  let [value, since] = [100_000, start - 86_400_000]
  return increases.map((increase, index) => {
    const isRestart = restarts.includes(index)
    if (isRestart && tellsStart) since = start + index * interval - 1
    value = isRestart ? increase : value + increase
    return { timestamp: at(index), start_timestamp: BigInt(since), value }
  })
}

/** What was counted in each step; of the first point nobody knows since when. */
function increasesOf({ increases, restarts }: Counter): number[] {
  return Array.from({ length: steps }, (_, step) =>
    increases
      .slice(step * perStep, (step + 1) * perStep)
      .reduce((sum, increase, index) => (step + index === 0 && !restarts.includes(0) ? 0 : sum + increase), 0),
  )
}

function expectClose(found: readonly (number | null)[], expected: readonly (number | null)[], digits = 6): void {
  expect(found.length).toBe(expected.length)
  for (const [index, value] of expected.entries()) expect(found[index] ?? 0).toBeCloseTo(value ?? 0, digits)
}

describe('the increase of cumulative counters', () => {
  const insert = async (
    counters: Counter[],
    temporality: 'cumulative' | 'delta',
    points: (told: Counter) => StoredPoint[],
  ) => {
    const name = newName()
    const told = { name, type: 'sum', temporality, isMonotonic: true } as const
    // Late points, in any order: every other point comes after the others.
    const series = counters.flatMap((counted, index): StoredSeries[] => {
      const all = points(counted)
      const attributes = { instance: String(index) }
      return [
        {
          ...told,
          attributes,
          points: [...all.filter((_, at) => at % 2 === 0), ...all.filter((_, at) => at % 2 === 1)],
        },
      ]
    })
    await storeSeries(telemetry, series)
    return name
  }
  const total = (counters: Counter[]) =>
    counters.map(increasesOf).reduce((sum, own) => sum.map((value, index) => value + (own[index] ?? 0)))

  it('is exact from points wherever they restart, and from roll-ups where a restart begins five minutes', async () => {
    const counters = fc.array(counter(true), { minLength: 1, maxLength: 3 })
    await fc.assert(
      fc.asyncProperty(counters, async (counted) => {
        const { points, rollup } = await bothWays({
          name: await insert(counted, 'cumulative', cumulative),
          aggregation: 'increase',
        })
        expectClose(points, total(counted))
        // The last reading before the hour is unknown to both: what a roll-up misses is the first five minutes.
        expectClose(rollup.slice(1), total(counted).slice(1))
      }),
      runs,
    )
  })

  it('misses of a restart within five minutes, in roll-ups, no more than was counted in them before it', async () => {
    await fc.assert(
      fc.asyncProperty(counter(false), async (counted) => {
        const { points, rollup } = await bothWays({
          name: await insert([counted], 'cumulative', cumulative),
          aggregation: 'increase',
        })
        const exact = increasesOf(counted)
        expectClose(points, exact)
        for (let step = 1; step < steps; step++) {
          const inStep = counted.restarts.filter((index) => Math.floor(index / perStep) === step)
          const last = Math.max(-1, ...inStep)
          const before = last < 0 ? 0 : counted.increases.slice(step * perStep, last).reduce((sum, one) => sum + one, 0)
          const missed = (exact[step] ?? 0) - (rollup[step] ?? 0)
          expect(missed).toBeGreaterThanOrEqual(0)
          expect(missed).toBeLessThanOrEqual(before + 1e-6)
        }
      }),
      runs,
    )
  })

  it('is the sum of delta points, from either, and the rate is that by the second', async () => {
    await fc.assert(
      fc.asyncProperty(counter(false), async (counted) => {
        const points = ({ increases }: Counter) =>
          increases.map((value, index) => ({ timestamp: at(index), start_timestamp: at(index - 1), value }))
        const name = await insert([counted], 'delta', points)
        const all = { ...counted, restarts: [0] }
        for (const values of Object.values(await bothWays({ name, aggregation: 'increase' })))
          expectClose(values, increasesOf(all))
        const rates = increasesOf(all).map((value) => value / stepSeconds)
        for (const values of Object.values(await bothWays({ name, aggregation: 'rate' }))) expectClose(values, rates)
      }),
      { ...runs, numRuns: 3 },
    )
  })
})

const measurements = fc.array(
  fc.array(fc.oneof({ weight: 9, arbitrary: fc.double({ min: 0.001, max: 20_000, noNaN: true }) }, fc.constant(0)), {
    maxLength: 12,
  }),
  { minLength: steps * 3, maxLength: steps * 3 },
)
const bounds = [0.01, 0.1, 1, 5, 10, 50, 100, 500, 1000, 5000, 10_000, 30_000]
const quantiles = fc.constantFrom(0, 0.01, 0.25, 0.5, 0.9, 0.99, 0.999, 1)

/** Points of three a step, each with what was measured since the one before, or since the start. */
function histogramPoints(
  values: readonly number[][],
  temporality: 'delta' | 'cumulative',
  layOut: (values: readonly number[], index: number) => StoredPoint,
): StoredPoint[] {
  const apart = (stepSeconds * 1000) / 3
  return values.map((own, index) => ({
    timestamp: BigInt(start + index * apart),
    start_timestamp: BigInt(temporality === 'delta' ? start + (index - 1) * apart : start - 1000),
    ...layOut(temporality === 'delta' ? own : values.slice(0, index + 1).flat(), index),
  }))
}

describe.each(['delta', 'cumulative'] as const)('a quantile of %s histograms', (temporality) => {
  /** What was measured in each step, of all series together. */
  const inSteps = (series: readonly number[][][]) =>
    Array.from({ length: steps }, (_, step) => series.flatMap((values) => values.slice(step * 3, step * 3 + 3).flat()))

  const compare = async (
    type: 'histogram' | 'exponential_histogram',
    layOut: (series: number) => (values: readonly number[], index: number) => StoredPoint,
    isNear: (found: number, exact: number) => void,
  ) => {
    const several = fc.array(measurements, { minLength: 1, maxLength: 3 })
    await fc.assert(
      fc.asyncProperty(several, quantiles, async (series, quantile) => {
        const name = newName()
        await storeSeries(
          telemetry,
          series.map((values, index) => ({
            ...{ name, type, temporality, attributes: { instance: String(index) } },
            points: histogramPoints(values, temporality, layOut(index)),
          })),
        )
        const expected = inSteps(series)
        for (const [way, found] of Object.entries(await bothWays({ name, quantile }))) {
          // Cumulative points of a roll-up's first five minutes are one: what came before it is unknown.
          for (let step = 1; step < steps; step++) {
            const values = expected[step] ?? []
            if (values.length === 0) expect(found[step] ?? null, way).toBeNull()
            else isNear(found[step] ?? Number.NaN, quantileOf(values, quantile))
          }
        }
      }),
      runs,
    )
  }

  it('lies in the bucket of the exact one, from points and from roll-ups', async () => {
    await compare(
      'histogram',
      () => (values) => explicitBucketsOf(values, bounds),
      (found, exact) => {
        const { lower, upper } = bucketsAt(bounds, exact)
        expect(found).toBeGreaterThanOrEqual(lower - 1e-9)
        expect(found).toBeLessThanOrEqual(upper + 1e-9)
      },
    )
  })

  it('is within the factor of its scale of the exact one, where scales differ within the coarsest', async () => {
    const scales = [4, 3, 5]
    const factor = 2 ** (2 ** -2) * 1.000001
    await compare(
      'exponential_histogram',
      // Half-way each series is told more coarsely.
      (series) => (values, index) => exponentialBucketsOf(values, (scales[series] ?? 4) - (index > 20 ? 1 : 0)),
      (found, exact) => {
        if (exact === 0) return expect(found).toBe(0)
        expect(found).toBeGreaterThanOrEqual(exact / factor)
        expect(found).toBeLessThanOrEqual(exact * factor)
      },
    )
  })
})

it('the catalogue counts every point of every type, and reads none to do so', async () => {
  const range = { from: iso(start), to: iso(start + 3_600_000), query: '', service: [], text: '', type: [] }
  const { rows, receipt } = await listMetrics(context, { ...range, sort: 'samples', limit: 5 })
  expect(rows[0]?.sampleCount).toBe(3 * steps * perStep)
  expect((rows[0]?.samplesPerSecond ?? 0) * 3600).toBeCloseTo(rows[0]?.sampleCount ?? 0, 6)
  expect(rows.map(({ sampleCount }) => sampleCount)).toEqual(
    rows.map(({ sampleCount }) => sampleCount).sort((a, b) => b - a),
  )
  expect([...receipt.sql.matchAll(/FROM (\w+)/g)].map(([, table]) => table)).toEqual([
    'metric_series',
    'metric_counts_5m',
  ])
})
