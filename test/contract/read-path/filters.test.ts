import { type LogFilter, logFilterSchema, type SpanFilter, type SpanSummary, spanFilterSchema } from '@hanzo/schema/api'
import { attributeColumns, type LogRow, type ResourceRow, type RunningSpanRow, type SpanRow } from '@hanzo/schema/row'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import type { ColumnBatch } from '../../../apps/ingest/src/columns/column-batch.ts'
import { listLogs } from '../../../apps/ingest/src/query/list-logs.ts'
import { listSpans } from '../../../apps/ingest/src/query/list-spans.ts'
import { logConditions } from '../../../apps/ingest/src/query/log-filter.ts'
import {
  nowParam,
  openSpanConditions,
  WITH_OPEN_COLUMNS,
  wantsOpenSpans,
} from '../../../apps/ingest/src/query/open-spans.ts'
import { type QueryContext, runQuery } from '../../../apps/ingest/src/query/run-query.ts'
import { scoped } from '../../../apps/ingest/src/query/scope.ts'
import { spanConditions } from '../../../apps/ingest/src/query/span-filter.ts'
import { openBatch, type TailTable } from '../../../apps/ingest/src/tail/batch-rows.ts'
import type { SelectRows } from '../../../apps/ingest/src/tail/select-rows.ts'
import { selectLogs, selectRunningSpans, selectSpans } from '../../../apps/ingest/src/tail/selectors.ts'
import { logSummaryOf, runningSpanSummaryOf, spanSummaryOf } from '../../../apps/ingest/src/tail/tail-rows.ts'
import { columnsOf } from '../../fixtures/put-rows.ts'
import { rowOf, spanIdOf, traceIdOf } from '../../fixtures/rows.ts'
import { double, int } from '../../fixtures/searched-rows.ts'
import { openTelemetryDatabase, type TelemetryDatabase } from '../../fixtures/telemetry-database.ts'

const now = Date.now()
const rowsMax = 400
const seed = 20_261_122

// Few keys and values, so that random filters meet random rows.
const key = fc.constantFrom('a', 'b', 'c=d', 'http.route')
const words = [
  'Connection',
  'REFUSED',
  'naïve',
  'ÜBER',
  '100%',
  'a_b',
  'c:\\temp',
  'é',
  'x=y',
  '日本語',
  'ΟΔΟΣ',
  'ъЁ',
  'straße',
  'time',
  'out',
]
const text = fc.array(fc.constantFrom(...words, ' ', '-', '.'), { maxLength: 5 }).map((parts) => parts.join(''))
const value = fc.oneof(fc.constantFrom('', '1', '1.5', '-7', 'true', 'false', 'null', '[1]', 'd=e', 'x'), text)
const mapOf = <V>(values: fc.Arbitrary<V>) =>
  fc.array(fc.tuple(key, values), { maxLength: 2 }).map((pairs) => new Map(pairs))

const record = fc.record({
  service_name: fc.constantFrom('pay', 'shop', ''),
  resource_id: fc.constantFrom(1n, 2n, 3n),
  attributes_string: mapOf(value),
  attributes_unindexed: mapOf(value),
  attributes_int: mapOf(int),
  attributes_double: mapOf(double),
  attributes_bool: mapOf(fc.boolean()),
  attributes_json: mapOf(fc.constantFrom('null', '[1]', '{"bytesValue":"AA=="}')),
})
const id = fc.integer({ min: 0, max: 3 })
const span = fc.record({
  record,
  name: text,
  status_message: text,
  status_code: fc.integer({ min: 0, max: 2 }),
  kind: fc.integer({ min: 0, max: 5 }),
  parent: id,
  duration_nanoseconds: fc.constantFrom(0n, 5n, 2n ** 53n + 1n),
})
const log = fc.record({ record, body: text, severity_number: fc.integer({ min: 0, max: 30 }), trace: id, span: id })

