import { type LogSummary, severitySchema, spanIdSchema, traceIdSchema } from '@hanzo/schema/api'
import {
  createLoader,
  createParser,
  type inferParserType,
  parseAsBoolean,
  parseAsNativeArrayOf,
  parseAsString,
  parseAsStringLiteral,
} from 'nuqs/server'
import type { z } from 'zod'
import type { QueryValue } from '@/lib/api-client.ts'
import { timeSearchParams } from '@/lib/time-search-params.ts'

/** An id that cannot be one counts as absent. */
const parseAsId = (schema: z.ZodType<string>) =>
  createParser({ parse: (text) => schema.safeParse(text).data ?? null, serialize: (id: string) => id })

/** The URL of the logs page. Filters have the names that the API gives them; `log` is the record that is open. */
export const logsSearchParams = {
  ...timeSearchParams,
  query: parseAsString.withDefault(''),
  text: parseAsString.withDefault(''),
  service: parseAsNativeArrayOf(parseAsString),
  severity: parseAsNativeArrayOf(parseAsStringLiteral(severitySchema.options)),
  attribute: parseAsNativeArrayOf(parseAsString),
  traceId: parseAsId(traceIdSchema),
  spanId: parseAsId(spanIdSchema),
  live: parseAsBoolean.withDefault(false),
  log: parseAsString,
}
export type LogsSearch = inferParserType<typeof logsSearchParams>

export const loadLogsSearch = createLoader(logsSearchParams)

/** What each filter is where none is set. */
export const noLogFilters = {
  query: null,
  text: null,
  service: null,
  severity: null,
  attribute: null,
  traceId: null,
  spanId: null,
}

/** The filters as the API and the tail take them. */
export function logFilterQuery(search: LogsSearch): Record<string, QueryValue> {
  const { query, text, service, severity, attribute, traceId, spanId } = search
  return { query, text, service, severity, attribute, traceId, spanId }
}

export function hasLogFilters(search: LogsSearch): boolean {
  return Object.values(logFilterQuery(search)).some((value) => value !== null && String(value) !== '')
}

export const logKey = (log: LogSummary) => log.logId
