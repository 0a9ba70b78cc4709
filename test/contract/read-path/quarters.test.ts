import {
  facetListSchema,
  serviceRedSchema,
  spanGroupsQuerySchema,
  spanHeatmapSchema,
  spanHistogramSchema,
  spanListSchema,
  spanRedSchema,
  traceListSchema,
} from '@hanzo/schema/api'
import type { SpanRow } from '@hanzo/schema/row'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { z } from 'zod'
import { createClickHouseClient } from '../../../apps/ingest/src/clickhouse/client.ts'
import { migrateClickHouse } from '../../../apps/ingest/src/clickhouse/migrate-clickhouse.ts'
import { readMigrations } from '../../../apps/ingest/src/clickhouse/read-migrations.ts'
import { spanGroups } from '../../../apps/ingest/src/query/span-groups.ts'
import { createTail } from '../../../apps/ingest/src/tail/create-tail.ts'
import { rowOf, spanIdOf, traceIdOf } from '../../fixtures/rows.ts'
import { buildTelemetryApp } from '../../fixtures/telemetry-app.ts'
import { openTelemetryDatabase, type TelemetryDatabase } from '../../fixtures/telemetry-database.ts'
import { compareRollups } from '../../pipeline/rollup-checks.ts'

const start = Date.parse('2026-11-20T08:00:00.000Z')
const minute = 60_000
const quarter = 15 * minute
const millisecond = 1_000_000n
const spanCount = 4_000
/** The migration that made the roll-up of quarters. */
const migration = readMigrations().find(({ file }) => file.endsWith('_span_metrics_15m.sql'))

/** Three hours of spans at uneven times; some stand at the first and the last nanosecond of a quarter. */
const spans: SpanRow[] = Array.from({ length: spanCount }, (_, number) => {
  const place = BigInt(start) + BigInt((number * number * 7919) % (12 * quarter))
  const edge = BigInt(start + (number % 12) * quarter)
  const nanoseconds = number % 50 === 0 ? edge * millisecond : number % 50 === 1 ? edge * millisecond - 1n : undefined
  return rowOf('spans', {
    project_id: 'a',
    retention_days: number % 3 === 0 ? 30 : 7,
    timestamp: nanoseconds ?? place * millisecond,
    duration_nanoseconds: BigInt(1 + (number % 97)) * millisecond,
    trace_id: traceIdOf(number),
    span_id: spanIdOf(number + 1),
    name: `operation-${number % 4}`,
    kind: 1 + (number % 5),
    service_name: `service-${number % 3}`,
    status_code: number % 7 === 0 ? 2 : number % 2,
    sequence: BigInt(number),
    attributes_string: new Map([['tier', `tier-${number % 6}`]]),
    gen_ai_kind: number % 10 === 0 ? 'llm' : '',
    gen_ai_is_inference: number % 10 === 0,
    gen_ai_input_tokens: 100,
    gen_ai_output_tokens: number % 10 === 0 ? 10 : 0,
    gen_ai_cost: number % 10 === 0 ? 0.5 : 0,
  })
})

let telemetry: TelemetryDatabase
let app: FastifyInstance

beforeAll(async () => {
  telemetry = await openTelemetryDatabase()
  for (let at = 0; at < spanCount; at += 1_000) await telemetry.insert({ spans: spans.slice(at, at + 1_000) })
  app = await buildTelemetryApp({ clickhouse: telemetry.clickhouse, tail: createTail() })
}, 120_000)
afterAll(async () => {
  await app.close()
  await telemetry.close()
}, 60_000)

async function ask<T extends z.ZodType<{ receipt: { sql: string } }>>(schema: T, path: string): Promise<z.output<T>> {
  const response = await app.inject({ url: `/api/projects/a${path}` })
  expect(response.statusCode, response.body).toBe(200)
  return schema.parse(response.json())
}

const rangeOf = (from: number, to: number): string =>
  `from=${new Date(start + from).toISOString()}&to=${new Date(start + to).toISOString()}`

/** What begins and ends where: at quarters, at minutes, in the midst of them, and without any whole quarter or minute. */
const ranges: [name: string, range: string][] = [
  ['whole quarters', rangeOf(quarter, 9 * quarter)],
  ['whole minutes', rangeOf(3 * minute, 8 * quarter + 7 * minute)],
  ['begun minutes', rangeOf(quarter - 1, 7 * quarter + 1)],
  ['begun minutes beside whole quarters', rangeOf(2 * minute + 12_345, 10 * quarter - 6_789)],
  ['two quarters of which none is whole', rangeOf(minute + 500, 2 * quarter - 30_500)],
  ['one quarter, to a millisecond', rangeOf(quarter, 2 * quarter + 1)],
  ['less than a quarter', rangeOf(quarter + 20_000, quarter + 9 * minute + 1)],
  ['less than a minute', rangeOf(quarter - 30_000, quarter + 20_000)],
  ['all', rangeOf(-quarter - 1, 13 * quarter + 1)],
]
const bare = <T extends { receipt: unknown }>({ receipt: _, ...answer }: T) => answer
/** Passes every span, which no roll-up knows. */
const raw = '&minDurationNanoseconds=0'

