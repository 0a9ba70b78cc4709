import { metricExemplarsSchema, type TimeRange, traceExemplarsSchema } from '@hanzo/schema/api'
import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { type ApiTarget, type QueryValue, requestApi } from '@/lib/api-client.ts'
import { projectKey } from '@/lib/query-keys.ts'
import { metricsPath } from './metric-queries.ts'

interface ExemplarChoice extends TimeRange {
  name: string
  type?: string
  /** Series that match, in the search language. */
  query?: string
  service?: readonly string[]
  attribute?: readonly string[]
}

/** Measurements of a metric that lead to a trace. */
export function metricExemplarsQuery(target: ApiTarget, projectId: string, choice: ExemplarChoice) {
  const { from, to, name, type, service, attribute } = choice
  const query: Record<string, QueryValue> = {
    from,
    to,
    name,
    type,
    query: choice.query,
    service,
    attribute,
    limit: 200,
  }
  return queryOptions({
    queryKey: [...projectKey(projectId), 'metrics', 'exemplars', query],
    queryFn: ({ signal }) =>
      requestApi(target, {
        path: `${metricsPath(projectId)}/exemplars`,
        query,
        answer: metricExemplarsSchema,
        signal,
      }),
    placeholderData: keepPreviousData,
  })
}

/** The metrics that a trace, or one of its spans, is an example of. What was measured stays. */
export function traceExemplarsQuery(target: ApiTarget, projectId: string, traceId: string, spanId = '') {
  const query = { spanId }
  return queryOptions({
    queryKey: [...projectKey(projectId), 'traces', traceId, 'exemplars', query],
    queryFn: ({ signal }) =>
      requestApi(target, {
        path: `/api/projects/${encodeURIComponent(projectId)}/traces/${traceId}/exemplars`,
        query,
        answer: traceExemplarsSchema,
        signal,
      }),
    staleTime: 60_000,
  })
}
