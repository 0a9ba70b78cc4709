import { type LogContextOf, logContextSchema } from '@hanzo/schema/api'
import { infiniteQueryOptions } from '@tanstack/react-query'
import { browserTarget, requestApi } from '@/lib/api-client.ts'

export interface ContextQuestion {
  projectId: string
  logId: string
  of: LogContextOf
  query: string
}

/** Where a page begins: nowhere for the first one, which has the record itself. */
type ContextPlace = { before: string } | { after: string } | null

const rowsEachSide = 25
/** Pages that are held at a time: beyond them those of the other end are read again when one comes back. */
const pagesHeld = 20

/** Log records around one, which are read on in both directions. */
export function contextQuery({ projectId, logId, of, query }: ContextQuestion) {
  return infiniteQueryOptions({
    queryKey: ['log-context', projectId, logId, of, query],
    queryFn: ({ pageParam, signal }) =>
      requestApi(browserTarget, {
        path: `/api/projects/${encodeURIComponent(projectId)}/logs/${encodeURIComponent(logId)}/context`,
        query: { of, query, limit: pageParam ? 2 * rowsEachSide : rowsEachSide, ...pageParam },
        answer: logContextSchema,
        signal,
      }),
    initialPageParam: null as ContextPlace,
    getPreviousPageParam: (first): ContextPlace => (first.beforeCursor ? { before: first.beforeCursor } : null),
    getNextPageParam: (last): ContextPlace => (last.afterCursor ? { after: last.afterCursor } : null),
    maxPages: pagesHeld,
    // What surrounds a record changes only at its end.
    staleTime: 30_000,
  })
}
