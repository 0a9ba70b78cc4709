import { apiKeyListSchema, createdApiKeySchema } from '@hanzo/schema/api'
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

export function createApiKey(projectId: string, name: string) {
  return requestApi(browserTarget, {
    path: path(projectId, 'keys'),
    method: 'POST',
    body: { name },
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
