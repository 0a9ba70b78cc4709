import { type SpanSummary, spanGroupOrderSchema, type TraceSummary } from '@hanzo/schema/api'
import {
  createLoader,
  type inferParserType,
  parseAsBoolean,
  parseAsNativeArrayOf,
  parseAsString,
  parseAsStringLiteral,
} from 'nuqs/server'
import { timeSearchParams } from '@/lib/time-search-params.ts'

/** The URL of the traces page. What is searched for is `query`, in the search language. */
export const tracesSearchParams = {
  ...timeSearchParams,
  view: parseAsStringLiteral(['traces', 'spans', 'groups']).withDefault('traces'),
  query: parseAsString.withDefault(''),
  live: parseAsBoolean.withDefault(false),
  /** Shown columns in their order, of the list that is shown; none means the list's own. */
  columns: parseAsNativeArrayOf(parseAsString),
  groupBy: parseAsNativeArrayOf(parseAsString),
  order: parseAsStringLiteral(spanGroupOrderSchema.options).withDefault('spans'),
}
export type TracesSearch = inferParserType<typeof tracesSearchParams>

export const loadTracesSearch = createLoader(tracesSearchParams)

/** What spans are grouped by until one chooses. */
export const defaultGroupBy: readonly string[] = ['service', 'name']

/** The spans list's own columns. Other names of columns are keys of the search language. */
export const spanColumnIds = [
  ...['time', 'service', 'name', 'detail', 'kind', 'duration', 'status', 'tokens', 'cost'],
] as const

export const traceKey = (trace: TraceSummary) => trace.traceId
export const spanKey = (span: SpanSummary) => `${span.traceId}-${span.spanId}`
