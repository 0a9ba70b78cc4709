import {
  deadLetterListSchema,
  deadLetterRowsSchema,
  ingestHistogramSchema,
  ingestProblemListSchema,
} from '@hanzo/schema/api'
import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { z } from 'zod'
import { type ApiTarget, browserTarget, requestApi } from '@/lib/api-client.ts'
import { projectKey } from '@/lib/query-keys.ts'
import type { IngestSearch } from './search-params.ts'

const path = (projectId: string, rest: string) => `/api/projects/${encodeURIComponent(projectId)}/ingest/${rest}`
const letterPath = (projectId: string, letterId: string, rest = '') =>
  path(projectId, `dead-letters/${encodeURIComponent(letterId)}${rest}`)

type Range = Pick<IngestSearch, 'from' | 'to'>

export function ingestProblemsQuery(target: ApiTarget, projectId: string, { from, to }: Range) {
  const query = { from, to }
  return queryOptions({
    queryKey: [...projectKey(projectId), 'ingest', 'problems', query],
    queryFn: ({ signal }) =>
      requestApi(target, { path: path(projectId, 'problems'), query, answer: ingestProblemListSchema, signal }),
    placeholderData: keepPreviousData,
  })
}

export function ingestHistogramQuery(target: ApiTarget, projectId: string, { from, to }: Range) {
  const query = { from, to, buckets: 60 }
  return queryOptions({
    queryKey: [...projectKey(projectId), 'ingest', 'histogram', query],
    queryFn: ({ signal }) =>
      requestApi(target, { path: path(projectId, 'histogram'), query, answer: ingestHistogramSchema, signal }),
    placeholderData: keepPreviousData,
  })
}

export function deadLettersQuery(target: ApiTarget, projectId: string) {
  return queryOptions({
    queryKey: [...projectKey(projectId), 'ingest', 'dead-letters'],
    queryFn: ({ signal }) =>
      requestApi(target, { path: path(projectId, 'dead-letters'), answer: deadLetterListSchema, signal }),
  })
}

/** The first rows of one table of a dead letter. */
export function deadLetterRowsQuery(projectId: string, letterId: string, table: string) {
  return queryOptions({
    // Not below the project's key: a letter that is deleted or sent again while it is shown is not to be read again.
    queryKey: ['dead-letter', projectId, letterId, table],
    queryFn: ({ signal }) =>
      requestApi(browserTarget, {
        path: letterPath(projectId, letterId, '/rows'),
        query: { table, limit: 20 },
        answer: deadLetterRowsSchema,
        signal,
      }),
    // What is in a letter does not change.
    staleTime: Number.POSITIVE_INFINITY,
  })
}

export function replayDeadLetter(projectId: string, letterId: string) {
  return requestApi(browserTarget, {
    path: letterPath(projectId, letterId, '/replay'),
    method: 'POST',
    answer: z.unknown(),
  })
}

export function deleteDeadLetter(projectId: string, letterId: string) {
  return requestApi(browserTarget, { path: letterPath(projectId, letterId), method: 'DELETE', answer: z.unknown() })
}
