import { attributeKeyListSchema, type TimeRange } from '@hanzo/schema/api'
import { attributeKey, type SearchSignal } from '@hanzo/search'
import { queryOptions } from '@tanstack/react-query'
import { browserTarget, requestApi } from '@/lib/api-client.ts'
import { projectKey } from '@/lib/query-keys.ts'

/** Attributes that records have, as the search language writes them; most frequent first. */
export function keyOptionsQuery(projectId: string, signal: SearchSignal, range: TimeRange) {
  const query = { ...range, signal, limit: 1000 }
  return queryOptions({
    queryKey: [...projectKey(projectId), 'key-options', query],
    queryFn: async ({ signal: stop }) => {
      const { rows } = await requestApi(browserTarget, {
        path: `/api/projects/${encodeURIComponent(projectId)}/attributes/keys`,
        query,
        answer: attributeKeyListSchema,
        signal: stop,
      })
      return rows.map(({ key, count }) => ({ key: attributeKey('any', key), text: key, count }))
    },
    staleTime: 60_000,
  })
}
