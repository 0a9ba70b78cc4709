import type { DownloadLogsQuery, DownloadSpansQuery, LogList, SpanList, TraceList } from '@hanzo/schema/api'
import { listLogs } from './list-logs.ts'
import { listSpans } from './list-spans.ts'
import { listTraces } from './list-traces.ts'
import type { QueryContext } from './run-query.ts'

/** What one question of a download reads. */
const rowsPerPage = 1000

interface Page<Row> {
  rows: Row[]
  nextCursor: string | null
}

/**
 * Rows of a list page by page, newest first, until there are `limit`: at any time one page is held.
 * @throws {InvalidQueryError} before the first row.
 */
async function* pagesOf<Row>(
  limit: number,
  read: (page: { limit: number; cursor: string | undefined }) => Promise<Page<Row>>,
): AsyncGenerator<Row[]> {
  let cursor: string | undefined
  for (let left = limit; left > 0; ) {
    const page = await read({ limit: Math.min(rowsPerPage, left), cursor })
    yield page.rows
    left -= page.rows.length
    if (page.nextCursor === null) return
    cursor = page.nextCursor
  }
}

export function downloadSpans(context: QueryContext, query: DownloadSpansQuery): AsyncGenerator<SpanList['rows']> {
  return pagesOf(query.limit, (page) => listSpans(context, { ...query, ...page }))
}

export function downloadTraces(
  context: QueryContext,
  query: Omit<DownloadSpansQuery, 'columns'>,
): AsyncGenerator<TraceList['rows']> {
  return pagesOf(query.limit, (page) => listTraces(context, { ...query, ...page }))
}

export function downloadLogs(context: QueryContext, query: DownloadLogsQuery): AsyncGenerator<LogList['rows']> {
  return pagesOf(query.limit, (page) => listLogs(context, { ...query, ...page }))
}
