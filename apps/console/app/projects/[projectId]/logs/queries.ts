import { facetListSchema, logDetailSchema, logHistogramSchema, logListSchema } from '@hanzo/schema/api'
import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import { type ApiTarget, requestApi } from '@/lib/api-client.ts'
import { withColumnValues } from '@/lib/column-values.ts'
import { listPages } from '@/lib/page-trail.ts'
import { projectKey } from '@/lib/query-keys.ts'
import type { LogsSearch } from './search-params.ts'

const pageRows = 100

function question(search: LogsSearch) {
  return { from: search.from, to: search.to, query: search.query }
}

const path = (projectId: string, rest: string) => `/api/projects/${encodeURIComponent(projectId)}/${rest}`

/** @param keys of the columns beside the list's own. */
export function logsQuery(target: ApiTarget, projectId: string, search: LogsSearch, keys: readonly string[]) {
  const query = { ...question(search), columns: keys }
  return infiniteQueryOptions({
    queryKey: [...projectKey(projectId), 'logs', 'list', query],
    queryFn: async ({ pageParam, signal }) => {
      const page = await requestApi(target, {
        path: path(projectId, 'logs'),
        query: { ...query, cursor: pageParam, limit: pageRows },
        answer: logListSchema,
        signal,
      })
      return { ...page, rows: page.rows.map((row) => withColumnValues(row, keys)) }
    },
    ...listPages(search.live),
    placeholderData: keepPreviousData,
  })
}

export function logHistogramQuery(target: ApiTarget, projectId: string, search: LogsSearch) {
  const query = question(search)
  return queryOptions({
    queryKey: [...projectKey(projectId), 'logs', 'histogram', query],
    queryFn: ({ signal }) =>
      requestApi(target, {
        path: path(projectId, 'logs/histogram'),
        query: { ...query, buckets: 120 },
        answer: logHistogramSchema,
        signal,
      }),
    placeholderData: keepPreviousData,
  })
}

export function logFacetsQuery(target: ApiTarget, projectId: string, search: LogsSearch) {
  const query = question(search)
  return queryOptions({
    queryKey: [...projectKey(projectId), 'logs', 'facets', query],
    queryFn: ({ signal }) =>
      requestApi(target, { path: path(projectId, 'logs/facets'), query, answer: facetListSchema, signal }),
    placeholderData: keepPreviousData,
  })
}

/** Everything that was sent of one log record. */
export function logDetailQuery(target: ApiTarget, projectId: string, logId: string) {
  return queryOptions({
    // A record does not change: a refresh of the page need not read it again.
    queryKey: ['log', projectId, logId],
    queryFn: ({ signal }) =>
      requestApi(target, {
        path: path(projectId, `logs/${encodeURIComponent(logId)}`),
        answer: logDetailSchema,
        signal,
      }),
    staleTime: Number.POSITIVE_INFINITY,
  })
}

/** Whether the project has any log of the last 30 days: tells an empty search from an empty project. */
export function anyLogQuery(target: ApiTarget, projectId: string) {
  return queryOptions({
    queryKey: [...projectKey(projectId), 'logs', 'any'],
    queryFn: async ({ signal }) => {
      const { rows } = await requestApi(target, {
        path: path(projectId, 'logs'),
        query: { from: 'now-30d', to: 'now', limit: 1 },
        answer: logListSchema,
        signal,
      })
      return rows.length > 0
    },
  })
}
