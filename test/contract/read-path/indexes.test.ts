import {
  listLogsQuerySchema,
  listSpansQuerySchema,
  spanHeatmapQuerySchema,
  spanRedQuerySchema,
} from '@hanzo/schema/api'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { logConditions } from '../../../apps/ingest/src/query/log-filter.ts'
import { scoped } from '../../../apps/ingest/src/query/scope.ts'
import { spanConditions } from '../../../apps/ingest/src/query/span-filter.ts'
import { spanHeatmap } from '../../../apps/ingest/src/query/span-heatmap.ts'
import { spanRed } from '../../../apps/ingest/src/query/span-red.ts'
import { openTelemetryDatabase, type TelemetryDatabase } from '../../fixtures/telemetry-database.ts'

// One minute holds 50 000 rows, six granules or more, so that only the index under test can skip any of them.
const rows = 50_000
const start = '2026-11-22 10:00:00'
const common = `'p' AS project_id, 30 AS retention_days, number AS sequence, 's' AS service_name,
  toDateTime64('${start}', 9, 'UTC') + toIntervalMicrosecond(number * 500) AS timestamp,
  unhex(leftPad(hex(intDiv(number, 10)), 32, '0')) AS trace_id, unhex(leftPad(hex(number), 16, '0')) AS span_id`
const record = `map('user', concat('u', toString(number)), 'route', '/') AS attributes_string,
  if(number = 41000, map('rare.int', 7), map()) AS attributes_int, concat('session-', toString(number)) AS session_id,
  if(number < 100, 1, 2) AS resource_id`
const pattern = '7f'.repeat(8)

let telemetry: TelemetryDatabase

async function insert(table: string, columns: string): Promise<void> {
  const fields = [...columns.matchAll(/ AS (\w+)(?=,|$)/g)].map((match) => match[1])
  await telemetry.clickhouse.command({
    query: `INSERT INTO ${table} (${fields.join(', ')}) SELECT ${columns} FROM numbers(${rows})`,
  })
}

beforeAll(async () => {
  telemetry = await openTelemetryDatabase()
  await insert(
    'spans',
    `${common}, ${record}, number AS duration_nanoseconds, concat('user-', toString(number)) AS user_id`,
  )
  await insert('running_spans', common)
  await insert(
    'logs',
    `${common}, ${record}, if(number = 5, 17, 9) AS severity_number, concat('request ', toString(number), ' took long') AS body,
    if(number = 41000, reinterpretAsUInt64(unhex('${pattern}')), number) AS pattern_id`,
  )
  await insert(
    'metric_exemplars',
    `'p' AS project_id, 30 AS retention_days, 'm' AS metric_name, 1 AS series_id, toDateTime64('${start}', 3, 'UTC') + toIntervalMillisecond(number) AS timestamp,
    unhex(leftPad(hex(intDiv(number, 10)), 32, '0')) AS trace_id`,
  )
  await telemetry.clickhouse.command({
    // What has no day of its last sight is older than every record, and gone.
    query: `INSERT INTO resources (project_id, resource_id, attributes, last_seen)
      VALUES ('p', 1, {'pod': 'a'}, now()), ('p', 2, {'pod': 'b'}, now())`,
  })
}, 120_000)
afterAll(() => telemetry.close(), 60_000)

type IndexedTable = 'spans' | 'running_spans' | 'logs' | 'metric_exemplars'

interface Used {
  Name?: string
  Type: string
  Keys?: string[]
  'Initial Granules': number
  'Selected Granules': number
}

/** The indexes that ClickHouse uses for a query, in their order. */
async function explain(table: IndexedTable, where: string, params = {}): Promise<Used[]> {
  const result = await telemetry.clickhouse.query({
    query: `EXPLAIN json = 1, indexes = 1 SELECT count() FROM ${scoped(table)} AND ${where}`,
    query_params: { ...params, ...bounds, projectId: 'p' },
    format: 'TabSeparatedRaw',
  })
  const found: Used[] = []
  JSON.parse(await result.text(), (key, value) => {
    if (key === 'Indexes') found.push(...value)
    return value
  })
  return found
}

const bounds = { from: Date.parse(`${start}Z`), to: Date.parse(`${start}Z`) + 60_000 }
const inMinute = `timestamp >= '${start}' AND timestamp < '2026-11-22 10:01:00'`
const span = (query: object) => spanConditions(listSpansQuerySchema.parse(query))
const log = (query: object) => logConditions(listLogsQuerySchema.parse(query))
const raw = (sql: string) => ({ sql: `\n  AND ${sql}`, params: {} })

