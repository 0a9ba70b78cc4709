import type { LogFilter, SpanFilter } from '@hanzo/schema/api'
import { logSearch, spanSearch } from '../query/search-filter.ts'
import { type SelectRows, selectRows } from './select-rows.ts'

/** A log filter in memory. `query/log-filter.ts` gives the same answers in SQL. */
export function selectLogs(filter: LogFilter): SelectRows<'logs'> {
  return selectRows(logSearch(filter), 'logs')
}

/** A span filter in memory. `query/span-filter.ts` gives the same answers in SQL. */
export function selectSpans(filter: SpanFilter): SelectRows<'spans'> {
  return selectRows(spanSearch(filter), 'spans')
}

/** The same for spans that have just started; `query/open-spans.ts` is its SQL. */
export function selectRunningSpans(filter: SpanFilter): SelectRows<'running_spans'> {
  return selectRows(spanSearch(filter), 'running_spans')
}
