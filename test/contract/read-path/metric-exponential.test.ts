import { metricQueryRequestSchema } from '@hanzo/schema/api'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { metricQuery } from '../../../apps/ingest/src/query/metrics/metric-query.ts'
import type { QueryContext } from '../../../apps/ingest/src/query/run-query.ts'
import { exponentialBucketsOf, quantileOf } from '../../fixtures/measured-values.ts'
import { type StoredPoint, storeSeries } from '../../fixtures/metric-store.ts'
import { openTelemetryDatabase, type TelemetryDatabase } from '../../fixtures/telemetry-database.ts'

// An hour that began at a whole hour, of which a question over a day reads roll-ups and one over itself points: one each five minutes, so
// that both read the same ones.
const hour = 3_600_000
const start = Math.floor(Date.now() / hour) * hour - 2 * hour
const interval = 300_000
const points = 12
const stepsSeconds = [300, 900]

let telemetry: TelemetryDatabase
let context: QueryContext
let metrics = 0

beforeAll(async () => {
  telemetry = await openTelemetryDatabase()
  context = { clickhouse: telemetry.clickhouse, project: { projectId: 'p', retentionDays: 30 } }
}, 120_000)
afterAll(() => telemetry.close(), 60_000)

const iso = (milliseconds: number) => new Date(milliseconds).toISOString()

interface Told {
  /** What was measured before each point. */
  values: number[][]
  /** Points before which the sender restarted: all that it has told is forgotten. */
  restarts: number[]
  /** Whether a restart has a new start time. Else it is seen where the count falls. */
  tellsStart: boolean
  scale: number
}

/** Cumulative points; the sender measured a thousand values before the hour, so that its count falls where it restarts. */
function cumulative({ values, restarts, tellsStart, scale }: Told): StoredPoint[] {
  let all = Array.from({ length: 1000 }, (_, index) => 1 + (index % 50))
  let since = start - 24 * hour
  return values.map((own, index) => {
    const isRestart = restarts.includes(index)
    if (isRestart && tellsStart) since = start + (index - 1) * interval + 1
    all = [...(isRestart ? [] : all), ...own]
    const times = { timestamp: BigInt(start + index * interval), start_timestamp: BigInt(since) }
    return { ...times, ...exponentialBucketsOf(all, scale) }
  })
}

const told: fc.Arbitrary<Told> = fc.record({
  values: fc.array(fc.array(fc.double({ min: 0.001, max: 20_000, noNaN: true }), { maxLength: 8 }), {
    minLength: points,
    maxLength: points,
  }),
  restarts: fc.uniqueArray(fc.integer({ min: 1, max: points - 1 }), { maxLength: 3 }),
  tellsStart: fc.boolean(),
  scale: fc.integer({ min: 2, max: 5 }),
})

/** Stores the series, by turns of two groups, and answers what a quantile of each group is in each step. */
async function quantilesOf(series: readonly StoredPoint[][], quantile: number, from: number, stepSeconds: number) {
  const name = `metric.${++metrics}`
  await storeSeries(
    telemetry,
    series.map((points, index) => ({
      ...({ name, type: 'exponential_histogram', temporality: 'cumulative' } as const),
      ...{ attributes: { group: `g${index % 2}`, instance: String(index) }, points },
    })),
  )
  const request = {
    ...{ from: iso(from), to: iso(start + hour), stepSeconds },
    queries: [{ id: 'A', name, quantile, groupBy: ['group'] }],
  }
  const answer = await metricQuery(context, metricQueryRequestSchema.parse(request))
  expect(answer.receipt.sql.includes('_5m')).toBe(from !== start)
  const found = answer.results[0]?.series ?? []
  return (group: string) => found.find(({ labels }) => labels.group === group)?.values.slice(-hour / 1000 / stepSeconds)
}

describe.each(stepsSeconds)('a quantile of cumulative exponential histograms, in steps of %d s', (stepSeconds) => {
  const perStep = (stepSeconds * 1000) / interval
  const factor = 2 ** (2 ** -2) * 1.000001

  it.each([
    ['points', start],
    ['roll-ups', start - 24 * hour],
  ] as const)('is that of each group wherever series restart, from %s', async (_, from) => {
    const property = fc.asyncProperty(
      fc.array(told, { minLength: 2, maxLength: 5 }),
      fc.constantFrom(0, 0.5, 0.9, 0.99, 1),
      async (all, quantile) => {
        const found = await quantilesOf(all.map(cumulative), quantile, from, stepSeconds)
        for (const group of [0, 1]) {
          const own = all.filter((_, index) => index % 2 === group)
          // Nobody knows what the first point brought.
          for (let step = 1; step < points / perStep; step++) {
            const values = own.flatMap(({ values }) => values.slice(step * perStep, (step + 1) * perStep).flat())
            const value = found(`g${group}`)?.[step] ?? null
            if (values.length === 0) expect(value).toBeNull()
            else {
              const exact = quantileOf(values, quantile)
              expect(value).toBeGreaterThanOrEqual(exact / factor)
              expect(value).toBeLessThanOrEqual(exact * factor)
            }
          }
        }
      },
    )
    await fc.assert(property, { numRuns: 6, seed: 54 })
  })
})

it('a coarse series that measures nothing makes the others no coarser', async () => {
  const busy: Told = {
    values: Array.from({ length: points }, () => [100, 101]),
    restarts: [],
    tellsStart: false,
    scale: 7,
  }
  const idle: Told = { ...busy, values: busy.values.map(() => []), scale: -2 }
  for (const from of [start, start - 24 * hour]) {
    const found = await quantilesOf([cumulative(busy), cumulative(busy), cumulative(idle)], 1, from, 300)
    for (const value of found('g0')?.slice(1) ?? []) {
      expect(value).toBeGreaterThanOrEqual(101)
      expect(value).toBeLessThanOrEqual(101 * 2 ** (2 ** -7))
    }
  }
})
