import type { TimeRange } from '@hanzo/schema/api'
import { queryString } from './api-client.ts'

/** The traces explorer with a search and a time range; relative times stay relative. */
export function explorerHref(
  projectId: string,
  range: TimeRange,
  query: string,
  view: 'traces' | 'spans' = 'spans',
): string {
  const address = queryString({ view, query, from: range.from, to: range.to })
  return `/projects/${encodeURIComponent(projectId)}/traces${address}`
}
