import type { LogFilter } from '@hanzo/schema/api'
import type { LogRow } from '@hanzo/schema/row'
import { matchSearch, type RowMatcher } from '@hanzo/search'
import { logSearch } from '../query/search-filter.ts'

/** A log filter in memory. `query/log-filter.ts` gives the same answers in SQL. */
export function logPredicate(filter: LogFilter): RowMatcher<LogRow> {
  return matchSearch(logSearch(filter), 'logs')
}
