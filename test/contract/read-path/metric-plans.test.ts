import { metricQueryRequestSchema } from '@hanzo/schema/api'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTail } from '../../../apps/ingest/src/tail/create-tail.ts'
import { buildTelemetryApp } from '../../fixtures/telemetry-app.ts'
import { openTelemetryDatabase, type TelemetryDatabase } from '../../fixtures/telemetry-database.ts'

// Of 40 metrics each has 25 series, and a point each five minutes of two days: a 40th of 576 000 rows, two days of which are read in one.
const metrics = 40
const seriesEach = 25
const end = Math.floor(Date.now() / 3_600_000) * 3_600_000
const days = 2
const pointsEach = (days * 86_400) / 300

let telemetry: TelemetryDatabase
let app: FastifyInstance
const asked: { query: string; query_params: Record<string, unknown> }[] = []

const points = `'p' AS project_id, 30 AS retention_days, concat('m', toString(number % ${metrics})) AS metric_name,
  intDiv(number, ${metrics}) % ${seriesEach} + 1 AS series_id, intDiv(number, ${metrics * seriesEach}) AS at,
  fromUnixTimestamp64Milli(toInt64(${end} - 1000 - 300000 * at), 'UTC') AS timestamp,
  fromUnixTimestamp64Milli(toInt64(${end - days * 86_400_000}), 'UTC') AS start_timestamp`

async function insert(table: string, values: Record<string, string>, metric: string): Promise<void> {
  const names = Object.keys(values)
  await telemetry.clickhouse.command({
    query: `INSERT INTO ${table} (project_id, retention_days, metric_name, series_id, timestamp, start_timestamp, ${names.join(', ')})
      SELECT project_id, retention_days, concat('${metric}.', metric_name), series_id, timestamp, start_timestamp, ${names.join(', ')}
      FROM (SELECT ${points}, ${names.map((name) => `${values[name]} AS ${name}`).join(', ')}
        FROM numbers(${metrics * seriesEach * pointsEach}))`,
  })
}

async function insertSeries(metric: string, type: number): Promise<void> {
  await telemetry.clickhouse.command({
    query: `INSERT INTO metric_series (project_id, retention_days, metric_name, series_id, day, type, temporality, is_monotonic, service_name, last_seen)
      SELECT 'p', 30, concat('${metric}.m', toString(number % ${metrics})), intDiv(number, ${metrics}) % ${seriesEach} + 1,
        toDate(fromUnixTimestamp64Milli(toInt64(${end} - 1000 - 86400000 * intDiv(number, ${metrics * seriesEach})), 'UTC')),
        ${type}, ${type === 1 ? 0 : 2}, ${type === 2}, 'shop', toDateTime(${end / 1000}, 'UTC')
      FROM numbers(${metrics * seriesEach * (days + 1)})`,
  })
}

beforeAll(async () => {
  telemetry = await openTelemetryDatabase()
  const counts = { count: '1000 - at', sum: 'toFloat64(1000 - at)' }
  await insert('metric_points', { value: 'toFloat64(at)' }, 'number')
  await insert(
    'metric_histogram_points',
    { ...counts, explicit_bounds: '[1.]', bucket_counts: '[count, 0]' },
    'explicit',
  )
  await insert('metric_exponential_histogram_points', { ...counts, positive_bucket_counts: '[count]' }, 'exponential')
  await insert('metric_summary_points', { ...counts, quantiles: '[0.5]', quantile_values: '[1.]' }, 'summary')
  await insertSeries('number', 2)
  await insertSeries('explicit', 3)
  await insertSeries('exponential', 4)
  await insertSeries('summary', 5)
  app = await buildTelemetryApp({ clickhouse: recorded(), tail: createTail() })
}, 180_000)
afterAll(async () => {
  await app.close()
  await telemetry.close()
}, 60_000)

/** The engine's own client, which notes what it is asked. */
function recorded(): TelemetryDatabase['clickhouse'] {
  return new Proxy(telemetry.clickhouse, {
    get(client, name) {
      const own = Reflect.get(client, name)
      if (typeof own !== 'function') return own
      return (options: { query: string; query_params: Record<string, unknown> }) => {
        if (name === 'query' || name === 'exec') asked.push(options)
        return own.call(client, options)
      }
    },
  })
}

interface Read {
  table: string
  /** Conditions on the key that ClickHouse uses. */
  keys: string[]
  isPartitionPruned: boolean
  /** Granules read, of those that the table has. */
  selected: number
  initial: number
}

interface Index {
  Type: string
  Keys?: string[]
  'Initial Granules': number
  'Selected Granules': number
}

async function readsOf({ query, query_params }: (typeof asked)[number]): Promise<Read[]> {
  const result = await telemetry.clickhouse.query({
    query: `EXPLAIN json = 1, indexes = 1 ${query.replace(/ FORMAT Native$/, '')}`,
    query_params,
    format: 'TabSeparatedRaw',
  })
  const reads: Read[] = []
  JSON.parse(await result.text(), (_, node) => {
    if (node?.['Node Type'] !== 'ReadFromMergeTree') return node
    const indexes = (node.Indexes ?? []) as Index[]
    reads.push({
      table: String(node.Description).replace('hanzo.', ''),
      keys: indexes.find(({ Type }) => Type === 'PrimaryKey')?.Keys ?? [],
      isPartitionPruned: indexes.some(({ Type, Keys }) => Type === 'Partition' && Keys !== undefined),
      selected: indexes.at(-1)?.['Selected Granules'] ?? 0,
      initial: indexes[0]?.['Initial Granules'] ?? 0,
    })
    return node
  })
  return reads
}

