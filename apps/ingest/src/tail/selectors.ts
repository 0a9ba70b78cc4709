import type { LogFilter, MetricFilter, SpanFilter } from '@hanzo/schema/api'
import type { MetricSeriesRow } from '@hanzo/schema/row'
import { type MatchOptions, matchSearch, type RowMatcher } from '@hanzo/search'
import { logSearch, metricSearch, spanSearch } from '../query/search-filter.ts'
import { type SelectRows, selectRows } from './select-rows.ts'

type Options = Pick<MatchOptions, 'lowerCase'>

/** A log filter in memory. `query/log-filter.ts` gives the same answers in SQL. */
export function selectLogs(filter: LogFilter, options?: Options): SelectRows<'logs'> {
  return selectRows(logSearch(filter), 'logs', options)
}

/** A span filter in memory. `query/span-filter.ts` gives the same answers in SQL. */
export function selectSpans(filter: SpanFilter, options?: Options): SelectRows<'spans'> {
  return selectRows(spanSearch(filter), 'spans', options)
}

/** The same for spans that have just started; `query/open-spans.ts` is its SQL. */
export function selectRunningSpans(filter: SpanFilter, options?: Options): SelectRows<'running_spans'> {
  return selectRows(spanSearch(filter), 'running_spans', options)
}

/** A filter of metrics in memory, decided a series at a time: a batch has few. `query/arrived-points.ts` asks the same in SQL. */
export function selectSeries(filter: MetricFilter, options?: Options): RowMatcher<MetricSeriesRow> {
  return matchSearch(metricSearch(filter), 'metric_series', options)
}
