import { type SpanFilter, spanStatusSchema } from '@hanzo/schema/api'
import type { SpanRow } from '@hanzo/schema/row'
import { containsText } from './contains-text.ts'
import { type RowPredicate, recordPredicate } from './record-predicate.ts'

const noParent = '0'.repeat(16)

/** A span filter in memory. `query/span-filter.ts` gives the same answers in SQL. */
export function spanPredicate(filter: SpanFilter): RowPredicate<SpanRow> {
  const isRecord = recordPredicate(filter)
  const names = new Set(filter.name)
  const statuses = new Set(filter.status.map((status) => spanStatusSchema.options.indexOf(status)))
  const hasText = containsText(filter.text)
  const least = BigInt(filter.minDurationNanoseconds ?? 0)
  const most = filter.maxDurationNanoseconds === undefined ? undefined : BigInt(filter.maxDurationNanoseconds)
  return (row, resource) =>
    (names.size === 0 || names.has(row.name)) &&
    (statuses.size === 0 || statuses.has(row.status_code)) &&
    (!filter.rootOnly || row.parent_span_id === noParent) &&
    row.duration_nanoseconds >= least &&
    (most === undefined || row.duration_nanoseconds <= most) &&
    (hasText(row.name) || hasText(row.status_message)) &&
    isRecord(row, resource)
}
