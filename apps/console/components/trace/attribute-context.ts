import type { TraceStructure } from '@hanzo/schema/api'
import { addFilter, attributeKey } from '@hanzo/search'
import { queryString } from '@/lib/api-client.ts'
import { absoluteRange } from '@/lib/time-range.ts'

/** Whose attributes a table shows, and around which trace it searches for others that have them. */
export interface AttributeContext {
  owner: 'record' | 'resource' | 'scope'
  trace: Pick<TraceStructure, 'startTimeUnixNano' | 'durationNanoseconds'>
  /** Colours the spans of the trace by an attribute; absent where that cannot be. */
  onColor?: ((key: string) => void) | undefined
}

const searchMarginMilliseconds = 30 * 60_000

/** Addresses of the explorer for one attribute, in the half hours around a trace. */
export function attributeHrefs(projectId: string, context: AttributeContext, key: string, value: string) {
  const { owner, trace } = context
  const start = Number(BigInt(trace.startTimeUnixNano) / 1_000_000n)
  const end = start + Number(trace.durationNanoseconds) / 1e6
  const range = absoluteRange(start - searchMarginMilliseconds, end + searchMarginMilliseconds)
  const path = `/projects/${encodeURIComponent(projectId)}/traces`
  const name = attributeKey(owner, key)
  return {
    only: path + queryString({ view: 'spans', query: addFilter('', { key: name, value }), ...range }),
    without:
      path + queryString({ view: 'spans', query: addFilter('', { key: name, value, isNegated: true }), ...range }),
    groups: path + queryString({ view: 'groups', groupBy: [name], ...range }),
  }
}
