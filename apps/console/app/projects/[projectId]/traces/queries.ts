import {
  facetListSchema,
  spanGroupListSchema,
  spanHistogramSchema,
  spanListSchema,
  traceListSchema,
} from '@hanzo/schema/api'
import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import { type ApiTarget, requestApi } from '@/lib/api-client.ts'
import { withColumnValues } from '@/lib/column-values.ts'
import { listPages } from '@/lib/page-trail.ts'
import { projectKey } from '@/lib/query-keys.ts'
import { defaultGroupBy, type TracesSearch } from './search-params.ts'

const pageRows = 100

function question(search: TracesSearch) {
  return { from: search.from, to: search.to, query: search.query }
}

const path = (projectId: string, rest: string) => `/api/projects/${encodeURIComponent(projectId)}/${rest}`

export function tracesQuery(target: ApiTarget, projectId: string, search: TracesSearch) {
  const query = question(search)
  return infiniteQueryOptions({
    queryKey: [...projectKey(projectId), 'traces', 'list', query],
    queryFn: ({ pageParam, signal }) =>
      requestApi(target, {
        path: path(projectId, 'traces'),
        query: { ...query, cursor: pageParam, limit: pageRows },
        answer: traceListSchema,
        signal,
      }),
    ...listPages(search.live),
    placeholderData: keepPreviousData,
  })
}

/** @param keys of the columns beside the list's own. */
export function spansQuery(target: ApiTarget, projectId: string, search: TracesSearch, keys: readonly string[]) {
  const query = { ...question(search), columns: keys }
  return infiniteQueryOptions({
    queryKey: [...projectKey(projectId), 'spans', 'list', query],
    queryFn: async ({ pageParam, signal }) => {
      const page = await requestApi(target, {
        path: path(projectId, 'spans'),
        query: { ...query, cursor: pageParam, limit: pageRows },
        answer: spanListSchema,
        signal,
      })
      return { ...page, rows: page.rows.map((row) => withColumnValues(row, keys)) }
    },
    ...listPages(search.live),
    placeholderData: keepPreviousData,
  })
}

export function spanGroupsQuery(target: ApiTarget, projectId: string, search: TracesSearch) {
  const groupBy = search.groupBy.length > 0 ? search.groupBy : defaultGroupBy
  const query = { ...question(search), groupBy, order: search.order }
  return queryOptions({
    queryKey: [...projectKey(projectId), 'spans', 'groups', query],
    queryFn: ({ signal }) =>
      requestApi(target, { path: path(projectId, 'spans/groups'), query, answer: spanGroupListSchema, signal }),
    placeholderData: keepPreviousData,
  })
}

export function spanHistogramQuery(target: ApiTarget, projectId: string, search: TracesSearch) {
  const query = question(search)
  return queryOptions({
    queryKey: [...projectKey(projectId), 'spans', 'histogram', query],
    queryFn: ({ signal }) =>
      requestApi(target, {
        path: path(projectId, 'spans/histogram'),
        query: { ...query, buckets: 120 },
        answer: spanHistogramSchema,
        signal,
      }),
    placeholderData: keepPreviousData,
  })
}

export function spanFacetsQuery(target: ApiTarget, projectId: string, search: TracesSearch) {
  const query = question(search)
  return queryOptions({
    queryKey: [...projectKey(projectId), 'spans', 'facets', query],
    queryFn: ({ signal }) =>
      requestApi(target, { path: path(projectId, 'spans/facets'), query, answer: facetListSchema, signal }),
    placeholderData: keepPreviousData,
  })
}

/** Whether the project has any span of the last 30 days: tells an empty search from an empty project. */
export function anySpanQuery(target: ApiTarget, projectId: string) {
  return queryOptions({
    queryKey: [...projectKey(projectId), 'spans', 'any'],
    queryFn: async ({ signal }) => {
      const { rows } = await requestApi(target, {
        path: path(projectId, 'spans'),
        query: { from: 'now-30d', to: 'now', limit: 1 },
        answer: spanListSchema,
        signal,
      })
      return rows.length > 0
    },
  })
}