/** What tables an answer was read from, and how. */
async function plansOf(path: string, body?: object): Promise<Read[]> {
  asked.length = 0
  const url = `/api/projects/p${path}`
  const response = await app.inject(body ? { method: 'POST', url, payload: body } : { url })
  expect(response.statusCode, response.body).toBe(200)
  const reads: Read[] = []
  for (const one of [...asked]) reads.push(...(await readsOf(one)))
  return reads
}

const iso = (milliseconds: number) => new Date(milliseconds).toISOString()
const hour = { from: iso(end - 2 * 3_600_000), to: iso(end - 3_600_000) }
const day = { from: iso(end - 86_400_000), to: iso(end) }
const query = (range: object, asked: object) =>
  metricQueryRequestSchema.parse({ ...range, queries: [{ id: 'A', ...asked }] })
const url = (range: Record<string, string>) => String(new URLSearchParams(range))

const HOUR_OF_POINTS = ['project_id', 'metric_name', 'toStartOfHour(timestamp)']
const HOUR_OF_BUCKETS = ['project_id', 'metric_name', 'toStartOfHour(bucket)']

const quantile = { aggregation: 'p99' }
/** Questions by what they read, and the part of its key that says where. */
const cases: [question: string, table: string, keys: string[], path: string, body?: object][] = [
  [
    'a level over an hour',
    'metric_points',
    HOUR_OF_POINTS,
    '/metrics/query',
    query(hour, { name: 'number.m7', aggregation: 'avg' }),
  ],
  ['a rate over an hour', 'metric_points', HOUR_OF_POINTS, '/metrics/query', query(hour, { name: 'number.m7' })],
  [
    'a level over a day',
    'metric_points_5m',
    HOUR_OF_BUCKETS,
    '/metrics/query',
    query(day, { name: 'number.m7', aggregation: 'avg' }),
  ],
  [
    'a rate over a day',
    'metric_points_5m',
    HOUR_OF_BUCKETS,
    '/metrics/query',
    query(day, { name: 'number.m7', groupBy: ['route'] }),
  ],
  [
    'a quantile over an hour',
    'metric_histogram_points',
    HOUR_OF_POINTS,
    '/metrics/query',
    query(hour, { name: 'explicit.m7', ...quantile }),
  ],
  [
    'a quantile over a day',
    'metric_explicit_histogram_points_5m',
    HOUR_OF_BUCKETS,
    '/metrics/query',
    query(day, { name: 'explicit.m7', ...quantile }),
  ],
  [
    'a rate of a histogram',
    'metric_explicit_histogram_points_5m',
    HOUR_OF_BUCKETS,
    '/metrics/query',
    query(day, { name: 'explicit.m7', aggregation: 'rate' }),
  ],
  [
    'a heatmap',
    'metric_explicit_histogram_points_5m',
    HOUR_OF_BUCKETS,
    `/metrics/heatmap?name=explicit.m7&${url(day)}`,
  ],
  [
    'an exponential quantile over an hour',
    'metric_exponential_histogram_points',
    HOUR_OF_POINTS,
    '/metrics/query',
    query(hour, { name: 'exponential.m7', ...quantile }),
  ],
  [
    'an exponential quantile over a day',
    'metric_exponential_histogram_points_5m',
    HOUR_OF_BUCKETS,
    '/metrics/query',
    query(day, { name: 'exponential.m7', ...quantile }),
  ],
  [
    'an exponential heatmap',
    'metric_exponential_histogram_points_5m',
    HOUR_OF_BUCKETS,
    `/metrics/heatmap?name=exponential.m7&${url(day)}`,
  ],
  [
    'a summary',
    'metric_summary_points',
    HOUR_OF_POINTS,
    '/metrics/query',
    query(hour, { name: 'summary.m7', aggregation: 'p50' }),
  ],
  [
    'PromQL',
    'metric_points',
    HOUR_OF_POINTS,
    `/prometheus/api/v1/query?query=${encodeURIComponent('sum({__name__="number.m7"})')}&time=${end / 1000 - 3600}`,
  ],
]

describe('the plan of each question', () => {
  it.each(cases)('%s reads its part of %s by the key', async (_, table, keys, path, body) => {
    const reads = (await plansOf(path, body)).filter((read) => read.table === table)
    expect(reads.length).toBeGreaterThanOrEqual(1)
    for (const read of reads) {
      expect(read.keys).toEqual(expect.arrayContaining(keys))
      expect(read.isPartitionPruned).toBe(true)
      // A 40th of them is the metric's, and its ends lie in granules that it shares; parts that are not merged have ends of their own.
      expect(read.selected).toBeGreaterThanOrEqual(1)
      expect(read.selected / read.initial).toBeLessThan(0.25)
    }
  })

  it.each(cases)('%s finds series by the key', async (_, __, ___, path, body) => {
    const reads = (await plansOf(path, body)).filter(({ table }) => table === 'metric_series')
    expect(reads.length).toBeGreaterThanOrEqual(1)
    for (const { keys } of reads) expect(keys).toContain('project_id')
  })

  it('the catalogue reads series and counts, and no points', async () => {
    const reads = await plansOf(`/metrics?${url(day)}`)
    expect(new Set(reads.map(({ table }) => table))).toEqual(new Set(['metric_series', 'metric_counts_5m']))
    for (const { keys } of reads) expect(keys).toContain('project_id')
  })

  it('the attributes of a metric are those of its series, by the key', async () => {
    const reads = await plansOf(`/metrics/attributes?name=number.m7&${url(day)}`)
    const ofSeries = reads.filter(({ table }) => table === 'metric_series')
    expect(ofSeries.length).toBeGreaterThanOrEqual(1)
    for (const { keys } of ofSeries) expect(keys).toEqual(expect.arrayContaining(['project_id', 'metric_name']))
  })
})
