import { scoped } from './scope.ts'
import type { TimeBounds } from './time-bounds.ts'

const minute = 60_000
const quarterSeconds = 900
const quarter = quarterSeconds * 1000
const time = (name: string): string => `fromUnixTimestamp64Milli({${name}:Int64}, 'UTC')`
const seconds = (name: string): string => `toDateTime(intDiv({${name}:Int64}, 1000), 'UTC')`

const union = (...parts: string[]): string => `(
  ${parts.join('\n  UNION ALL\n  ')}
)`
const buckets = (rollup: string, from: string, to: string): string => `${rollup}
    AND bucket >= ${seconds(from)} AND bucket < ${seconds(to)}`
/** What lies before and behind the whole minutes. */
const begunMinutes = (rows: string): string[] =>
  [
    ['from', 'wholeFrom'],
    ['wholeTo', 'to'],
  ].map(
    ([from = '', to = '']) => `${rows}
    AND timestamp >= ${time(from)} AND timestamp < ${time(to)}`,
  )

/** Whole minutes come from a rollup, the begun ones at both ends from the rows themselves: exact and cheap. */
export function minuteCounts(rollup: string, rows: string): string {
  return union(buckets(rollup, 'wholeFrom', 'wholeTo'), ...begunMinutes(rows))
}

/** The same where no times are told apart but quarters of an hour: whole ones come from a roll-up that has a fifteenth of the rows. */
export function quarterCounts(quarters: string, minutes: string, rows: string): string {
  return union(
    buckets(quarters, 'quarterFrom', 'quarterTo'),
    buckets(minutes, 'wholeFrom', 'quarterFrom'),
    buckets(minutes, 'quarterTo', 'wholeTo'),
    ...begunMinutes(rows),
  )
}

/** Counts of spans for questions that tell times apart by so many seconds; by none where the step is absent. */
export function countsOfSpans(rollup: (table: SpanRollup) => string, rows: string): (step?: number) => string {
  const byMinute = minuteCounts(rollup('span_metrics_1m'), rows)
  const byQuarter = quarterCounts(rollup('span_metrics_15m'), rollup('span_metrics_1m'), rows)
  return (step = quarterSeconds) => (step % quarterSeconds === 0 ? byQuarter : byMinute)
}

type SpanRollup = 'span_metrics_1m' | 'span_metrics_15m'

/** Spans by minute or quarter of an hour, service and name: `minute, service_name, name, spans, oks, errors`. */
export const spanCounts = countsOfSpans(
  (table) => `SELECT bucket AS minute, service_name, name, span_count AS spans, ok_count AS oks, error_count AS errors
  FROM ${scoped(table)}`,
  `SELECT
    toStartOfMinute(timestamp) AS minute, service_name, name,
    toUInt64(1) AS spans, toUInt64(status_code = 1) AS oks, toUInt64(status_code = 2) AS errors
  FROM ${scoped('spans')}`,
)

/** The same with a row for each status: `status_code` beside the others. */
export const spanCountsByStatus = (step?: number): string => `(
  SELECT
    minute, service_name, name, status_code, counted AS spans,
    if(status_code = 1, counted, 0) AS oks, if(status_code = 2, counted, 0) AS errors
  FROM (SELECT minute, service_name, name, spans AS total, oks AS total_oks, errors AS total_errors FROM ${spanCounts(step)})
  ARRAY JOIN
    CAST([0, 1, 2], 'Array(UInt8)') AS status_code,
    [toUInt64(total - total_oks - total_errors), total_oks, total_errors] AS counted
)`

/** Log records by minute, service and severity: `minute, service_name, severity_number, records`. */
export const LOG_COUNTS = minuteCounts(
  `SELECT bucket AS minute, service_name, severity_number, log_count AS records
  FROM ${scoped('log_counts_1m')}`,
  `SELECT toStartOfMinute(timestamp) AS minute, service_name, severity_number, toUInt64(1) AS records
  FROM ${scoped('logs')}`,
)

/** Log records by minute, service, severity and pattern: `minute, service_name, severity_number, pattern_id, records`. */
export const LOG_PATTERN_COUNTS = minuteCounts(
  `SELECT bucket AS minute, service_name, severity_number, pattern_id, log_count AS records
  FROM ${scoped('log_pattern_counts_1m')}`,
  `SELECT toStartOfMinute(timestamp) AS minute, service_name, severity_number, pattern_id, toUInt64(1) AS records
  FROM ${scoped('logs')}`,
)

/** Binds what both kinds of counts name: where whole minutes, and of these whole quarters of an hour, begin and end. */
export function minuteCountsParams({ fromMilliseconds: from, toMilliseconds: to }: TimeBounds) {
  const [wholeFrom, wholeTo] = wholeUnits(from, to, minute)
  const [quarterFrom, quarterTo] = wholeUnits(wholeFrom, wholeTo, quarter)
  return { from, wholeFrom, quarterFrom, quarterTo, wholeTo, to }
}

/** Where the whole units of a range begin and end; both at its end where it has none. */
function wholeUnits(from: number, to: number, unit: number): [from: number, to: number] {
  const [first, last] = [Math.ceil(from / unit) * unit, Math.floor(to / unit) * unit]
  return first < last ? [first, last] : [to, to]
}