describe.each(ranges)('over %s', (_, range) => {
  it('rate, errors and durations are the same from counts as from spans', async () => {
    for (const filter of ['', '&service=service-1', '&query=kind:client OR name:operation-2']) {
      const counted = await ask(spanRedSchema, `/spans/red?${range}${filter}`)
      const read = await ask(spanRedSchema, `/spans/red?${range}${filter}${raw}`)
      expect(counted.receipt.sql).toContain('span_metrics_15m')
      expect(read.receipt.sql).not.toContain('span_metrics')
      expect(bare(counted)).toEqual(bare(read))
      expect(counted.current.spanCount).toBeGreaterThan(0)
    }
  })

  it('charts whose buckets are quarters are the same from counts as from spans', async () => {
    for (const filter of ['', '&status=error', '&service=service-0&name=operation-0']) {
      const counted = await ask(spanHistogramSchema, `/spans/histogram?${range}&buckets=3${filter}`)
      const read = await ask(spanHistogramSchema, `/spans/histogram?${range}&buckets=3${filter}${raw}`)
      expect(read.receipt.sql).not.toContain('span_metrics')
      expect(counted.receipt.sql.includes('span_metrics_15m')).toBe(counted.bucketSeconds % 900 === 0)
      expect(bare(counted)).toEqual(bare(read))
    }
  })

  it('heatmaps are the same from counts as from spans', async () => {
    const counted = await ask(spanHeatmapSchema, `/spans/heatmap?${range}&buckets=3`)
    const read = await ask(spanHeatmapSchema, `/spans/heatmap?${range}&buckets=3${raw}`)
    expect(counted.receipt.sql.includes('span_metrics_15m')).toBe(counted.bucketSeconds % 900 === 0)
    const sorted = ({ cells, ...rest }: typeof counted) => ({ ...bare(rest), cells: cells.toSorted() })
    expect(sorted(counted)).toEqual(sorted(read))
  })

  it('facets are the same from counts as from spans', async () => {
    const counted = await ask(facetListSchema, `/spans/facets?${range}`)
    const read = await ask(facetListSchema, `/spans/facets?${range}${raw}`)
    expect(counted.receipt.sql).toContain('span_metrics_15m')
    expect(bare(counted)).toEqual(bare(read))
  })

  it('services have as many spans in their points as in all', async () => {
    const { rows } = await ask(serviceRedSchema, `/services/red?${range}&buckets=3`)
    const { current } = await ask(spanRedSchema, `/spans/red?${range}${raw}&query=kind:server OR kind:consumer`)
    const points = rows.flatMap((row) => row.points)
    expect(points.reduce((sum, point) => sum + point.spanCount, 0)).toBe(current.spanCount)
  })
})

describe('lists that begin with the newest part of their range', () => {
  const range = rangeOf(-8 * quarter, 12 * quarter)

  const pagesMost = 6

  async function pages<Row>(
    schema: z.ZodType<{ rows: Row[]; nextCursor: string | null; receipt: { sql: string } }>,
    path: string,
  ) {
    const rows: Row[] = []
    const sqls: string[] = []
    for (let cursor = ''; ; ) {
      const page = await ask(schema, `${path}${cursor && `&cursor=${encodeURIComponent(cursor)}`}`)
      rows.push(...page.rows)
      sqls.push(page.receipt.sql)
      if (page.nextCursor === null || sqls.length === pagesMost) return { rows, sqls }
      cursor = page.nextCursor
    }
  }
  /** A search of other spans, which all pass. */
  const atOnce = (query: string) => `${query}${query.includes('query=') ? ' ' : '&query='}-parent:(name:nothing)`
  const readsOfSpans = (sql = '') =>
    sql.split(';\n\n').filter((part) => /^FROM spans WHERE[\s\S]*ORDER BY toStartOfMinute/m.test(part)).length

  it.each([
    ['limit=50&service=service-1&name=operation-1', 2],
    ['limit=60&query=service:service-*', 1],
    ['limit=1000', 2],
    ['limit=1000&service=service-1', 2],
    ['limit=200&status=error', 2],
    ['limit=50&service=nothing', 2],
    ['limit=50&attribute=tier=tier-3', 2],
    ['limit=100&attribute=tier=tier-3&minDurationNanoseconds=90000000', 2],
    ['limit=10&query=tier:tier-3', 1],
  ])('have the rows of lists that are read at once: %s', async (query, reads) => {
    for (const [schema, path] of [
      [spanListSchema, 'spans'],
      [traceListSchema, 'traces'],
    ] as const) {
      const divided = await pages<unknown>(schema, `/${path}?${range}&${query}`)
      const whole = await pages<unknown>(schema, `/${path}?${range}&${atOnce(query)}`)
      expect(readsOfSpans(divided.sqls[0]), path).toBe(reads)
      expect(readsOfSpans(whole.sqls[0]), path).toBe(1)
      expect(divided.rows).toEqual(whole.rows)
    }
  })
})

