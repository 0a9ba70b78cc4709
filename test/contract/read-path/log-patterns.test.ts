import { logHistogramSchema, logListSchema, logPatternListSchema } from '@hanzo/schema/api'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { z } from 'zod'
import { decodeLogs } from '../../../apps/ingest/src/decode/decode-logs.ts'
import { PatternMiner } from '../../../apps/ingest/src/patterns/pattern-miner.ts'
import { createTail } from '../../../apps/ingest/src/tail/create-tail.ts'
import { rowOf } from '../../fixtures/rows.ts'
import { buildTelemetryApp } from '../../fixtures/telemetry-app.ts'
import { openTelemetryDatabase, type TelemetryDatabase } from '../../fixtures/telemetry-database.ts'

const minute = 60_000
const hour = 60 * minute
/** The middle of a minute: ranges end in begun ones. */
const now = Math.floor(Date.now() / minute) * minute - 30_000
const iso = (milliseconds: number) => new Date(milliseconds).toISOString()
const range = { from: iso(now - hour), to: iso(now + 1) }

let telemetry: TelemetryDatabase
let app: FastifyInstance
const tail = createTail()

/** Records as a process receives them that has just started. */
async function send(
  projectId: string,
  service: string,
  millisecondsAgo: number,
  bodies: readonly string[],
  { severity = 9, miner = new PatternMiner() } = {},
): Promise<void> {
  const time = BigInt(now - millisecondsAgo) * 1_000_000n
  const resource = { attributes: [{ key: 'service.name', value: { stringValue: service } }] }
  const logRecords = bodies.map((body) => ({
    timeUnixNano: String(time),
    severityNumber: severity,
    body: { stringValue: body },
  }))
  const request = JSON.stringify({ resourceLogs: [{ resource, scopeLogs: [{ logRecords }] }] })
  const project = { projectId, retentionDays: 30 }
  const context = { project, receivedAtUnixNano: time, patterns: miner }
  await telemetry.insert(decodeLogs(Buffer.from(request), 'json', context).batch)
}

const many = (count: number, body: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => body(index))
const names = ['ada', 'bob', 'cleo', 'dora', 'emil', 'finn', 'gina', 'hugo', 'ida', 'jan', 'kim', 'leo']

beforeAll(async () => {
  telemetry = await openTelemetryDatabase()
  await send('mine', 'shop', 3 * hour, ['order 1 was paid after 3 ms'])
  await send(
    'mine',
    'shop',
    50 * minute,
    many(40, (index) => `order ${index} was paid after ${index * 3} ms`),
  )
  await send(
    'mine',
    'shop',
    10 * minute,
    many(20, (index) => `order ${index} was paid after 2 ms`),
  )
  await send(
    'mine',
    'pay',
    5 * minute,
    many(30, (index) => `card of order ${index} was declined`),
    { severity: 17 },
  )
  // Two processes, one of which has not seen enough to know that a name is one.
  await send(
    'mine',
    'web',
    20 * minute,
    many(24, (index) => `user ${names[index % 12]} has signed in`),
  )
  await send('mine', 'web', 5 * minute, ['user zoe has signed in'])
  await telemetry.insert({
    logs: [
      rowOf('logs', {
        project_id: 'mine',
        retention_days: 30,
        timestamp: BigInt(now - minute) * 1_000_000n,
        body: 'old',
      }),
    ],
  })
  await send(
    'other',
    'secret',
    minute,
    many(5, () => 'a secret of the other project'),
  )
  app = await buildTelemetryApp({ clickhouse: telemetry.clickhouse, tail })
}, 120_000)
afterAll(async () => {
  await app.close()
  tail.close()
  await telemetry.close()
}, 60_000)

async function read<T extends z.ZodType>(
  schema: T,
  path: string,
  query: Record<string, string> = {},
): Promise<z.output<T>> {
  const response = await app.inject({ path: `/api/projects/mine/logs${path}`, query: { ...range, ...query } })
  expect(response.statusCode, response.body).toBe(200)
  return schema.parse(response.json())
}
const patterns = (query: Record<string, string> = {}) => read(logPatternListSchema, '/patterns', query)

