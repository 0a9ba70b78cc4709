import {
  logListSchema,
  type OpenSpanState,
  type SpanDetail,
  spanDetailSchema,
  type TraceStructure,
  traceAttributeKeysSchema,
  traceAttributeSchema,
  traceStructureSchema,
} from '@hanzo/schema/api'
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { z } from 'zod'
import { browserTarget, requestApi } from '@/lib/api-client.ts'
import { ApiError } from '@/lib/api-error.ts'
import { projectKey } from '@/lib/query-keys.ts'

/** Where the API of a project is. */
export const pathOf = (projectId: string) => `/api/projects/${encodeURIComponent(projectId)}`

const staleTime = 60_000

/** How often a trace that is still arriving is read again. */
const arrivingRefetchMilliseconds = 2_000
/** A trace whose last span ended longer ago than this is complete, or will stay as it is. */
const arrivingForMilliseconds = 120_000
/** Larger traces are read again by hand, or now and then while something in them runs: each reading carries every span. */
export const arrivingSpansMost = 5_000
const largeRefetchMilliseconds = 30_000

function structurePath(projectId: string, traceId: string): string {
  return `${pathOf(projectId)}/traces/${encodeURIComponent(traceId)}/structure`
}

/** Some screens of spans. Most traces have no more, and are read whole by the same request. */
const earliestSpans = 1_000

/** The address of a trace's first spans, which the page asks for while its scripts load. */
export function earliestPath(projectId: string, traceId: string): string {
  return `${structurePath(projectId, traceId)}?earliest=${earliestSpans}`
}

/** A column is looked at as a whole: to look at each of its values would take as long as all else until the spans show. */
const column = z.custom<number[]>((value) => Array.isArray(value))
const structureSchema = traceStructureSchema.extend({
  parents: column,
  startSteps: column,
  durations: column,
  operationOf: column,
  errors: column,
  oks: column,
  running: column,
  noEnd: column,
  usage: z.object({ rows: column, inputTokens: column, outputTokens: column, costs: column }),
  events: z.object({ rows: column, offsets: column, names: z.array(z.string()), nameOf: column }),
  eventCounts: z.object({ rows: column, counts: column }),
  statusMessages: z.array(z.object({ text: z.string(), rows: column })),
  httpRoutes: z.array(z.object({ text: z.string(), rows: column })),
})

function readStructure(path: string, signal: AbortSignal): Promise<TraceStructure> {
  return requestApi(browserTarget, { path, answer: structureSchema, signal })
}

/** All spans of a trace. */
export function traceQueryOptions(projectId: string, traceId: string) {
  return queryOptions({
    queryKey: [...projectKey(projectId), 'trace', traceId],
    queryFn: ({ signal }) => readStructure(structurePath(projectId, traceId), signal),
    staleTime,
    // Comparing 100 000 spans with those before costs more than building their tree again.
    structuralSharing: false,
    retry,
  })
}

/** A trace while it is read. */
export interface TraceReading {
  trace: TraceStructure
  /** False while only the first of its spans are here. */
  isWhole: boolean
}

/**
 * A trace for its page: the first spans as soon as they are here, then all. It is read again by itself while something in it runs,
 * or while it is recent and its root has not arrived.
 */
export function traceReadingQueryOptions(projectId: string, traceId: string) {
  return queryOptions({
    queryKey: [...projectKey(projectId), 'trace-reading', traceId],
    queryFn: async ({ client, queryKey, signal }): Promise<TraceReading> => {
      if (client.getQueryData(queryKey) === undefined) {
        const trace = await readStructure(earliestPath(projectId, traceId), signal)
        const reading = { trace, isWhole: !trace.truncated }
        if (reading.isWhole) return reading
        client.setQueryData<TraceReading>(queryKey, reading)
      }
      return { trace: await readStructure(structurePath(projectId, traceId), signal), isWhole: true }
    },
    staleTime: ({ state }) => (state.data?.isWhole === false ? 0 : staleTime),
    structuralSharing: false,
    refetchInterval: ({ state }) => traceRefetchInterval(state.data?.trace, state.error, Date.now()),
    retry,
  })
}

/** How often a trace is read again by itself, in milliseconds; false once all of it is there, or will not come. */
export function traceRefetchInterval(
  trace: TraceStructure | undefined,
  error: Error | null,
  now: number,
): number | false {
  if (trace?.state === 'running') {
    return trace.spanCount > arrivingSpansMost ? largeRefetchMilliseconds : arrivingRefetchMilliseconds
  }
  return isArriving(trace, now) || isUnknownTrace(error) ? arrivingRefetchMilliseconds : false
}

