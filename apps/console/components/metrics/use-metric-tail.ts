import { type MetricPoint, type MetricSummary, metricsTailMessageSchema } from '@hanzo/schema/api'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useEffectEvent, useMemo, useRef } from 'react'
import { type Tail, useTail } from '@/hooks/use-tail.ts'
import { projectKey } from '@/lib/query-keys.ts'
import { metricsPath } from './metric-queries.ts'
import type { MetricsSearch } from './metric-search-params.ts'

const pointsMost = 300
/** Points are pushed when they are safe on disk, a moment before they can be queried. */
const queryableAfterMilliseconds = 900

export interface MetricTail extends Tail<MetricPoint> {
  /** The points of the open metric, newest first. */
  points: readonly MetricPoint[]
}

/** Live points of the open metric, or of all where none is open. The chart is read again soon after some arrived. */
export function useMetricTail(
  projectId: string,
  metric: MetricSummary | undefined,
  search: Pick<MetricsSearch, 'live' | 'service'>,
): MetricTail {
  const tail = useTail<MetricPoint>({
    path: `${metricsPath(projectId)}/tail`,
    query: { text: metric?.name, service: search.service },
    schema: metricsTailMessageSchema,
    enabled: search.live,
    paused: false,
    most: pointsMost,
  })
  const points = useMemo(() => tail.rows.filter(({ name }) => metric?.name === name), [tail.rows, metric?.name])
  useRefetchOn(projectId, points[0])
  return { ...tail, points }
}

/** Reads the series again, at most about once a second, after points arrived; the last arrival is never left out. */
function useRefetchOn(projectId: string, newest: MetricPoint | undefined): void {
  const client = useQueryClient()
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const refetch = useEffectEvent(() => {
    timer.current = undefined
    void client.invalidateQueries({ queryKey: [...projectKey(projectId), 'metrics', 'series'] })
  })
  useEffect(() => {
    if (newest) timer.current ??= setTimeout(() => refetch(), queryableAfterMilliseconds)
  }, [newest])
  useEffect(() => () => clearTimeout(timer.current), [])
}
