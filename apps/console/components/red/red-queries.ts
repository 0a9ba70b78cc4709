import {
  operationListSchema,
  serviceMapSchema,
  serviceRedSchema,
  spanRedSchema,
  type TimeRange,
} from '@hanzo/schema/api'
import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { type ApiTarget, requestApi } from '@/lib/api-client.ts'
import { projectKey } from '@/lib/query-keys.ts'

const path = (projectId: string, rest: string) => `/api/projects/${encodeURIComponent(projectId)}/${rest}`

export function spanRedQuery(target: ApiTarget, projectId: string, { from, to }: TimeRange, search: string) {
  const query = { from, to, query: search }
  return queryOptions({
    queryKey: [...projectKey(projectId), 'spans', 'red', query],
    queryFn: ({ signal }) =>
      requestApi(target, { path: path(projectId, 'spans/red'), query, answer: spanRedSchema, signal }),
    placeholderData: keepPreviousData,
  })
}

export function serviceRedQuery(target: ApiTarget, projectId: string, { from, to }: TimeRange) {
  const query = { from, to, buckets: 40 }
  return queryOptions({
    queryKey: [...projectKey(projectId), 'services', 'red', query],
    queryFn: ({ signal }) =>
      requestApi(target, { path: path(projectId, 'services/red'), query, answer: serviceRedSchema, signal }),
    placeholderData: keepPreviousData,
  })
}

export function operationsQuery(target: ApiTarget, projectId: string, { from, to }: TimeRange, service: string) {
  const query = { from, to, service }
  return queryOptions({
    queryKey: [...projectKey(projectId), 'services', 'operations', query],
    queryFn: ({ signal }) =>
      requestApi(target, { path: path(projectId, 'services/operations'), query, answer: operationListSchema, signal }),
    placeholderData: keepPreviousData,
  })
}

export function serviceMapQuery(target: ApiTarget, projectId: string, { from, to }: TimeRange) {
  const query = { from, to }
  return queryOptions({
    queryKey: [...projectKey(projectId), 'services', 'map', query],
    queryFn: ({ signal }) =>
      requestApi(target, { path: path(projectId, 'services/map'), query, answer: serviceMapSchema, signal }),
    placeholderData: keepPreviousData,
  })
}
