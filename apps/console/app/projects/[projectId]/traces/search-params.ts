import { type SpanSummary, spanStatusFilterSchema, type TraceSummary } from '@hanzo/schema/api'
import {
  createLoader,
  createParser,
  type inferParserType,
  parseAsBoolean,
  parseAsNativeArrayOf,
  parseAsString,
  parseAsStringLiteral,
} from 'nuqs/server'
import type { QueryValue } from '@/lib/api-client.ts'
import { timeSearchParams } from '@/lib/time-search-params.ts'

const parseAsNanoseconds = createParser({
  parse: (text) => (/^\d{1,19}$/.test(text) ? text : null),
  serialize: (nanoseconds: string) => nanoseconds,
})

/** The URL of the traces page. Filters have the names that the API gives them. */
export const tracesSearchParams = {
  ...timeSearchParams,
  view: parseAsStringLiteral(['traces', 'spans']).withDefault('traces'),
  query: parseAsString.withDefault(''),
  text: parseAsString.withDefault(''),
  service: parseAsNativeArrayOf(parseAsString),
  name: parseAsNativeArrayOf(parseAsString),
  status: parseAsNativeArrayOf(parseAsStringLiteral(spanStatusFilterSchema.options)),
  attribute: parseAsNativeArrayOf(parseAsString),
  minDurationNanoseconds: parseAsNanoseconds,
  maxDurationNanoseconds: parseAsNanoseconds,
  live: parseAsBoolean.withDefault(false),
}
export type TracesSearch = inferParserType<typeof tracesSearchParams>

export const loadTracesSearch = createLoader(tracesSearchParams)

/** What each filter is where none is set. */
export const noSpanFilters = {
  query: null,
  text: null,
  service: null,
  name: null,
  status: null,
  attribute: null,
  minDurationNanoseconds: null,
  maxDurationNanoseconds: null,
}

/** The filters as the API and the tail take them. */
export function spanFilterQuery(search: TracesSearch): Record<string, QueryValue> {
  const { query, text, service, name, status, attribute, minDurationNanoseconds, maxDurationNanoseconds } = search
  return { query, text, service, name, status, attribute, minDurationNanoseconds, maxDurationNanoseconds }
}

export function hasSpanFilters(search: TracesSearch): boolean {
  return Object.values(spanFilterQuery(search)).some((value) => value !== null && String(value) !== '')
}

export const traceKey = (trace: TraceSummary) => trace.traceId
export const spanKey = (span: SpanSummary) => `${span.traceId}-${span.spanId}`
