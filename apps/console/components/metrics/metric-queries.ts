import {
  type Aggregation,
  type MetricHeatmapQuery,
  type MetricQueryInput,
  type MetricSummary,
  metricAttributesSchema,
  metricHeatmapSchema,
  metricListSchema,
  metricQueryAnswerSchema,
  metricSeriesSchema,
  type TimeRange,
} from '@hanzo/schema/api'
import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { type ApiTarget, requestApi } from '@/lib/api-client.ts'
import { projectKey } from '@/lib/query-keys.ts'

export const metricsPath = (projectId: string) => `/api/projects/${encodeURIComponent(projectId)}/metrics`

const rangeOf = ({ from, to }: TimeRange) => ({ from, to })

/**
 * The metrics that were sent in the time range.
 * @param searched series of theirs, in the search language.
 */
export function metricListQuery(target: ApiTarget, projectId: string, search: TimeRange, searched = '') {
  const query = { ...rangeOf(search), ...(searched !== '' && { query: searched }) }
  return queryOptions({
    queryKey: [...projectKey(projectId), 'metrics', 'list', query],
    queryFn: ({ signal }) =>
      requestApi(target, { path: metricsPath(projectId), answer: metricListSchema, query, signal }),
    placeholderData: keepPreviousData,
  })
}

/** Whether the project has had any metric in the last month: a first run looks different from an empty range. */
export function anyMetricQuery(target: ApiTarget, projectId: string) {
  return queryOptions({
    ...metricListQuery(target, projectId, { from: 'now-30d', to: 'now' }),
    select: ({ rows }) => rows.length > 0,
  })
}

/** The attributes of one metric with some of their values: what it can be grouped and filtered by. */
export function metricAttributesQuery(target: ApiTarget, projectId: string, name: string, search: TimeRange) {
  const query = { ...rangeOf(search), name }
  return queryOptions({
    queryKey: [...projectKey(projectId), 'metrics', 'attributes', query],
    queryFn: ({ signal }) =>
      requestApi(target, {
        path: `${metricsPath(projectId)}/attributes`,
        answer: metricAttributesSchema,
        query,
        signal,
      }),
    staleTime: 60_000,
  })
}

type MetricName = Pick<MetricSummary, 'name' | 'type'>
interface SeriesSearch extends TimeRange {
  aggregation: Aggregation | null
  groupBy: readonly string[]
  service: readonly string[]
  attribute: readonly string[]
  step: number | null
  limit: number
}

/** The lines of one metric, in buckets that the server chooses unless a step is set. */
export function metricSeriesQuery(target: ApiTarget, projectId: string, metric: MetricName, search: SeriesSearch) {
  const query = {
    ...rangeOf(search),
    name: metric.name,
    type: metric.type,
    aggregation: search.aggregation,
    groupBy: search.groupBy,
    service: search.service,
    attribute: search.attribute,
    stepSeconds: search.step,
    limit: search.limit,
  }
  return queryOptions({
    queryKey: [...projectKey(projectId), 'metrics', 'series', query],
    queryFn: ({ signal }) =>
      requestApi(target, { path: `${metricsPath(projectId)}/series`, answer: metricSeriesSchema, query, signal }),
    // The old lines stay while another grouping of the same metric is read; another metric begins empty.
    placeholderData: (previous, previousQuery) =>
      isSameMetric(previousQuery?.queryKey, metric) ? previous : undefined,
  })
}

function isSameMetric(key: readonly unknown[] | undefined, metric: MetricName): boolean {
  const query = key?.at(-1) as { name?: string; type?: string } | undefined
  return query?.name === metric.name && query.type === metric.type
}

/** What the explorer asks: several queries and formulas over them, in one request. */
export function metricQueryQuery(target: ApiTarget, projectId: string, request: MetricQueryInput | null) {
  return queryOptions({
    queryKey: [...projectKey(projectId), 'metrics', 'query', request],
    queryFn: ({ signal }) =>
      requestApi(target, {
        path: `${metricsPath(projectId)}/query`,
        method: 'POST',
        body: request,
        answer: metricQueryAnswerSchema,
        signal,
      }),
    enabled: request !== null,
  })
}

/** How the measurements of a histogram lie over time. */
export function metricHeatmapQuery(target: ApiTarget, projectId: string, query: Partial<MetricHeatmapQuery>) {
  return queryOptions({
    queryKey: [...projectKey(projectId), 'metrics', 'heatmap', query],
    queryFn: ({ signal }) =>
      requestApi(target, { path: `${metricsPath(projectId)}/heatmap`, answer: metricHeatmapSchema, query, signal }),
    placeholderData: keepPreviousData,
  })
}
