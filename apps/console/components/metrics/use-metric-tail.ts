import { type MetricPoint, metricsTailMessageSchema } from '@hanzo/schema/api'
import { addFilter } from '@hanzo/search'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useEffectEvent, useRef } from 'react'
import { type Tail, useTail } from '@/hooks/use-tail.ts'
import { projectKey } from '@/lib/query-keys.ts'
import { searchProblem } from '@/lib/search-problem.ts'
import { metricsPath } from './metric-queries.ts'

const problemOf = searchProblem('metrics')
const pointsMost = 300
/** Points are pushed when they are safe on disk, a moment before they can be queried. */
const queryableAfterMilliseconds = 900

export interface MetricTail extends Tail<MetricPoint> {
  /** The points of the open metric, newest first. */
  points: readonly MetricPoint[]
}

/** Live points of a metric that pass a search, or of all where none is named. What is drawn is read again soon after some arrived. */
export function useMetricTail(
  projectId: string,
  name: string | undefined,
  searched: string,
  enabled: boolean,
): MetricTail {
  const tail = useTail<MetricPoint>({
    path: `${metricsPath(projectId)}/tail`,
    query: { query: seriesOf(name, searched) },
    schema: metricsTailMessageSchema,
    enabled,
    paused: false,
    most: pointsMost,
  })
  useRefetchOn(projectId, tail.rows[0])
  return { ...tail, points: tail.rows }
}

/** What cannot be understood is not applied, and would close the tail. */
function seriesOf(name: string | undefined, searched: string): string {
  const query = problemOf(searched) ? '' : searched.trim()
  if (name === undefined) return query
  const named = addFilter('', { key: 'name', value: name })
  return query === '' ? named : `${named} (${query})`
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
