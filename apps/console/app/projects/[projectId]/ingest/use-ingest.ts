'use client'

import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { ingestStatusQuery } from '@/components/ingest/ingest-status-query.ts'
import { useHydrated } from '@/hooks/use-hydrated.ts'
import { browserTarget } from '@/lib/api-client.ts'
import { isMoving } from '@/lib/time-range.ts'
import { outcomeTotals } from './outcome-totals.ts'
import { deadLettersQuery, ingestHistogramQuery, ingestProblemsQuery } from './queries.ts'
import type { IngestSearch } from './search-params.ts'

const statusMilliseconds = 3_000
const listMilliseconds = 5_000

/** Everything of the page, read again while it is looked at: what is wrong is to be seen as it happens. */
export function useIngest(projectId: string, search: IngestSearch) {
  const refetchInterval = isMoving(search) ? listMilliseconds : false
  const status = useQuery({ ...ingestStatusQuery(browserTarget, projectId), refetchInterval: statusMilliseconds })
  const histogram = useQuery({ ...ingestHistogramQuery(browserTarget, projectId, search), refetchInterval })
  const problems = useQuery({ ...ingestProblemsQuery(browserTarget, projectId, search), refetchInterval })
  const letters = useQuery({ ...deadLettersQuery(browserTarget, projectId), refetchInterval: listMilliseconds })
  // The answers may be there before the page is: the server's markup has none yet.
  const hydrated = useHydrated()
  const totals = useMemo(() => histogram.data && outcomeTotals(histogram.data), [histogram.data])
  return {
    status: hydrated ? status.data : undefined,
    totals: hydrated ? totals : undefined,
    ...{ histogram, problems, letters },
  }
}
