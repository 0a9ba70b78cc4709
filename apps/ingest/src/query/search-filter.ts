import {
  type LogFilter,
  type MetricFilter,
  type SpanDifferencesQuery,
  type SpanFilter,
  severityOf,
  spanStatusSchema,
  splitAttributeFilter,
} from '@hanzo/schema/api'
import {
  allOf,
  assertRowSearch,
  type Condition,
  freeTextColumns,
  looksAtOtherSpans,
  parseSearch,
  resolveSearch,
  SearchError,
  type SearchSignal,
} from '@hanzo/search'
import { InvalidSearchError } from './query-errors.ts'

/**
 * What a filter of spans asks, its parameters and its query together.
 * @throws {InvalidSearchError}
 */
export function spanSearch(filter: SpanFilter): Condition {
  const bound = (comparison: '>=' | '<=', value: string | undefined): Condition[] =>
    value === undefined ? [] : [{ type: 'number', columns: ['duration_nanoseconds'], comparison, value: BigInt(value) }]
  return allOf(
    ...recordConditions(filter, 'spans'),
    ...(filter.name.length > 0 ? [{ type: 'equals', column: 'name', values: filter.name } as const] : []),
    ...(filter.status.length > 0 ? [statusCondition(filter.status)] : []),
    ...(filter.rootOnly ? [{ type: 'root' } as const] : []),
    ...bound('>=', filter.minDurationNanoseconds),
    ...bound('<=', filter.maxDurationNanoseconds),
    readQuery(filter.query, 'spans'),
  )
}

/** Whether other spans of their traces decide about spans: they are looked for around the whole range, so it is read at once. */
export function searchesOtherSpans(filter: SpanFilter): boolean {
  return looksAtOtherSpans(spanSearch(filter))
}

/**
 * What a filter of log records asks, its parameters and its query together.
 * @throws {InvalidSearchError}
 */
export function logSearch(filter: LogFilter): Condition {
  const id = (column: 'trace_id' | 'span_id', value: string | undefined): Condition[] =>
    value === undefined ? [] : [{ type: 'id', column, ids: [value] }]
  const codes = severityNumbers.filter((number) => filter.severity.includes(severityOf(number)))
  return allOf(
    ...recordConditions(filter, 'logs'),
    ...(filter.severity.length > 0 ? [{ type: 'code', column: 'severity_number', codes } as const] : []),
    ...id('trace_id', filter.traceId),
    ...id('span_id', filter.spanId),
    readQuery(filter.query, 'logs'),
  )
}

/**
 * What a filter of metrics asks of their series, its parameters and its query together. A tail asks it too: a series is whole in a row.
 * @throws {InvalidSearchError}
 */
export function metricSearch({ service, text, query }: MetricFilter): Condition {
  return allOf(
    ...recordConditions({ service, attribute: [], text: '' }, 'metrics'),
    ...(text === '' ? [] : [{ type: 'contains', columns: ['metric_name'], parts: [text] } as const]),
    readQuery(query, 'metrics'),
  )
}

/** Which series of a metric pass a filter. */
export function seriesSearch(filter: { service: string[]; attribute: string[] }): Condition {
  return allOf(...recordConditions({ ...filter, text: '' }, 'metrics'))
}

/**
 * Which series of a metric a search finds.
 * @param path the field that holds it.
 * @throws {InvalidSearchError}
 */
export function searchOfSeries(query: string, path: string): Condition {
  return readQuery(query, 'metrics', path)
}

/** Beyond 24 a severity number has no meaning; such records count as unspecified. */
const severityNumbers = Array.from({ length: 256 }, (_, number) => number)

/**
 * Refuses a filter that makes no sense, or that rows cannot be decided about one by one.
 * @throws {InvalidSearchError}
 */
export function assertSpanTail(filter: SpanFilter): void {
  spanSearch(filter)
  reading(() => assertRowSearch(parseSearch(filter.query)))
}

/** The same for log records. @throws {InvalidSearchError} */
export function assertLogTail(filter: LogFilter): void {
  logSearch(filter)
  reading(() => assertRowSearch(parseSearch(filter.query)))
}

function readQuery(query: string, signal: SearchSignal, path?: string): Condition {
  return reading(() => resolveSearch(parseSearch(query), signal), path)
}

function reading<T>(read: () => T, path?: string): T {
  try {
    return read()
  } catch (error) {
    throw error instanceof SearchError ? new InvalidSearchError(error, path) : error
  }
}

function recordConditions(
  filter: { service: string[]; attribute: string[]; text: string },
  signal: SearchSignal,
): Condition[] {
  const { service: values, text } = filter
  return [
    ...(values.length > 0 ? [{ type: 'equals', column: 'service_name', values } as const] : []),
    ...(text === '' ? [] : [{ type: 'contains', columns: freeTextColumns[signal], parts: [text] } as const]),
    ...filter.attribute.map((attribute): Condition => {
      const { key, value } = splitAttributeFilter(attribute)
      return { type: 'attribute', owner: 'any', key, test: { test: 'equals', texts: [value] } }
    }),
  ]
}

/**
 * What makes a selection of spans, beside its time.
 * @throws {InvalidSearchError}
 */
export function selectionSearch(query: SpanDifferencesQuery): Condition {
  const { selectionMinNanoseconds: least, selectionMaxNanoseconds: most } = query
  const duration = (comparison: '>=' | '<', value: string | undefined): Condition[] =>
    value === undefined ? [] : [{ type: 'number', columns: ['duration_nanoseconds'], comparison, value: BigInt(value) }]
  return allOf(...duration('>=', least), ...duration('<', most), readQuery(query.selectionQuery, 'spans'))
}

/** What runs counts as a status. */
function statusCondition(statuses: SpanFilter['status']): Condition {
  const codes = statuses.flatMap((status) => (status === 'running' ? [] : [spanStatusSchema.options.indexOf(status)]))
  const ended: Condition[] = codes.length > 0 ? [{ type: 'code', column: 'status_code', codes }] : []
  const open: Condition[] = statuses.includes('running') ? [{ type: 'open', state: 'running' }] : []
  return { type: 'any', of: [...ended, ...open] }
}
