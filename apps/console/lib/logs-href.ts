import { queryString } from './api-client.ts'
import { millisecondsOf } from './format-time.ts'

const page = (projectId: string) => `/projects/${encodeURIComponent(projectId)}/logs`

/** The page of a log record among those before and after it. */
export function logContextHref(projectId: string, logId: string): string {
  return `${page(projectId)}/${encodeURIComponent(logId)}`
}

const aroundMilliseconds = 3_600_000

interface TraceLogs {
  projectId: string
  traceId: string
  /** Only those of this span. */
  spanId?: string | undefined
  firstUnixNano: string
  lastUnixNano?: string
}

/** The log records of a trace, from an hour before the first of them to an hour after the last. */
export function traceLogsHref({ projectId, traceId, spanId, firstUnixNano, lastUnixNano = firstUnixNano }: TraceLogs) {
  const time = (nanoseconds: string, by: number) => new Date(millisecondsOf(nanoseconds) + by).toISOString()
  const range = { from: time(firstUnixNano, -aroundMilliseconds), to: time(lastUnixNano, aroundMilliseconds) }
  const query = `trace_id:${traceId}${spanId ? ` span_id:${spanId}` : ''}`
  return `${page(projectId)}${queryString({ ...range, query })}`
}

const minutesAround = 5

/** The list of logs some minutes around a record, which is open. */
export function logsAroundHref(projectId: string, logId: string, query = ''): string {
  const milliseconds = Number(logId.split('-')[0]?.slice(0, -6) ?? 0)
  const time = (minutes: number) => new Date(milliseconds + minutes * 60_000).toISOString()
  return `${page(projectId)}${queryString({ from: time(-minutesAround), to: time(minutesAround), query, log: logId })}`
}
