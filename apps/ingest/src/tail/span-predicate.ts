import type { SpanFilter } from '@hanzo/schema/api'
import type { RunningSpanRow, SpanRow } from '@hanzo/schema/row'
import { matchSearch, type RowMatcher } from '@hanzo/search'
import { spanSearch } from '../query/search-filter.ts'

/** A span filter in memory. `query/span-filter.ts` gives the same answers in SQL. */
export function spanPredicate(filter: SpanFilter): RowMatcher<SpanRow> {
  return matchSearch(spanSearch(filter), 'spans')
}

/** The same for spans that have just started; `query/open-spans.ts` is its SQL. */
export function runningSpanPredicate(filter: SpanFilter): RowMatcher<RunningSpanRow> {
  return matchSearch(spanSearch(filter), 'running_spans')
}
