import { ingestStatusSchema } from '@hanzo/schema/api'
import { queryOptions } from '@tanstack/react-query'
import { type ApiTarget, requestApi } from '@/lib/api-client.ts'
import { projectKey } from '@/lib/query-keys.ts'

/** How receiving and writing go right now. It is answered from memory, so every page may ask it. */
export function ingestStatusQuery(target: ApiTarget, projectId: string) {
  return queryOptions({
    queryKey: [...projectKey(projectId), 'ingest', 'status'],
    queryFn: ({ signal }) =>
      requestApi(target, {
        path: `/api/projects/${encodeURIComponent(projectId)}/ingest/status`,
        answer: ingestStatusSchema,
        signal,
      }),
  })
}
