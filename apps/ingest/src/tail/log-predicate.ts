import { type LogFilter, severityOf } from '@hanzo/schema/api'
import type { LogRow } from '@hanzo/schema/row'
import { containsText } from './contains-text.ts'
import { type RowPredicate, recordPredicate } from './record-predicate.ts'

/** A log filter in memory. `query/log-filter.ts` gives the same answers in SQL. */
export function logPredicate(filter: LogFilter): RowPredicate<LogRow> {
  const isRecord = recordPredicate(filter)
  const severities = new Set(filter.severity)
  const hasText = containsText(filter.text)
  return (row, resource) =>
    (severities.size === 0 || severities.has(severityOf(row.severity_number))) &&
    (filter.traceId === undefined || row.trace_id === filter.traceId) &&
    (filter.spanId === undefined || row.span_id === filter.spanId) &&
    hasText(row.body) &&
    isRecord(row, resource)
}
