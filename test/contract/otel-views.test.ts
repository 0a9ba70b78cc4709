import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { spanIdOf, traceIdOf } from '../fixtures/rows.ts'
import { openTelemetryDatabase, type TelemetryDatabase } from '../fixtures/telemetry-database.ts'
import { telemetryOf } from '../fixtures/telemetry-rows.ts'

let telemetry: TelemetryDatabase
const now = Math.floor(Date.now() / 1000) * 1000

beforeAll(async () => {
  telemetry = await openTelemetryDatabase()
  await telemetry.insert(telemetryOf('one', 'shop', now))
  await telemetry.insert(telemetryOf('two', 'bank', now))
}, 120_000)
afterAll(() => telemetry.close(), 60_000)

async function select(query: string): Promise<Record<string, unknown>[]> {
  const answer = await telemetry.clickhouse.query({
    query,
    format: 'JSONEachRow',
    clickhouse_settings: { output_format_json_quote_64bit_integers: 0 },
  })
  return answer.json()
}

/** Name and type of each column, as the exporter's tables have them. */
async function columnsOf(view: string): Promise<Record<string, string>> {
  const described = await select(`DESCRIBE TABLE ${view}`)
  return Object.fromEntries(described.map(({ name, type }) => [name, type])) as Record<string, string>
}

const texts = 'Map(LowCardinality(String), String)'

describe('otel_traces', () => {
  it('has the columns of the exporter', async () => {
    expect(await columnsOf('otel_traces')).toMatchObject({
      Timestamp: "DateTime64(9, 'UTC')",
      TraceId: 'String',
      SpanId: 'String',
      ParentSpanId: 'String',
      TraceState: 'String',
      SpanName: 'LowCardinality(String)',
      SpanKind: expect.stringContaining('String'),
      ServiceName: 'LowCardinality(String)',
      ResourceAttributes: texts,
      ScopeName: expect.stringContaining('String'),
      ScopeVersion: expect.stringContaining('String'),
      SpanAttributes: texts,
      Duration: 'UInt64',
      StatusCode: expect.stringContaining('String'),
      StatusMessage: 'String',
      'Events.Timestamp': "Array(DateTime64(9, 'UTC'))",
      'Events.Name': 'Array(LowCardinality(String))',
      'Events.Attributes': `Array(${texts})`,
      'Links.TraceId': 'Array(String)',
      'Links.SpanId': 'Array(String)',
      'Links.TraceState': 'Array(String)',
      'Links.Attributes': `Array(${texts})`,
    })
  })

  it('shows a span as it was sent, its attributes as texts whatever their types', async () => {
    const [span] = await select(`SELECT * FROM otel_traces WHERE ProjectId = 'one' AND StatusCode = 'Error'`)
    expect(span).toMatchObject({
      TraceId: traceIdOf(2),
      SpanId: spanIdOf(4),
      ParentSpanId: spanIdOf(3),
      SpanName: 'chat gpt',
      SpanKind: 'Client',
      ServiceName: 'shop',
      Duration: 4_000_000,
      StatusMessage: 'Card declined',
      ResourceAttributes: { 'service.name': 'shop', 'process.pid': '42' },
      SpanAttributes: { 'http.route': '/pay', prompt: 'x'.repeat(100), half: '0.5', yes: 'true', nothing: 'null' },
      'Events.Name': ['exception'],
      'Events.Attributes': [{ s: 'text' }],
      'Links.TraceId': [traceIdOf(9)],
      'Links.TraceState': ['a=b'],
    })
  })

  it('is found by its trace in the time that otel_traces_trace_id_ts tells', async () => {
    const id = traceIdOf(1)
    const bound = (end: string) =>
      `(SELECT ${end} FROM otel_traces_trace_id_ts WHERE TraceId = '${id}' AND ProjectId = 'two')`
    const spans = await select(`
      SELECT SpanName, ParentSpanId = '' AS IsRoot FROM otel_traces
      WHERE ProjectId = 'two' AND TraceId = '${id}' AND Timestamp >= ${bound('Start')} AND Timestamp <= ${bound('End')} + 1
      ORDER BY Timestamp`)
    expect(spans).toEqual([
      { SpanName: 'GET /bank', IsRoot: 1 },
      { SpanName: 'chat gpt', IsRoot: 0 },
    ])
  })
})

it('otel_logs shows a record as it was sent', async () => {
  const records = await select(`SELECT * FROM otel_logs WHERE ServiceName = 'shop' ORDER BY Timestamp DESC`)
  expect(records).toHaveLength(3)
  expect(records[0]).toMatchObject({ TraceId: '', SpanId: '', SeverityText: 'INFO', Body: 'shop took payment 3' })
  expect(records[2]).toMatchObject({
    TraceId: traceIdOf(1),
    SeverityText: 'ERROR',
    SeverityNumber: 17,
    Body: 'shop took payment 1',
    ResourceSchemaUrl: 'https://opentelemetry.io/schemas/1.37.0',
    ResourceAttributes: { 'k8s.pod.name': 'shop-0' },
    LogAttributes: { big: '9007199254740993' },
  })
})

describe('metrics', () => {
  const types: [view: string, type: string, point: object][] = [
    ['otel_metrics_gauge', 'gauge', { Value: 1.5 }],
    ['otel_metrics_sum', 'sum', { Value: 60, AggregationTemporality: 2, IsMonotonic: true }],
    ['otel_metrics_histogram', 'histogram', { Count: 4, Sum: 6, BucketCounts: [2, 2, 0], ExplicitBounds: [1, 2] }],
    [
      'otel_metrics_exponential_histogram',
      'exponential_histogram',
      { Count: 4, Scale: 0, PositiveBucketCounts: [2, 2] },
    ],
    ['otel_metrics_summary', 'summary', { 'ValueAtQuantiles.Quantile': [0.5], 'ValueAtQuantiles.Value': [1.5] }],
  ]

  it.each(types)('%s shows the points of its type with what their series tells', async (view, type, point) => {
    expect(await select(`SELECT * FROM ${view} WHERE ProjectId = 'one'`)).toMatchObject([
      {
        ServiceName: 'shop',
        MetricName: `shop.${type}`,
        MetricDescription: `${type} of shop`,
        MetricUnit: 's',
        Attributes: { route: '/pay' },
        ResourceAttributes: { 'process.pid': '42' },
        ...point,
      },
    ])
  })
})

describe('a filter on times', () => {
  const tables = [
    ['otel_traces', 'spans', 'Timestamp'],
    ['otel_logs', 'logs', 'Timestamp'],
    ['otel_metrics_sum', 'metric_points', 'TimeUnix'],
  ] as const

  it.each(tables)('on %s reads no other part of %s', async (view, table, time) => {
    const explained = await telemetry.clickhouse.query({
      query: `EXPLAIN indexes = 1 SELECT count() FROM ${view} WHERE ${time} < '2020-01-01 00:00:00'`,
      format: 'TabSeparatedRaw',
    })
    const plan = await explained.text()
    expect(plan.slice(plan.indexOf(`hanzo.${table})`))).toMatch(/Parts: 0\/\d/)
  })
})
