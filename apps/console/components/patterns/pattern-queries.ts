import { type LogPatternOrder, logPatternListSchema, type TimeRange } from '@hanzo/schema/api'
import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { type ApiTarget, requestApi } from '@/lib/api-client.ts'
import { projectKey } from '@/lib/query-keys.ts'

/** Since when a pattern is new: an age, or the beginning of the range. */
export const newSinceChoices = ['range', '1h', '24h', '7d'] as const
export type NewSince = (typeof newSinceChoices)[number]

export interface PatternSearch extends TimeRange {
  query: string
  newSince: NewSince
  order: LogPatternOrder
}

/** What the list of patterns is asked. */
export function patternQuestion({ from, to, query, newSince, order }: PatternSearch) {
  return { from, to, query, order, ...(newSince !== 'range' && { newSince: `now-${newSince}` }) }
}

export function patternsQuery(target: ApiTarget, projectId: string, search: PatternSearch) {
  const query = patternQuestion(search)
  return queryOptions({
    queryKey: [...projectKey(projectId), 'logs', 'patterns', query],
    queryFn: ({ signal }) =>
      requestApi(target, {
        path: `/api/projects/${encodeURIComponent(projectId)}/logs/patterns`,
        query: { ...query, limit: 500 },
        answer: logPatternListSchema,
        signal,
      }),
    placeholderData: keepPreviousData,
  })
}
