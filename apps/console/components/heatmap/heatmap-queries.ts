import { spanDifferencesSchema, spanHeatmapSchema, type TimeRange } from '@hanzo/schema/api'
import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { type ApiTarget, requestApi } from '@/lib/api-client.ts'
import { projectKey } from '@/lib/query-keys.ts'
import type { HeatmapSelection } from './heatmap-selection.ts'

const path = (projectId: string, rest: string) => `/api/projects/${encodeURIComponent(projectId)}/${rest}`

export function spanHeatmapQuery(target: ApiTarget, projectId: string, { from, to }: TimeRange, search: string) {
  const query = { from, to, query: search, buckets: 160 }
  return queryOptions({
    queryKey: [...projectKey(projectId), 'spans', 'heatmap', query],
    queryFn: ({ signal }) =>
      requestApi(target, { path: path(projectId, 'spans/heatmap'), query, answer: spanHeatmapSchema, signal }),
    placeholderData: keepPreviousData,
  })
}

export function spanDifferencesQuery(
  target: ApiTarget,
  projectId: string,
  { from, to }: TimeRange,
  search: string,
  selection: HeatmapSelection,
) {
  const query = {
    from,
    to,
    query: search,
    selectionFrom: new Date(selection.from * 1000).toISOString(),
    selectionTo: new Date(selection.to * 1000).toISOString(),
    selectionMinNanoseconds: selection.least,
    selectionMaxNanoseconds: selection.most,
  }
  return queryOptions({
    queryKey: [...projectKey(projectId), 'spans', 'differences', query],
    queryFn: ({ signal }) =>
      requestApi(target, { path: path(projectId, 'spans/differences'), query, answer: spanDifferencesSchema, signal }),
  })
}
