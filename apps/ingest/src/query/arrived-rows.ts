import type { LogFilter, LogSummary, SpanFilter, SpanSummary } from '@hanzo/schema/api'
import { sequenceInstanceShift } from '@hanzo/schema/row'
import { z } from 'zod'
import { earlier, later } from '../sequence-order.ts'
import type { Conditions } from './conditions.ts'
import { logConditions } from './log-filter.ts'
import { LOG_SUMMARY, logSummaryRow, toLogSummary } from './log-summary.ts'
import {
  nowParam,
  OPEN_SPAN_SUMMARY,
  openSpanConditions,
  openSpanRow,
  WITH_OPEN_COLUMNS,
  wantsEndedSpans,
  wantsOpenSpans,
} from './open-spans.ts'
import { type QueryContext, runQuery } from './run-query.ts'
import { scoped } from './scope.ts'
import { spanConditions } from './span-filter.ts'
import { SPAN_SUMMARY, spanSummaryRow } from './span-summary.ts'

/** What one receiver numbered above `after`, up to `through`. */
export interface Arrival {
  /** The receiver's number. */
  instance: number
  after: bigint
  through: bigint
}

/** Rows in the order of their arrival, as the tails show them. `through` is how far they reach: of all that arrived when there were few. */
export interface ArrivedRows {
  rows: unknown[]
  through: bigint
}

/** Records as lists show them, of one of the two signals whose rows are numbered. */
export type NumberedSubject = { signal: 'traces'; filter: SpanFilter } | { signal: 'logs'; filter: LogFilter }

const instanceMask = 255
// The plain comparison is for the index on sequence.
const ARRIVED = `sequence > {after:UInt64} AND sequence <= {through:UInt64}
  AND bitAnd(bitShiftRight(sequence, ${sequenceInstanceShift}), ${instanceMask}) = {instance:UInt8}`

const IN_ORDER = `
ORDER BY sequence
LIMIT {limit:UInt32}`

/** One of the tables that a signal's records stand in. */
interface Source {
  with: string
  /** Names the table by its project. */
  from: string
  columns: string
  where: Conditions
  row: z.ZodType<{ sequence: string }>
  show(row: { sequence: string }): SpanSummary | LogSummary
}

const sequence = { sequence: z.string() }
const spanRow = spanSummaryRow.extend(sequence)
const openRow = openSpanRow.extend(sequence)
const logRow = logSummaryRow.extend(sequence)
const withoutSequence = ({ sequence: _, ...row }: { sequence: string }) => row as SpanSummary

function sourcesOf(subject: NumberedSubject): Source[] {
  if (subject.signal === 'logs') {
    const show = (row: { sequence: string }) => toLogSummary(row as z.output<typeof logRow>)
    const where = logConditions(subject.filter)
    return [{ with: '', from: scoped('logs'), columns: LOG_SUMMARY, where, row: logRow, show }]
  }
  const { filter } = subject
  const ended: Source = {
    with: '',
    from: scoped('spans'),
    columns: SPAN_SUMMARY,
    where: spanConditions(filter),
    row: spanRow,
    show: withoutSequence,
  }
  const open: Source = {
    with: WITH_OPEN_COLUMNS,
    // A pair of start and end disappears from the table, and ends have no number.
    from: `${scoped('running_spans')}\n  AND sign = 1`,
    columns: OPEN_SPAN_SUMMARY,
    where: openSpanConditions(filter),
    row: openRow,
    show: withoutSequence,
  }
  return [...(wantsOpenSpans(filter) ? [open] : []), ...(wantsEndedSpans(filter) ? [ended] : [])]
}

/** What arrived lately may be of any time. The widest range that ClickHouse can tell, with an hour to spare. */
const anyTime = { from: 3_600_000, to: 10_413_000_000_000 }

function paramsOf(context: QueryContext, source: Source, { instance, after, through }: Arrival) {
  return {
    ...source.where.params,
    ...anyTime,
    ...nowParam(context),
    instance,
    after: String(after),
    through: String(through),
  }
}

/**
 * Reads rows by the order in which a receiver took them. All of them must be stored: nothing later comes before them.
 * @param limit of each table; where there are more, `through` is the last that was read.
 * @throws what `runQuery` throws.
 */
export async function readArrived(
  context: QueryContext,
  subject: NumberedSubject,
  arrival: Arrival,
  limit: number,
): Promise<ArrivedRows> {
  const parts = await Promise.all(
    sourcesOf(subject).map(async (source) => {
      const { rows } = await runQuery(context, {
        sql: `${source.with}
SELECT ${source.columns},
  sequence
FROM ${source.from}
  AND ${ARRIVED}${source.where.sql}${IN_ORDER}`,
        params: { ...paramsOf(context, source, arrival), limit },
        row: source.row,
      })
      return rows.map((row) => ({ sequence: BigInt(row.sequence), shown: source.show(row) }))
    }),
  )
  const ends = parts.flatMap((rows) => (rows.length < limit ? [] : (rows.at(-1)?.sequence ?? [])))
  const through = ends.reduce(earlier, arrival.through)
  const rows = parts.flat().filter((row) => row.sequence <= through)
  rows.sort((a, b) => (a.sequence < b.sequence ? -1 : 1))
  return { rows: rows.map(({ shown }) => shown), through }
}

const countRow = z.object({ count: z.coerce.number() })
/** A count is told to somebody who waits for rows. */
const countSecondsMax = 3

/** Counts the rows that `readArrived` would read. @throws what `runQuery` throws, within a few seconds. */
export async function countArrived(context: QueryContext, subject: NumberedSubject, arrival: Arrival): Promise<number> {
  const counts = await Promise.all(
    sourcesOf(subject).map(async (source) => {
      const { rows } = await runQuery(context, {
        sql: `${source.with}
SELECT count() AS count
FROM ${source.from}
  AND ${ARRIVED}${source.where.sql}`,
        params: paramsOf(context, source, arrival),
        row: countRow,
        settings: { max_execution_time: countSecondsMax },
      })
      return rows[0]?.count ?? 0
    }),
  )
  return counts.reduce((sum, count) => sum + count, 0)
}

const placeRow = z.object(sequence)

/** The place behind which each table has at most `rowsMax` rows of an arrival. @throws as `countArrived`. */
export async function newestArrived(
  context: QueryContext,
  subject: NumberedSubject,
  arrival: Arrival,
  rowsMax: number,
): Promise<bigint> {
  const places = await Promise.all(
    sourcesOf(subject).map(async (source) => {
      const { rows } = await runQuery(context, {
        sql: `${source.with}
SELECT sequence
FROM ${source.from}
  AND ${ARRIVED}${source.where.sql}
ORDER BY sequence DESC
LIMIT 1 OFFSET {rowsMax:UInt32}`,
        params: { ...paramsOf(context, source, arrival), rowsMax },
        row: placeRow,
        settings: { max_execution_time: countSecondsMax },
      })
      return BigInt(rows[0]?.sequence ?? arrival.after)
    }),
  )
  return places.reduce(later, arrival.after)
}