/** True while spans of the trace are missing and may well be under way. */
export function isArriving(trace: TraceStructure | undefined, now: number): boolean {
  if (!trace || trace.spanCount > arrivingSpansMost) return false
  const ended = (BigInt(trace.startTimeUnixNano) + BigInt(trace.durationNanoseconds)) / 1_000_000n
  if (now - Number(ended) > arrivingForMilliseconds) return false
  return trace.missingParentIds.length > 0 || !trace.parents.includes(-1)
}

const retry = (failures: number, error: Error) => failures < 1 && !isUnknownTrace(error)

export function isUnknownTrace(error: Error | null): boolean {
  return error instanceof ApiError && error.status === 404
}

/**
 * Everything that was sent of one span.
 * @param state what the trace says of it: when it ends it is read again, and what its start told stays until then.
 */
export function spanQueryOptions(projectId: string, traceId: string, spanId: string, state?: OpenSpanState) {
  return queryOptions<SpanDetail>({
    queryKey: [...projectKey(projectId), 'span', traceId, spanId, state ?? 'ended'],
    queryFn: ({ signal }) =>
      requestApi(browserTarget, {
        path: `${pathOf(projectId)}/traces/${encodeURIComponent(traceId)}/spans/${encodeURIComponent(spanId)}`,
        answer: spanDetailSchema,
        signal,
      }),
    staleTime: 300_000,
    placeholderData: (before) => (before?.spanId === spanId ? before : undefined),
  })
}

/** The values of one attribute in a trace. */
export function traceAttributeQueryOptions(projectId: string, traceId: string, key: string) {
  return queryOptions({
    queryKey: [...projectKey(projectId), 'trace-attribute', traceId, key],
    queryFn: ({ signal }) =>
      requestApi(browserTarget, {
        path: `${pathOf(projectId)}/traces/${encodeURIComponent(traceId)}/attributes/values`,
        query: { key },
        answer: traceAttributeSchema,
        signal,
      }),
    staleTime: 60_000,
    structuralSharing: false,
  })
}

/** The keys that a trace's spans have. */
export function traceAttributeKeysQueryOptions(projectId: string, traceId: string) {
  return queryOptions({
    queryKey: [...projectKey(projectId), 'trace-attribute-keys', traceId],
    queryFn: ({ signal }) =>
      requestApi(browserTarget, {
        path: `${pathOf(projectId)}/traces/${encodeURIComponent(traceId)}/attributes/keys`,
        answer: traceAttributeKeysSchema,
        signal,
      }),
    staleTime: 60_000,
  })
}

const logsPerPage = 500
/** Logs carry the clock of their sender: they are looked for this far around the trace. */
const logMarginMilliseconds = 3_600_000
/** The range ends at a multiple of this, so that it is the same question each time that a running trace is read again. */
const logRangeStepMilliseconds = 600_000
const runningLogsRefetchMilliseconds = 5_000

/** The logs of a trace, or of one of its spans, newest first as the API lists them. */
export function traceLogsQueryOptions(
  projectId: string,
  trace: Pick<TraceStructure, 'traceId' | 'startTimeUnixNano' | 'durationNanoseconds' | 'state'>,
  spanId?: string,
) {
  const start = Number(BigInt(trace.startTimeUnixNano) / 1_000_000n)
  const end = start + Number(trace.durationNanoseconds) / 1e6
  const range = {
    from: new Date(start - logMarginMilliseconds).toISOString(),
    to: new Date(
      Math.ceil((end + logMarginMilliseconds) / logRangeStepMilliseconds) * logRangeStepMilliseconds,
    ).toISOString(),
  }
  return infiniteQueryOptions({
    queryKey: [...projectKey(projectId), 'trace-logs', trace.traceId, spanId ?? null, range],
    queryFn: ({ signal, pageParam }) =>
      requestApi(browserTarget, {
        path: `${pathOf(projectId)}/logs`,
        answer: logListSchema,
        query: { ...range, traceId: trace.traceId, spanId, limit: logsPerPage, cursor: pageParam },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    staleTime: 15_000,
    refetchInterval: trace.state === 'running' && runningLogsRefetchMilliseconds,
  })
}
