'use client'

import { useQuery } from '@tanstack/react-query'
import { useHydrated } from '@/hooks/use-hydrated.ts'
import { browserTarget } from '@/lib/api-client.ts'
import { ingestConcern } from './ingest-concern.ts'
import { ingestStatusQuery } from './ingest-status-query.ts'

const everyMilliseconds = 30_000

/** What is wrong with receiving or writing, looked up now and then; `null` while all is well or nothing is known. */
export function useIngestConcern(projectId: string): string | null {
  const { data } = useQuery({
    ...ingestStatusQuery(browserTarget, projectId),
    refetchInterval: everyMilliseconds,
    // A page of its own tells when it cannot be read.
    retry: false,
  })
  const hydrated = useHydrated()
  return hydrated && data ? ingestConcern(data) : null
}
