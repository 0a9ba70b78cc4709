'use client'

import { type LogHistogram, severitySchema } from '@hanzo/schema/api'
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { HistogramSeries } from '@/components/chart/histogram-layout.ts'
import type { HistogramAnswer } from '@/components/list/histogram-section.tsx'
import { browserTarget } from '@/lib/api-client.ts'
import { refreshInterval } from '@/lib/refresh-interval.ts'
import { isMoving } from '@/lib/time-range.ts'
import { anyLogQuery, logFacetsQuery, logHistogramQuery } from './queries.ts'
import type { LogsSearch } from './search-params.ts'

export const severitySeries: readonly HistogramSeries[] = severitySchema.options.map((severity) => ({
  key: severity,
  label: severity.charAt(0).toUpperCase() + severity.slice(1),
  colorVariable: `--severity-${severity}`,
}))

const hasLogs = ({ buckets }: LogHistogram) =>
  buckets.some(({ counts }) => Object.values(counts).some((count) => count > 0))

/** What stands around the list: counts over time, facets, and whether the project has any log at all. */
export function useLogOverview(projectId: string, search: LogsSearch) {
  const pace = (empty: boolean) => refreshInterval({ live: search.live, moving: isMoving(search), empty })
  const histogram = useQuery({
    ...logHistogramQuery(browserTarget, projectId, search),
    refetchInterval: ({ state }) => pace(state.data !== undefined && !hasLogs(state.data)),
  })
  const facets = useQuery({
    ...logFacetsQuery(browserTarget, projectId, search),
    refetchInterval: (query) => pace(query.state.data?.facets.every((facet) => facet.values.length === 0) ?? false),
  })
  const answer = useMemo(
    (): HistogramAnswer | undefined =>
      histogram.data && {
        ...histogram.data,
        buckets: histogram.data.buckets.map((bucket) => ({
          ...bucket,
          counts: { ...bucket.counts } as Record<string, number>,
        })),
      },
    [histogram.data],
  )
  const found = histogram.data && hasLogs(histogram.data)
  const any = useQuery({
    ...anyLogQuery(browserTarget, projectId),
    enabled: found === false && search.query === '',
  })
  const total = useMemo(
    () =>
      histogram.data?.buckets.reduce(
        (sum, { counts }) => Object.values(counts).reduce((all, count) => all + count, sum),
        0,
      ),
    [histogram.data],
  )
  return { histogram, answer, total, facets, isFirstRun: found === false && any.data === false && search.query === '' }
}
