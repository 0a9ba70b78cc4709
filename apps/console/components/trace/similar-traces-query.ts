import { type TraceOperation, type TraceStructure, traceListSchema } from '@hanzo/schema/api'
import { addFilter } from '@hanzo/search'
import { queryOptions } from '@tanstack/react-query'
import { browserTarget, requestApi } from '@/lib/api-client.ts'
import { projectKey } from '@/lib/query-keys.ts'
import { pathOf } from './trace-queries.ts'

const similarMost = 30
const similarMarginMilliseconds = 12 * 3_600_000

/** Traces of the day around this one whose root has the same name and service, newest first. */
export function similarTracesQueryOptions(
  projectId: string,
  trace: Pick<TraceStructure, 'traceId' | 'startTimeUnixNano'>,
  root: Pick<TraceOperation, 'name' | 'serviceName'> | null,
) {
  const start = Number(BigInt(trace.startTimeUnixNano) / 1_000_000n)
  const query = root
    ? addFilter(addFilter('', { key: 'name', value: root.name }), { key: 'service', value: root.serviceName })
    : ''
  return queryOptions({
    queryKey: [...projectKey(projectId), 'similar-traces', trace.traceId, query],
    queryFn: ({ signal }) =>
      requestApi(browserTarget, {
        path: `${pathOf(projectId)}/traces`,
        query: {
          from: new Date(start - similarMarginMilliseconds).toISOString(),
          to: new Date(start + similarMarginMilliseconds).toISOString(),
          rootOnly: true,
          query,
          limit: similarMost,
        },
        answer: traceListSchema,
        signal,
      }),
    staleTime: 60_000,
  })
}
