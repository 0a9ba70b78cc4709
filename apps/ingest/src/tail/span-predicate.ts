import { type SpanFilter, spanStatusSchema } from '@hanzo/schema/api'
import type { RunningSpanRow, SpanRow } from '@hanzo/schema/row'
import { wantsOpenSpans } from '../query/open-spans.ts'
import { endedStatuses } from '../query/span-filter.ts'
import { containsText } from './contains-text.ts'
import { type RowPredicate, recordPredicate } from './record-predicate.ts'
import { durationSoFar } from './tail-rows.ts'

const noParent = '0'.repeat(16)

/** What the filter asks of spans whether they have ended or not. */
function startPredicate(filter: SpanFilter): RowPredicate<SpanRow | RunningSpanRow> {
  const isRecord = recordPredicate(filter)
  const names = new Set(filter.name)
  return (row, resource) =>
    (names.size === 0 || names.has(row.name)) &&
    (!filter.rootOnly || row.parent_span_id === noParent) &&
    isRecord(row, resource)
}

function durationPredicate(filter: SpanFilter): (nanoseconds: bigint) => boolean {
  const least = BigInt(filter.minDurationNanoseconds ?? 0)
  const most = filter.maxDurationNanoseconds === undefined ? undefined : BigInt(filter.maxDurationNanoseconds)
  return (nanoseconds) => nanoseconds >= least && (most === undefined || nanoseconds <= most)
}

/** A span filter in memory. `query/span-filter.ts` gives the same answers in SQL. */
export function spanPredicate(filter: SpanFilter): RowPredicate<SpanRow> {
  const isStart = startPredicate(filter)
  const isDuration = durationPredicate(filter)
  const statuses = new Set(endedStatuses(filter).map((status) => spanStatusSchema.options.indexOf(status)))
  const hasText = containsText(filter.text)
  return (row, resource) =>
    (filter.status.length === 0 || statuses.has(row.status_code)) &&
    isDuration(row.duration_nanoseconds) &&
    (hasText(row.name) || hasText(row.status_message)) &&
    isStart(row, resource)
}

/** The same for spans that have just started; `query/open-spans.ts` is its SQL. */
export function runningSpanPredicate(filter: SpanFilter): RowPredicate<RunningSpanRow> {
  const isStart = startPredicate(filter)
  const isDuration = durationPredicate(filter)
  const hasText = containsText(filter.text)
  const isWanted = wantsOpenSpans(filter)
  return (row, resource) =>
    isWanted && isDuration(durationSoFar(row, Date.now())) && hasText(row.name) && isStart(row, resource)
}
