import type { SpanSummary, TraceSummary } from '@hanzo/schema/api'
import { createLoader, type inferParserType, parseAsBoolean, parseAsString, parseAsStringLiteral } from 'nuqs/server'
import { timeSearchParams } from '@/lib/time-search-params.ts'

/** The URL of the traces page. What is searched for is `query`, in the search language. */
export const tracesSearchParams = {
  ...timeSearchParams,
  view: parseAsStringLiteral(['traces', 'spans']).withDefault('traces'),
  query: parseAsString.withDefault(''),
  live: parseAsBoolean.withDefault(false),
}
export type TracesSearch = inferParserType<typeof tracesSearchParams>

export const loadTracesSearch = createLoader(tracesSearchParams)

export const traceKey = (trace: TraceSummary) => trace.traceId
export const spanKey = (span: SpanSummary) => `${span.traceId}-${span.spanId}`
