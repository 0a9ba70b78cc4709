import { type LogSummary, logPatternOrderSchema } from '@hanzo/schema/api'
import {
  createLoader,
  type inferParserType,
  parseAsBoolean,
  parseAsNativeArrayOf,
  parseAsString,
  parseAsStringLiteral,
} from 'nuqs/server'
import { newSinceChoices } from '@/components/patterns/pattern-queries.ts'
import { timeSearchParams } from '@/lib/time-search-params.ts'

/** The URL of the logs page. What is searched for is `query`, in the search language; `log` is the record that is open. */
export const logsSearchParams = {
  ...timeSearchParams,
  view: parseAsStringLiteral(['logs', 'patterns']).withDefault('logs'),
  query: parseAsString.withDefault(''),
  live: parseAsBoolean.withDefault(false),
  log: parseAsString,
  /** Shown columns in their order; none means the list's own. */
  columns: parseAsNativeArrayOf(parseAsString),
  /** Of the patterns: which are new, and their order. */
  newSince: parseAsStringLiteral(newSinceChoices).withDefault('range'),
  order: parseAsStringLiteral(logPatternOrderSchema.options).withDefault('count'),
}
export type LogsSearch = inferParserType<typeof logsSearchParams>

export const loadLogsSearch = createLoader(logsSearchParams)

/** The list's own columns. Other names of columns are keys of the search language. */
export const logColumnIds = ['time', 'severity', 'service', 'body', 'trace'] as const

export const logKey = (log: LogSummary) => log.logId
