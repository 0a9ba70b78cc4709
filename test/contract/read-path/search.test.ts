import type { LogRow, MetricSeriesRow, RunningSpanRow, SpanRow } from '@hanzo/schema/row'
import { type Condition, matchSearch, parseSearch, printSearch, resolveSearch, type SearchSignal } from '@hanzo/search'
import { type SearchedTable, searchSql } from '@hanzo/search/sql'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { nowParam, WITH_OPEN_COLUMNS } from '../../../apps/ingest/src/query/open-spans.ts'
import { type QueryContext, runQuery } from '../../../apps/ingest/src/query/run-query.ts'
import { scoped } from '../../../apps/ingest/src/query/scope.ts'
import {
  logSearches,
  rowSearches,
  seriesSearches,
  spanSearches,
  wordSearches,
} from '../../fixtures/search-arbitraries.ts'
import {
  resourceOf,
  searchedLogs,
  searchedResources,
  searchedSeries,
  searchedSpans,
  searchedStarts,
} from '../../fixtures/searched-rows.ts'
import { openTelemetryDatabase, type TelemetryDatabase } from '../../fixtures/telemetry-database.ts'

const now = Date.now()
const rowsMax = 300
const seed = 20_261_123

let telemetry: TelemetryDatabase
let context: QueryContext
let spans: SpanRow[]
let starts: RunningSpanRow[]
let logs: LogRow[]
let series: MetricSeriesRow[]

beforeAll(async () => {
  telemetry = await openTelemetryDatabase()
  context = {
    clickhouse: telemetry.clickhouse,
    project: { projectId: 'p', retentionDays: 30 },
    nowMilliseconds: now,
  }
  spans = searchedSpans(rowsMax, seed, now)
  starts = searchedStarts(spans)
  logs = searchedLogs(rowsMax, seed, now)
  series = searchedSeries(rowsMax, seed, now)
  const seen = Math.floor(now / 1000)
  const resources = searchedResources.map((row) => ({ ...row, last_seen: seen, first_seen: seen }))
  // A span of another project, which must be nobody's parent and in nobody's trace.
  const foreign = spans.map((row) => ({ ...row, project_id: 'q', status_code: 2, service_name: 'foreign' }))
  await telemetry.insert({
    spans: [...spans, ...foreign],
    running_spans: starts,
    logs,
    metric_series: series,
    resources,
  })
}, 120_000)
afterAll(() => telemetry.close(), 60_000)

/** What tells the rows of a table apart. */
const numberOf = (table: SearchedTable) => (table === 'metric_series' ? 'series_id' : 'sequence')
const signalOf = (table: SearchedTable): SearchSignal =>
  table === 'metric_series' ? 'metrics' : table === 'logs' ? 'logs' : 'spans'

async function numbersOf(table: SearchedTable, condition: Condition) {
  const { sql, params } = searchSql(condition, { table, scoped, widestRange: 'timestamp > 0' })
  const columns = table === 'running_spans' ? WITH_OPEN_COLUMNS : ''
  const { rows } = await runQuery(context, {
    sql: `${columns} SELECT ${numberOf(table)} AS number FROM ${scoped(table)} AND ${sql} ORDER BY number LIMIT ${rowsMax}`,
    params: { ...params, ...nowParam(context) },
    row: z.object({ number: z.coerce.bigint() }),
  })
  return rows.map(({ number }) => number)
}

/** The spans that a structural term about a row looks at, found by going through all. */
function relatives(relation: 'parent' | 'child' | 'trace', row: Pick<SpanRow, 'trace_id' | 'span_id'>) {
  const parent = 'parent_span_id' in row ? row.parent_span_id : ''
  return spans
    .filter((span) => {
      if (span.trace_id !== row.trace_id) return false
      if (relation === 'parent') return span.span_id === parent
      return relation === 'trace' || span.parent_span_id === row.span_id
    })
    .map((span) => ({ span, resource: resourceOf(span) }))
}

const nowNanoseconds = () => BigInt(now) * 1_000_000n

/** Compares both ways to evaluate a search, for many searches; tells how many rows were found in all. */
async function compareAll<T extends SearchedTable>(
  table: T,
  rows: { logs: LogRow; spans: SpanRow; running_spans: RunningSpanRow; metric_series: MetricSeriesRow }[T][],
  searches: fc.Arbitrary<string>,
  numRuns: number,
): Promise<number> {
  let found = 0
  await fc.assert(
    fc.asyncProperty(searches, async (text) => {
      const condition = resolveSearch(parseSearch(text), signalOf(table))
      const takes = matchSearch(condition, table, { nowNanoseconds, relatives })
      const expected = rows
        .filter((row) => takes(row as never, () => resourceOf(row)))
        .map((row) => ('series_id' in row ? row.series_id : row.sequence))
      found += expected.length
      expect(await numbersOf(table, condition), text).toEqual(expected)
    }),
    { numRuns, seed },
  )
  return found
}

const signed = (signal: SearchSignal, searches: fc.Arbitrary<string>) => searches.map((text) => [signal, text] as const)

describe('a search finds the same', () => {
  it('among stored spans and by going through all of them', async () => {
    expect(await compareAll('spans', spans, spanSearches, 400)).toBeGreaterThan(20 * rowsMax)
  }, 240_000)

  it('among stored starts and by going through all of them', async () => {
    expect(await compareAll('running_spans', starts, rowSearches, 200)).toBeGreaterThan(10 * rowsMax)
  }, 240_000)

  it('among stored log records and by going through all of them', async () => {
    expect(await compareAll('logs', logs, logSearches, 300)).toBeGreaterThan(10 * rowsMax)
  }, 240_000)

  it('of words among stored log records and by going through all of them', async () => {
    expect(await compareAll('logs', logs, wordSearches, 400)).toBeGreaterThan(10 * rowsMax)
  }, 240_000)

  it('among stored series of metrics and by going through all of them', async () => {
    expect(await compareAll('metric_series', series, seriesSearches, 300)).toBeGreaterThan(10 * rowsMax)
  }, 240_000)

  it('when it was printed and read again', () => {
    fc.assert(
      fc.property(
        fc.oneof(signed('spans', spanSearches), signed('logs', logSearches), signed('metrics', seriesSearches)),
        ([signal, text]) => {
          const printed = printSearch(parseSearch(text))
          expect(printSearch(parseSearch(printed))).toBe(printed)
          expect(resolveSearch(parseSearch(printed), signal)).toEqual(resolveSearch(parseSearch(text), signal))
        },
      ),
      { numRuns: 1000, seed },
    )
  })
})
