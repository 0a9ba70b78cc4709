import { type SpanFilter, type SpanStatus, spanStatusSchema } from '@hanzo/schema/api'
import { type Conditions, condition, containsPattern, joinConditions } from './conditions.ts'
import { recordConditions } from './record-filter.ts'

/** A span filter as SQL. `tail/span-predicate.ts` gives the same answers in memory. */
export function spanConditions(filter: SpanFilter): Conditions {
  return joinConditions([
    recordConditions(filter),
    condition(filter.name.length > 0, 'name IN {name:Array(String)}', { name: filter.name }),
    condition(filter.status.length > 0, 'status_code IN {status:Array(UInt8)}', {
      status: endedStatuses(filter).map((status) => spanStatusSchema.options.indexOf(status)),
    }),
    condition(filter.rootOnly, 'is_root'),
    condition(filter.text !== '', '(name ILIKE {text:String} OR status_message ILIKE {text:String})', {
      text: containsPattern(filter.text),
    }),
    // duration_minmax skips granules without a span in the range.
    condition(filter.minDurationNanoseconds !== undefined, 'duration_nanoseconds >= {minDuration:UInt64}', {
      minDuration: filter.minDurationNanoseconds,
    }),
    condition(filter.maxDurationNanoseconds !== undefined, 'duration_nanoseconds <= {maxDuration:UInt64}', {
      maxDuration: filter.maxDurationNanoseconds,
    }),
  ])
}

/** The chosen ones that a span can have ended with. */
export function endedStatuses(filter: SpanFilter): SpanStatus[] {
  return filter.status.filter((status) => status !== 'running')
}