/** Every data skipping index, and the condition it was made for as the queries write it. */
const cases: [table: IndexedTable, index: string, condition: { sql: string; params: object }][] = [
  ['spans', 'timestamp_minmax', raw(`timestamp >= '2026-11-22 10:00:20' AND timestamp < '2026-11-22 10:00:21'`)],
  ['spans', 'trace_id_bloom', raw(`trace_id = unhex('000000000000000000000000000003e8')`)],
  ['spans', 'attribute_items_text', raw(`has(attribute_items, 'user=u41000')`)],
  ['spans', 'unindexed_attribute_keys_text', raw(`has(unindexed_attribute_keys, 'rare.int')`)],
  ['spans', 'resource_id_bloom', raw('resource_id IN (SELECT 1)')],
  ['spans', 'session_id_bloom', raw(`session_id = 'session-41000'`)],
  ['spans', 'user_id_bloom', raw(`user_id = 'user-41000'`)],
  ['spans', 'duration_minmax', span({ minDurationNanoseconds: '49000' })],
  ['spans', 'sequence_minmax', raw('sequence > 49000')],
  ['running_spans', 'trace_id_bloom', raw(`trace_id = unhex('000000000000000000000000000003e8')`)],
  ['logs', 'timestamp_minmax', raw(`timestamp >= '2026-11-22 10:00:20' AND timestamp < '2026-11-22 10:00:21'`)],
  ['logs', 'trace_id_bloom', log({ traceId: '000000000000000000000000000003e8' })],
  ['logs', 'body_text', log({ text: 'request 41000 took' })],
  ['logs', 'attribute_items_text', raw(`has(attribute_items, 'user=u41000')`)],
  ['logs', 'unindexed_attribute_keys_text', raw(`has(unindexed_attribute_keys, 'rare.int')`)],
  ['logs', 'resource_id_bloom', raw('resource_id IN (SELECT 1)')],
  ['logs', 'session_id_bloom', raw(`session_id = 'session-41000'`)],
  ['logs', 'pattern_id_bloom', log({ query: `pattern:${pattern}` })],
  ['logs', 'severity_number_minmax', log({ severity: 'error' })],
  ['logs', 'sequence_minmax', raw('sequence > 49000')],
  ['metric_exemplars', 'trace_id_bloom', raw(`trace_id = unhex('000000000000000000000000000003e8')`)],
]

describe('each index', () => {
  it.each(cases)('of %s: %s skips granules', async (table, index, { sql, params }) => {
    const used = (await explain(table, `${inMinute}${sql}`, params)).find(({ Name }) => Name === index)
    expect(used).toBeDefined()
    expect(used?.['Selected Granules']).toBeLessThanOrEqual(2)
    expect(used?.['Initial Granules']).toBeGreaterThanOrEqual(6)
  })

  it('has a case here', async () => {
    const result = await telemetry.clickhouse.query({
      query: `SELECT table, name FROM system.data_skipping_indices WHERE database = 'hanzo' AND creation = 'Explicit' LIMIT 1000`,
      format: 'JSONEachRow',
    })
    const indexes = await result.json<{ table: string; name: string }>()
    expect(indexes.map(({ table, name }) => `${table}.${name}`).sort()).toEqual(
      cases.map(([table, index]) => `${table}.${index}`).sort(),
    )
  })
})

describe('the primary key', () => {
  it.each(['spans', 'logs'] as const)('of %s binds a plain condition on time to its minute', async (table) => {
    const used = (await explain(table, inMinute)).find(({ Type }) => Type === 'PrimaryKey')
    expect(used?.Keys).toEqual(['project_id', 'toStartOfMinute(timestamp)'])
  })
})

describe('text in log bodies', () => {
  // Of each kind of search: what it is written as, and how many rows there are. The column is read for the granules that are left.
  it.each([
    ['a word', '41000', 1],
    ['a phrase', '"request 41000 took"', 1],
    ['a phrase that would begin and end inside of words', '"uest 41000 to"', 0],
    ['a phrase between wildcards', '*uest\\ 41000\\ to*', 1],
    ['upper and lower case', '"REQUEST 41000 Took"', 1],
    ['a part of a word', '*41000*', 1],
    ['the beginning of a word', '41000*', 1],
    ['the end of a word', '*41000', 1],
    ['parts in their order', '41000*took*long', 1],
    ['a value of a structured body, which this is not', 'body.request:"took 41000"', 0],
    ['a phrase that nothing has', '"request 41000 came"', 0],
  ])('is looked up in the index: %s', async (_, query, expected) => {
    const { sql, params } = log({ query })
    const used = (await explain('logs', `${inMinute}${sql}`, params)).find(({ Name }) => Name === 'body_text')
    expect(used?.['Selected Granules']).toBeLessThanOrEqual(2)
    expect(used?.['Initial Granules']).toBeGreaterThanOrEqual(6)
    const found = await telemetry.clickhouse.query({
      query: `SELECT count() AS rows FROM ${scoped('logs')} AND ${inMinute}${sql}`,
      query_params: { ...params, projectId: 'p' },
      format: 'JSONEachRow',
    })
    expect(await found.json()).toEqual([{ rows: String(expected) }])
  })
})

describe('a word of log bodies', () => {
  it('is counted by the index alone, without reading the bodies', async () => {
    const { sql, params } = log({ query: '41000' })
    const result = await telemetry.clickhouse.query({
      query: `EXPLAIN actions = 1 SELECT count() FROM ${scoped('logs')} AND ${inMinute}${sql}`,
      query_params: { ...params, ...bounds, projectId: 'p' },
      format: 'TabSeparatedRaw',
    })
    const plan = await result.text()
    expect(plan).toContain('__text_index_body_text')
    expect(plan).not.toMatch(/INPUT : \d+ -> body /)
  })
})

