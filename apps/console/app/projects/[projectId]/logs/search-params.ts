import type { LogSummary } from '@hanzo/schema/api'
import { createLoader, type inferParserType, parseAsBoolean, parseAsString } from 'nuqs/server'
import { timeSearchParams } from '@/lib/time-search-params.ts'

/** The URL of the logs page. What is searched for is `query`, in the search language; `log` is the record that is open. */
export const logsSearchParams = {
  ...timeSearchParams,
  query: parseAsString.withDefault(''),
  live: parseAsBoolean.withDefault(false),
  log: parseAsString,
}
export type LogsSearch = inferParserType<typeof logsSearchParams>

export const loadLogsSearch = createLoader(logsSearchParams)

export const logKey = (log: LogSummary) => log.logId
