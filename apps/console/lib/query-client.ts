import { defaultShouldDehydrateQuery, environmentManager, QueryCache, QueryClient } from '@tanstack/react-query'
import { ApiError } from './api-error.ts'

/** A request that was refused is not sent again; one that found no server, or a busy one, is, once. */
function shouldRetry(failureCount: number, error: Error): boolean {
  if (failureCount >= 1) return false
  return !(error instanceof ApiError) || error.status === 0 || error.status === 429 || error.status >= 500
}

function onQueryError(error: Error): void {
  if (!(error instanceof ApiError) || error.status !== 401 || environmentManager.isServer()) return
  const here = window.location.pathname + window.location.search
  window.location.assign(`/sign-in?next=${encodeURIComponent(here)}`)
}

/** A query client with our defaults; queries that are still running are streamed to the browser. */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    queryCache: new QueryCache({ onError: onQueryError }),
    defaultOptions: {
      queries: { staleTime: 15_000, retry: shouldRetry, refetchOnWindowFocus: false },
      dehydrate: {
        shouldDehydrateQuery: (query) => defaultShouldDehydrateQuery(query) || query.state.status === 'pending',
      },
    },
  })
}

let browserClient: QueryClient | undefined

/** One client per browser tab, one per request on the server. */
export function getQueryClient(): QueryClient {
  if (environmentManager.isServer()) return createQueryClient()
  browserClient ??= createQueryClient()
  return browserClient
}