describe('a filter on an attribute', () => {
  it.each([
    ['an indexed string', 'user=u41000', 1],
    ['a value without an index', 'rare.int=7', 1],
    ['an attribute of the resource', 'pod=a', 1],
    ['a value that nothing has', 'pod=none', 0],
  ])('reads only the granules that can hold %s', async (_, attribute, granules) => {
    for (const [table, { sql, params }] of [
      ['spans', span({ attribute })],
      ['logs', log({ attribute })],
    ] as const) {
      const used = await explain(table, `${inMinute}${sql}`, params)
      expect(used.at(-1)?.['Selected Granules'], table).toBeLessThanOrEqual(granules)
    }
  })
})

describe('a value that only indexed strings have', () => {
  it.each([
    ['spans', span({ query: 'route:"/"' })],
    ['logs', log({ attribute: 'route=/' })],
  ] as const)('is counted by the index of %s alone, without reading the maps', async (table, { sql, params }) => {
    const result = await telemetry.clickhouse.query({
      query: `EXPLAIN actions = 1 SELECT count() FROM ${scoped(table)} AND ${inMinute}${sql}`,
      query_params: { ...params, ...bounds, projectId: 'p' },
      format: 'TabSeparatedRaw',
    })
    const plan = await result.text()
    expect(plan).toContain('__text_index_attribute_items_text')
    expect(plan).not.toMatch(/attributes_(string|unindexed|int|double|bool|json)/)
  })
})

describe('durations of spans with an attribute', () => {
  const range = { from: `${start.replace(' ', 'T')}Z`, to: '2026-11-22T10:01:00Z', query: 'route:"/"' }
  const context = () => ({ clickhouse: telemetry.clickhouse, project: { projectId: 'p', retentionDays: 30 } })

  it.each([
    ['rate, errors and durations', () => spanRed(context(), spanRedQuerySchema.parse(range))],
    ['a heatmap', () => spanHeatmap(context(), spanHeatmapQuerySchema.parse(range))],
  ])('are read as buckets for %s, and the spans found by the index', async (_, ask) => {
    const { receipt } = await ask()
    const result = await telemetry.clickhouse.query({
      query: `EXPLAIN actions = 1 ${receipt.sql.split(';')[0]}`,
      format: 'TabSeparatedRaw',
    })
    const plan = await result.text()
    expect(plan).toContain('__text_index_attribute_items_text')
    expect(plan).toContain('duration_bucket')
    expect(plan).not.toMatch(/duration_nanoseconds|attributes_(string|unindexed|int|double|bool|json)/)
  })
})

describe('a search', () => {
  it.each([
    ['spans', 'attributes.user:u41000', 1],
    ['spans', 'attributes.user:(u41000 OR u41001) route:"/"', 1],
    ['spans', 'attributes.user:u41000 OR rare.int:7 OR session:session-41000', 1],
    ['spans', 'attributes.user:u41000 route:"/" route:* -rare.int:5 -rare.int:6 env:""', 1],
    ['spans', 'attributes.user:(u41000 OR u41001 OR u41002 OR u41003 OR u41004 OR u41005 OR u41006)', 1],
    ['spans', 'rare.int:>6', 1],
    ['spans', 'rare.int:[1 TO 9]', 1],
    ['spans', 'session:session-41000', 1],
    ['spans', 'user:(user-41000 OR user-41001)', 1],
    ['spans', 'duration:>49us', 2],
    ['spans', 'duration:[1us TO 2us] service:s', 1],
    ['spans', 'trace_id:000000000000000000000000000003e8', 2],
    ['spans', 'trace_id:(000000000000000000000000000003e8 OR 000000000000000000000000000003e9)', 2],
    ['spans', 'resource.pod:a', 1],
    ['spans', 'attributes.user:none', 0],
    ['logs', '*quest\\ 41000\\ too*', 1],
    ['logs', 'body:"request 41000 took" -service:x', 1],
    ['logs', '"request 41000 took" OR "request 41001 took"', 1],
    ['logs', 'severity:>=error', 1],
    ['logs', 'session:session-41000 severity:info', 1],
    ['logs', 'attributes.user:u41000', 1],
  ] as const)('of %s for %j reads only granules that can hold what it finds', async (table, query, granules) => {
    const { sql, params } = table === 'spans' ? span({ query }) : log({ query })
    const used = await explain(table, `${inMinute}${sql}`, params)
    expect(used.at(-1)?.['Selected Granules']).toBeLessThanOrEqual(granules)
  })
})

describe('a text filter on logs', () => {
  it.each(['41000', 'request 41000 took', ' 41000 ', 'REQUEST 41000 TOOK LONG'])(
    'finds %j by the index',
    async (text) => {
      const { sql, params } = log({ text })
      const used = (await explain('logs', `${inMinute}${sql}`, params)).find(({ Name }) => Name === 'body_text')
      expect(used?.['Selected Granules']).toBe(1)
    },
  )
})