const filterBase = {
  service: fc.array(fc.constantFrom('pay', 'shop', '', 'none'), { maxLength: 2 }),
  attribute: fc.array(
    fc
      .tuple(fc.constantFrom('a', 'b', 'c', 'http.route', 'pod'), fc.oneof(value, int.map(String), double.map(String)))
      .map(([k, v]) => `${k}=${v}`),
    { maxLength: 1 },
  ),
  text: fc.oneof(
    fc.constant(''),
    text,
    fc.constantFrom(
      'connection',
      'FUSED',
      'über',
      'NAÏVE',
      '%',
      '_',
      '\\',
      'e',
      'tion ref',
      'οδος',
      'ὀδός',
      'Ъё',
      'STRASSE',
      'strasse',
      'İ',
      ' ',
    ),
  ),
}
const pick = <T>(...values: T[]) => fc.array(fc.constantFrom(...values), { maxLength: 2 })
const duration = fc.constantFrom(undefined, '0', '5', '6', String(2n ** 53n), String(2n ** 53n + 1n))
const spanFilter = fc.record({
  ...filterBase,
  name: fc.oneof(fc.constant([]), fc.array(text, { maxLength: 2 })),
  status: pick('unset', 'ok', 'error', 'running'),
  rootOnly: fc.constantFrom('true', 'false'),
  minDurationNanoseconds: duration,
  maxDurationNanoseconds: duration,
})
const logFilter = fc.record({
  ...filterBase,
  severity: pick('unspecified', 'trace', 'debug', 'info', 'warn', 'error', 'fatal'),
  traceId: fc.option(id.map(traceIdOf), { nil: undefined, freq: 1 }),
  spanId: fc.option(id.map(spanIdOf), { nil: undefined, freq: 1 }),
})

let telemetry: TelemetryDatabase
let context: QueryContext
let spans: SpanRow[]
let runningSpans: RunningSpanRow[]
let logs: LogRow[]
let columns: ColumnBatch
const resources: ResourceRow[] = [
  rowOf('resources', {
    project_id: 'p',
    resource_id: 1n,
    attributes: new Map([
      ['a', '1'],
      ['pod', 'x'],
    ]),
  }),
  rowOf('resources', { project_id: 'p', resource_id: 2n, attributes: new Map([['pod', 'd=e']]) }),
  // Of another project: its attributes must not lend themselves to this one's rows.
  rowOf('resources', { project_id: 'q', resource_id: 3n, attributes: new Map([['pod', 'x']]) }),
]
beforeAll(async () => {
  telemetry = await openTelemetryDatabase()
  context = { clickhouse: telemetry.clickhouse, project: { projectId: 'p', retentionDays: 30 } }
  const common = (sequence: number) => ({
    project_id: 'p',
    retention_days: 30,
    timestamp: BigInt(now - 60_000 + (sequence % 50)) * 1_000_000n,
    sequence: BigInt(sequence),
  })
  spans = fc.sample(span, { numRuns: rowsMax, seed }).map(({ record, parent, ...fields }, index) =>
    rowOf('spans', {
      ...common(index),
      ...record,
      ...fields,
      parent_span_id: spanIdOf(parent),
      trace_id: traceIdOf(index),
      span_id: spanIdOf(index),
    }),
  )
  runningSpans = spans.map(({ project_id, timestamp, trace_id, span_id, parent_span_id, name, sequence, ...row }) =>
    rowOf('running_spans', {
      ...{ project_id, timestamp, trace_id, span_id, parent_span_id, name, sequence, retention_days: 7 },
      ...{ service_name: row.service_name, resource_id: row.resource_id, kind: row.kind },
      ...typedAttributesOf(row),
      end_expected_by: timestamp + 10n ** 13n,
    }),
  )
  logs = fc
    .sample(log, { numRuns: rowsMax, seed })
    .map(({ record, trace, span, ...fields }, index) =>
      rowOf('logs', { ...common(index), ...record, ...fields, trace_id: traceIdOf(trace), span_id: spanIdOf(span) }),
    )
  const rowsSeen = resources.map((row) => ({
    ...row,
    last_seen: Math.floor(now / 1000),
    first_seen: Math.floor(now / 1000),
  }))
  // Those of another project stand among them.
  const others = spans.map((row) => ({ ...row, project_id: 'q', sequence: row.sequence + 10_000n }))
  const mixed = spans.flatMap((row, index) => [row, others[index] as SpanRow])
  columns = columnsOf({ spans: mixed, running_spans: runningSpans, logs, resources: rowsSeen })
  await telemetry.insert({ spans, running_spans: runningSpans, logs, resources: rowsSeen })
}, 120_000)
afterAll(() => telemetry.close(), 60_000)

const typedAttributesOf = (row: Pick<SpanRow, keyof typeof attributeColumns>) =>
  Object.fromEntries(
    (Object.keys(attributeColumns) as (keyof typeof attributeColumns)[]).map((column) => [column, row[column]]),
  )

