import { type MetricPoint, metricsTailMessageSchema } from '@hanzo/schema/api'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useEffectEvent, useMemo, useRef } from 'react'
import { type Tail, useTail } from '@/hooks/use-tail.ts'
import { projectKey } from '@/lib/query-keys.ts'
import { metricsPath } from './metric-queries.ts'

const pointsMost = 300
/** Points are pushed when they are safe on disk, a moment before they can be queried. */
const queryableAfterMilliseconds = 900

export interface MetricTail extends Tail<MetricPoint> {
  /** The points of the open metric, newest first. */
  points: readonly MetricPoint[]
}

/** Live points of a metric, or of all where none is named. What is drawn is read again soon after some arrived. */
export function useMetricTail(projectId: string, name: string | undefined, enabled: boolean): MetricTail {
  const tail = useTail<MetricPoint>({
    path: `${metricsPath(projectId)}/tail`,
    query: { text: name },
    schema: metricsTailMessageSchema,
    enabled,
    paused: false,
    most: pointsMost,
  })
  const points = useMemo(
    () => (name === undefined ? tail.rows : tail.rows.filter((row) => row.name === name)),
    [tail.rows, name],
  )
  useRefetchOn(projectId, points[0])
  return { ...tail, points }
}

const drawn: ReadonlySet<unknown> = new Set(['series', 'query', 'heatmap'])

/** Reads what is drawn again, at most about once a second, after points arrived; the last arrival is never left out. */
function useRefetchOn(projectId: string, newest: MetricPoint | undefined): void {
  const client = useQueryClient()
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const refetch = useEffectEvent(() => {
    timer.current = undefined
    const head = [...projectKey(projectId), 'metrics']
    void client.invalidateQueries({ queryKey: head, predicate: ({ queryKey }) => drawn.has(queryKey[head.length]) })
  })
  useEffect(() => {
    if (newest) timer.current ??= setTimeout(() => refetch(), queryableAfterMilliseconds)
  }, [newest])
  useEffect(() => () => clearTimeout(timer.current), [])
}
