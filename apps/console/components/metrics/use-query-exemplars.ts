'use client'

import { useQueries } from '@tanstack/react-query'
import { useMemo } from 'react'
import { browserTarget } from '@/lib/api-client.ts'
import { refreshInterval } from '@/lib/refresh-interval.ts'
import { isMoving } from '@/lib/time-range.ts'
import type { Exemplar } from './exemplar-markers.ts'
import { metricExemplarsQuery } from './exemplar-queries.ts'
import { isMetricPart } from './explorer-query.ts'
import type { MetricsSearch } from './metric-search-params.ts'

/** Measurements that lead to a trace, of each query that is shown, by its letter. */
export function useQueryExemplars(
  projectId: string,
  search: Pick<MetricsSearch, 'q' | 'from' | 'to' | 'live'>,
): ReadonlyMap<string, readonly Exemplar[]> {
  const { q } = search
  const parts = useMemo(() => q.filter(isMetricPart).filter(({ metric, hidden }) => metric !== '' && !hidden), [q])
  const answers = useQueries({
    queries: parts.map(({ metric, type, filter }) => ({
      ...metricExemplarsQuery(browserTarget, projectId, {
        ...{ from: search.from, to: search.to, name: metric, query: filter ?? '' },
        ...(type && { type }),
      }),
      refetchInterval: refreshInterval({ live: search.live, moving: isMoving(search), empty: false }),
    })),
    combine: (results) => results.map(({ data }) => data?.exemplars),
  })
  return useMemo(() => new Map(parts.map(({ id }, index) => [id, answers[index] ?? []])), [parts, answers])
}
