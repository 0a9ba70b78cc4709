import { overflowKey } from '../decode/bound-attributes.ts'
import { cutRemark } from '../decode/limited-text.ts'
import { aheadRemark, lateRemark } from '../decode/record-time.ts'

const kinds: ReadonlyMap<string, string> = new Map([
  [cutRemark.reason, 'cut'],
  [lateRemark.reason, 'late'],
  [aheadRemark.reason, 'ahead'],
])

/** A short name for a remark, of few: reasons name limits, and would be a metric each. */
export function remarkKindOf(reason: string): string {
  const kind = kinds.get(reason)
  if (kind) return kind
  if (reason.includes(overflowKey)) return 'attribute_overflow'
  return reason.includes('otel.metric.overflow') ? 'series_overflow' : 'other'
}