describe('the list of patterns', () => {
  it('counts the records of each, by time, severity and service, and says what has none', async () => {
    const list = await patterns()
    expect(list.rows.map(({ template, recordCount }) => [template, recordCount])).toEqual([
      ['order <num> was paid after <num> ms', 60],
      ['card of order <num> was declined', 30],
      ['user <*> has signed in', 25],
    ])
    expect(list).toMatchObject({ patternCount: 3, recordCount: 116, withoutPattern: 1, isPartial: false })
    const [paid, declined] = list.rows
    expect(paid?.share).toBeCloseTo(60 / 116)
    expect(paid?.trend.filter((records) => records > 0)).toEqual([40, 20])
    expect(paid?.services).toEqual(['shop'])
    expect(declined?.severities).toEqual({ error: 30 })
    expect(declined?.example).toBe('card of order 0 was declined')
    expect(list.receipt.sql).toContain('log_pattern_counts_1m')
  })

  it('gives the same counts from the records as from minutes', async () => {
    const [counted, raw] = [await patterns(), await patterns({ query: '*' })]
    const filtered = await patterns({ query: '-user:nobody' })
    expect(filtered.receipt.sql).not.toContain('log_pattern_counts_1m')
    const figures = ({ rows }: typeof counted) =>
      rows.map(({ patternIds, recordCount, severities, services }) => ({
        patternIds,
        recordCount,
        severities,
        services,
      }))
    expect(figures(filtered)).toEqual(figures(counted))
    expect(figures(raw)).toEqual(figures(counted))
    expect(filtered).toMatchObject({ recordCount: 116, withoutPattern: 1, patternCount: 3 })
  })

  it('is filtered by service, severity and any search', async () => {
    const templates = async (query: Record<string, string>) =>
      (await patterns(query)).rows.map(({ template }) => template)
    expect(await templates({ service: 'pay' })).toEqual(['card of order <num> was declined'])
    expect(await templates({ query: 'severity:>=error' })).toEqual(['card of order <num> was declined'])
    expect(await templates({ query: 'declined' })).toEqual(['card of order <num> was declined'])
    expect(await templates({ query: 'order -declined' })).toEqual(['order <num> was paid after <num> ms'])
    expect(await templates({ query: 'nothing-like-this' })).toEqual([])
  })

  it('knows what is new, also where a pattern is older than the range', async () => {
    const isNew = async (query: Record<string, string>) =>
      Object.fromEntries((await patterns(query)).rows.map((row) => [row.services[0], row.isNew]))
    expect(await isNew({})).toEqual({ shop: false, pay: true, web: true })
    expect(await isNew({ newSince: iso(now - 10 * minute) })).toEqual({ shop: false, pay: true, web: false })
    expect(await isNew({ newSince: iso(now - 4 * hour) })).toEqual({ shop: true, pay: true, web: true })
    const newest = await patterns({ order: 'newest' })
    expect(newest.rows.map(({ services }) => services[0])).toEqual(['pay', 'web', 'shop'])
    const growing = await patterns({ order: 'growth' })
    expect(growing.rows.at(-1)?.services).toEqual(['shop'])
  })

  it('has what was noted before it was known that a word varies with what it turned out to be', async () => {
    const web = (await patterns({ service: 'web' })).rows[0]
    expect(web?.patternIds.length).toBeGreaterThan(2)
    const found = await read(logListSchema, '', { query: `pattern:(${web?.patternIds.join(' OR ')})`, limit: '100' })
    expect(found.rows).toHaveLength(25)
  })
})

describe('pattern:', () => {
  it('finds and excludes records, in lists and histograms', async () => {
    const { rows } = await patterns()
    const [paid, declined] = rows.map(({ patternId }) => patternId)
    const count = async (query: string) => (await read(logListSchema, '', { query, limit: '200' })).rows.length
    expect(await count(`pattern:${paid}`)).toBe(60)
    expect(await count(`pattern:(${paid} OR ${declined?.toUpperCase()})`)).toBe(90)
    expect(await count(`-pattern:${paid}`)).toBe(56)
    expect(await count('pattern:*')).toBe(115)
    const histogram = await read(logHistogramSchema, '/histogram', { query: `pattern:${declined}` })
    expect(histogram.buckets.reduce((sum, { counts }) => sum + (counts.error ?? 0), 0)).toBe(30)
  })

  it('is a column, and refuses what is no id where it stands', async () => {
    const { rows } = await read(logListSchema, '', { columns: 'pattern', query: 'declined', limit: '1' })
    expect(rows[0]?.values?.[0]).toMatch(/^[0-9a-f]{16}$/)
    const refused = await app.inject({ path: '/api/projects/mine/logs', query: { ...range, query: 'pattern:12' } })
    expect(refused.statusCode).toBe(400)
    expect(refused.body).toContain('16 hex characters')
  })

  it('reads few granules for a rare one', async () => {
    const sql = `EXPLAIN indexes = 1 SELECT count() FROM logs WHERE project_id = 'mine' AND pattern_id = 1`
    const plan = await (await telemetry.clickhouse.query({ query: sql, format: 'TabSeparated' })).text()
    expect(plan).toContain('pattern_id_bloom')
  })
})

it('keeps when a pattern was first seen when its rows are merged', async () => {
  await telemetry.clickhouse.command({ query: 'OPTIMIZE TABLE log_patterns FINAL' })
  const [paid] = (await patterns()).rows
  expect(paid?.firstSeenUnixSeconds).toBe(Math.floor((now - 3 * hour) / 1000))
})

it('forgets a template with the last records that had it', async () => {
  const old = Math.floor(now / 1000) - 40 * 86_400
  const common = { project_id: 'mine', retention_days: 30, template: 'gone', first_seen: old, last_seen: old }
  await telemetry.insert({ log_patterns: [rowOf('log_patterns', { ...common, pattern_id: 99n })] })
  await telemetry.clickhouse.command({ query: 'OPTIMIZE TABLE log_patterns FINAL' })
  const query = `SELECT count() AS n FROM log_patterns WHERE template = 'gone'`
  const [left] = await (await telemetry.clickhouse.query({ query, format: 'JSONEachRow' })).json<{ n: string }>()
  expect(Number(left?.n)).toBe(0)
})
