import {
  type ApiKeyScope,
  apiKeyListSchema,
  createdApiKeySchema,
  type Limits,
  limitStateSchema,
  usageListSchema,
} from '@hanzo/schema/api'
import { queryOptions } from '@tanstack/react-query'
import { z } from 'zod'
import { browserTarget, requestApi } from '@/lib/api-client.ts'
import { projectKey } from '@/lib/query-keys.ts'

const path = (projectId: string, rest: string) => `/api/projects/${encodeURIComponent(projectId)}/${rest}`

export function apiKeysQuery(projectId: string) {
  return queryOptions({
    queryKey: [...projectKey(projectId), 'keys'],
    queryFn: ({ signal }) =>
      requestApi(browserTarget, { path: path(projectId, 'keys'), answer: apiKeyListSchema, signal }),
  })
}

const limitsReadAgainMilliseconds = 2_000

/** Read again while the page is looked at: what is sent now is part of it. */
export function limitsQuery(projectId: string) {
  return queryOptions({
    queryKey: [...projectKey(projectId), 'limits'],
    queryFn: ({ signal }) =>
      requestApi(browserTarget, { path: path(projectId, 'limits'), answer: limitStateSchema, signal }),
    refetchInterval: limitsReadAgainMilliseconds,
  })
}

export function setLimits(projectId: string, limits: Limits) {
  return requestApi(browserTarget, {
    path: path(projectId, 'limits'),
    method: 'PUT',
    body: limits,
    answer: limitStateSchema,
  })
}

export const usageDaysShown = 30
const usageReadAgainMilliseconds = 30_000

export function usageQuery(projectId: string) {
  return queryOptions({
    queryKey: [...projectKey(projectId), 'usage'],
    queryFn: ({ signal }) =>
      requestApi(browserTarget, {
        path: path(projectId, 'usage'),
        query: { days: usageDaysShown },
        answer: usageListSchema,
        signal,
      }),
    refetchInterval: usageReadAgainMilliseconds,
  })
}

export function createApiKey(projectId: string, body: { name: string; scope: ApiKeyScope }) {
  return requestApi(browserTarget, {
    path: path(projectId, 'keys'),
    method: 'POST',
    body,
    answer: createdApiKeySchema,
  })
}

export function revokeApiKey(projectId: string, keyId: string) {
  return requestApi(browserTarget, {
    path: path(projectId, `keys/${encodeURIComponent(keyId)}`),
    method: 'DELETE',
    answer: z.unknown(),
  })
}