async function sequencesOf(
  table: 'spans' | 'running_spans' | 'logs',
  where: { sql: string; params: Record<string, unknown> },
) {
  const columns = table === 'running_spans' ? WITH_OPEN_COLUMNS : ''
  const sql = `${columns} SELECT sequence FROM ${scoped(table)}${where.sql} ORDER BY sequence LIMIT ${rowsMax}`
  const { rows } = await runQuery(context, {
    sql,
    params: { ...where.params, ...nowParam(context), from: now - 3_600_000, to: now + 3_600_000 },
    row: z.object({ sequence: z.coerce.bigint() }),
  })
  return rows.map(({ sequence }) => sequence)
}

const readSpanFilter = (filter: unknown): SpanFilter => spanFilterSchema.parse(filter)
const readLogFilter = (filter: unknown): LogFilter => logFilterSchema.parse(filter)

/** What a filter finds among the same rows in the columns of a tail. */
function sequencesIn<T extends TailTable>(table: T, select: SelectRows<T>): bigint[] {
  const rows = openBatch({ batch: columns, through: 0n }).of(table)
  return [...(rows ? select(rows.ofProject('p')) : [])].map((at) => {
    rows!.row.at = at
    return rows!.row.sequence
  })
}

describe('a filter means the same', () => {
  it('for stored spans and for spans in a tail', async () => {
    let found = 0
    await fc.assert(
      fc.asyncProperty(spanFilter.map(readSpanFilter), async (filter) => {
        const expected = sequencesIn('spans', selectSpans(filter))
        found += expected.length
        expect(await sequencesOf('spans', spanConditions(filter))).toEqual(expected)
      }),
      { numRuns: 200, seed },
    )
    expect(found).toBeGreaterThan(2 * rowsMax)
  }, 120_000)

  it('for stored starts and for starts in a tail', async () => {
    let found = 0
    await fc.assert(
      fc.asyncProperty(spanFilter.map(readSpanFilter), async (filter) => {
        const expected = sequencesIn('running_spans', selectRunningSpans(filter))
        found += expected.length
        const stored = wantsOpenSpans(filter) ? await sequencesOf('running_spans', openSpanConditions(filter)) : []
        expect(stored).toEqual(expected)
      }),
      { numRuns: 200, seed },
    )
    // What has run for a minute is longer than most filters allow.
    expect(found).toBeGreaterThan(rowsMax / 2)
  }, 120_000)

  it('for stored log records and for records in a tail', async () => {
    let found = 0
    await fc.assert(
      fc.asyncProperty(logFilter.map(readLogFilter), async (filter) => {
        const expected = sequencesIn('logs', selectLogs(filter))
        found += expected.length
        expect(await sequencesOf('logs', logConditions(filter))).toEqual(expected)
      }),
      { numRuns: 200, seed },
    )
    expect(found).toBeGreaterThan(2 * rowsMax)
  }, 120_000)
})

describe('a row looks the same', () => {
  const page = { from: 'now-15m', to: 'now', limit: rowsMax, cursor: undefined, columns: [] }

  it('in a list of spans and in a tail', async () => {
    const listed = await listSpans(context, { ...page, ...readSpanFilter({}) })
    const shown = new Map(spans.map((row) => [spanIdOf(Number(row.sequence)), spanSummaryOf(row)]))
    expect(listed.rows).toHaveLength(rowsMax)
    for (const row of listed.rows) expect(row).toEqual(shown.get(row.spanId))
  })

  it('in a list of what runs and in a tail, but for the time that passed', async () => {
    const row = rowOf('running_spans', {
      ...{ project_id: 'r', retention_days: 7, timestamp: BigInt(now - 60_000) * 1_000_000n, sequence: 1n, kind: 2 },
      ...{ trace_id: traceIdOf(1), span_id: spanIdOf(1), name: 'run', service_name: 'pay', session_id: 's' },
      end_expected_by: BigInt(now + 60_000) * 1_000_000n,
    })
    await telemetry.insert({ running_spans: [row] })
    const other = { ...context, project: { projectId: 'r', retentionDays: 30 } }
    const { rows } = await listSpans(other, { ...page, ...readSpanFilter({}) })
    const untimed = (span: SpanSummary) => ({ ...span, durationNanoseconds: '' })
    expect(rows.map(untimed)).toEqual([untimed(runningSpanSummaryOf(row))])
  })

  it('in a list of log records and in a tail', async () => {
    const listed = await listLogs(context, { ...page, ...readLogFilter({}) })
    const shown = new Map(logs.map((row) => [`${row.timestamp}-${row.sequence}`, logSummaryOf(row)]))
    expect(listed.rows).toHaveLength(rowsMax)
    for (const row of listed.rows) expect(row).toEqual(shown.get(row.logId))
  })
})