describe('groups of more spans than are read', () => {
  const [, range = ''] = ranges[3] ?? []
  const groups = (groupBy: string[], spansMax: number, more: object = {}) =>
    spanGroups(
      { clickhouse: telemetry.clickhouse, project: { projectId: 'a', retentionDays: 30 } },
      spanGroupsQuerySchema.parse({ ...Object.fromEntries(new URLSearchParams(range)), groupBy, ...more }),
      { spansMax, windowsMax: 24 },
    )

  it.each([[['service', 'name']], [['kind']]])('have the counts of all by %j', async (groupBy) => {
    const counted = await groups(groupBy, 100)
    const read = await groups(groupBy, spanCount)
    expect(counted.receipt.sql).toContain('duration_histogram')
    expect(read.receipt.sql).not.toContain('duration_histogram')
    const figures = ({ rows }: typeof read) => rows.map(({ p50: _, p95: __, p99: ___, ...exact }) => exact)
    expect(figures(counted)).toEqual(figures(read))
    expect(counted).toMatchObject({ spanCount: read.spanCount, groupCount: read.groupCount, sample: read.sample })
    for (const [index, { p50, p95, p99 }] of counted.rows.entries()) {
      const exact = read.rows[index]
      for (const [estimate, of] of [
        [p50, exact?.p50],
        [p95, exact?.p95],
        [p99, exact?.p99],
      ] as const) {
        expect(Math.abs(estimate / (of ?? 0) - 1)).toBeLessThan(0.12)
      }
    }
  })

  it('are estimated from a sample by an attribute, and say so', async () => {
    const read = await groups(['tier'], spanCount)
    const estimated = await groups(['tier'], 1_500)
    expect(read.sample).toEqual({ spanCount: read.spanCount, ofSpans: read.spanCount })
    expect(estimated.sample.ofSpans).toBe(read.spanCount)
    expect(estimated.sample.spanCount).toBeLessThan(2_000)
    expect(estimated.sample.spanCount).toBeGreaterThan(500)
    expect(estimated.groupCount).toBe(6)
    expect(Math.abs(estimated.spanCount / read.spanCount - 1)).toBeLessThan(0.05)
    for (const { spanCount: estimate } of estimated.rows) expect(estimate / (read.spanCount / 6)).toBeGreaterThan(0.6)
  })

  it('are exact where few spans pass', async () => {
    const more = { query: 'tier:tier-3 service:service-0 name:operation-3' }
    const few = await groups(['tier', 'service'], 1_500, more)
    expect(few.sample.spanCount).toBe(few.sample.ofSpans)
    expect(bare(few)).toEqual(bare(await groups(['tier', 'service'], spanCount, more)))
    expect(few.spanCount).toBeGreaterThan(0)
  })
})

describe('the roll-up of quarters', () => {
  it('holds what the spans amount to, also of an hour that was there before it', async () => {
    const database = 'before_quarters'
    const all = readMigrations()
    const version = migration?.version ?? 0
    const target = { url: telemetry.url, database }
    await migrateClickHouse({ ...target, migrations: all.slice(0, version - 1) })
    const clickhouse = createClickHouseClient(target)
    const read = async <Row>(query: string) =>
      (await telemetry.clickhouse.query({ query, format: 'JSONEachRow' })).json<Row>()
    const columns = (
      await read<{ name: string }>(`SELECT concat('\`', name, '\`') AS name FROM system.columns
        WHERE database = 'hanzo' AND table = 'spans' AND default_kind NOT IN ('MATERIALIZED', 'ALIAS')`)
    ).map(({ name }) => name)
    const copy = (which: string) =>
      clickhouse.command({ query: `INSERT INTO spans (${columns}) SELECT ${columns} FROM hanzo.spans WHERE ${which}` })
    const sums = (of: string) =>
      read(`SELECT bucket, service_name, name, kind, retention_days, sum(span_count) AS spans, sum(ok_count) AS oks,
          sum(error_count) AS errors, sumMap(duration_histogram) AS durations, sum(gen_ai_cost) AS cost
        FROM ${of}.span_metrics_15m GROUP BY ALL ORDER BY ALL`)

    await copy('sequence < 2000')
    expect(await migrateClickHouse({ ...target, migrations: all })).toContain(version)
    await copy('sequence >= 2000')
    expect(await sums(database)).toEqual(await sums('hanzo'))
    const buckets = (of: string) =>
      read(`SELECT duration_bucket, count() AS spans FROM ${of}.spans GROUP BY ALL ORDER BY ALL`)
    expect(await buckets(database)).toEqual(await buckets('hanzo'))
    // Killed before it was noted, it runs again.
    for (const query of migration?.statements ?? []) await clickhouse.command({ query })
    expect(await sums(database)).toEqual(await sums('hanzo'))
    await copy('sequence = 0')
    expect(await sums(database)).not.toEqual(await sums('hanzo'))
    await clickhouse.close()
  })

  it('is the same as the spans, bucket by bucket', async () => {
    const { span_metrics_15m: compared } = await compareRollups(telemetry.clickhouse)
    expect(compared).toMatchObject({ onlyInRollup: [], onlyInBase: [] })
    expect(compared?.rows).toBeGreaterThan(100)
  })
})
