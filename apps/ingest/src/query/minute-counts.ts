import { scoped } from './scope.ts'
import type { TimeBounds } from './time-bounds.ts'

const minute = 60_000
const time = (name: string): string => `fromUnixTimestamp64Milli({${name}:Int64}, 'UTC')`
const seconds = (name: string): string => `toDateTime(intDiv({${name}:Int64}, 1000), 'UTC')`

/** Whole minutes come from a rollup, the begun ones at both ends from the rows themselves: exact and cheap. */
export function minuteCounts(rollup: string, rows: string): string {
  return `(
  ${rollup}
    AND bucket >= ${seconds('wholeFrom')} AND bucket < ${seconds('wholeTo')}
  UNION ALL
  ${rows}
    AND timestamp >= ${time('from')} AND timestamp < ${time('wholeFrom')}
  UNION ALL
  ${rows}
    AND timestamp >= ${time('wholeTo')} AND timestamp < ${time('to')}
)`
}

/** Spans by minute, service and name: `minute, service_name, name, spans, oks, errors`. */
export const SPAN_COUNTS = minuteCounts(
  `SELECT bucket AS minute, service_name, name, span_count AS spans, ok_count AS oks, error_count AS errors
  FROM ${scoped('span_metrics_1m')}`,
  `SELECT
    toStartOfMinute(timestamp) AS minute, service_name, name,
    toUInt64(1) AS spans, toUInt64(status_code = 1) AS oks, toUInt64(status_code = 2) AS errors
  FROM ${scoped('spans')}`,
)

/** The same with a row for each status: `status_code` beside the others. */
export const SPAN_COUNTS_BY_STATUS = `(
  SELECT
    minute, service_name, name, status_code, counted AS spans,
    if(status_code = 1, counted, 0) AS oks, if(status_code = 2, counted, 0) AS errors
  FROM (SELECT minute, service_name, name, spans AS total, oks AS total_oks, errors AS total_errors FROM ${SPAN_COUNTS})
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

export function minuteCountsParams({ fromMilliseconds: from, toMilliseconds: to }: TimeBounds) {
  const wholeFrom = Math.ceil(from / minute) * minute
  const wholeTo = Math.floor(to / minute) * minute
  return wholeFrom < wholeTo ? { from, wholeFrom, wholeTo, to } : { from, wholeFrom: to, wholeTo: to, to }
}
