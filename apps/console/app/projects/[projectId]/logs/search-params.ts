import type { LogSummary } from '@hanzo/schema/api'
import { createLoader, type inferParserType, parseAsBoolean, parseAsNativeArrayOf, parseAsString } from 'nuqs/server'
import { timeSearchParams } from '@/lib/time-search-params.ts'

/** The URL of the logs page. What is searched for is `query`, in the search language; `log` is the record that is open. */
export const logsSearchParams = {
  ...timeSearchParams,
  query: parseAsString.withDefault(''),
  live: parseAsBoolean.withDefault(false),
  log: parseAsString,
  /** Shown columns in their order; none means the list's own. */
  columns: parseAsNativeArrayOf(parseAsString),
}
export type LogsSearch = inferParserType<typeof logsSearchParams>

export const loadLogsSearch = createLoader(logsSearchParams)

/** The list's own columns. Other names of columns are keys of the search language. */
export const logColumnIds = ['time', 'severity', 'service', 'body', 'trace'] as const

export const logKey = (log: LogSummary) => log.logId
