'use client'

import type { SpanHistogram } from '@hanzo/schema/api'
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { HistogramSeries } from '@/components/chart/histogram-layout.ts'
import type { HistogramAnswer } from '@/components/list/histogram-section.tsx'
import { browserTarget } from '@/lib/api-client.ts'
import { refreshInterval } from '@/lib/refresh-interval.ts'
import { isMoving } from '@/lib/time-range.ts'
import { anySpanQuery, spanFacetsQuery, spanHistogramQuery } from './queries.ts'
import type { TracesSearch } from './search-params.ts'

export const spanStatusSeries: readonly HistogramSeries[] = [
  { key: 'unset', label: 'Unset', colorVariable: '--status-unset' },
  { key: 'ok', label: 'Ok', colorVariable: '--status-ok' },
  { key: 'error', label: 'Error', colorVariable: '--status-error' },
]

const hasSpans = ({ buckets }: SpanHistogram) => buckets.some(({ unset, ok, error }) => unset + ok + error > 0)

/** What stands around the list: counts over time, facets, and whether the project has any span at all. */
export function useSpanOverview(projectId: string, search: TracesSearch) {
  const pace = (empty: boolean) => refreshInterval({ live: search.live, moving: isMoving(search), empty })
  const histogram = useQuery({
    ...spanHistogramQuery(browserTarget, projectId, search),
    refetchInterval: ({ state }) => pace(state.data !== undefined && !hasSpans(state.data)),
  })
  const facets = useQuery({
    ...spanFacetsQuery(browserTarget, projectId, search),
    refetchInterval: (query) => pace(query.state.data?.facets.every((facet) => facet.values.length === 0) ?? false),
  })
  const answer = useMemo((): HistogramAnswer | undefined => {
    if (!histogram.data) return undefined
    const { bucketSeconds, receipt, buckets } = histogram.data
    return {
      bucketSeconds,
      receipt,
      buckets: buckets.map(({ timeUnixSeconds, ...counts }) => ({ timeUnixSeconds, counts })),
    }
  }, [histogram.data])
  const found = histogram.data && hasSpans(histogram.data)
  const any = useQuery({
    ...anySpanQuery(browserTarget, projectId),
    enabled: found === false && search.query === '',
  })
  return { histogram, answer, facets, isFirstRun: found === false && any.data === false && search.query === '' }
}
