import type { DownloadTracesQuery, TraceList } from '@hanzo/schema/api'
import { listTraces } from './list-traces.ts'
import type { QueryContext } from './run-query.ts'

/** What one question of a download reads. */
const tracesPerPage = 1000

/**
 * Traces page by page, newest first, until there are `limit`: at any time one page is held.
 * @throws {InvalidQueryError} before the first row.
 */
export async function* downloadTraces(
  context: QueryContext,
  query: DownloadTracesQuery,
): AsyncGenerator<TraceList['rows']> {
  let cursor: string | undefined
  for (let left = query.limit; left > 0; ) {
    const page = await listTraces(context, { ...query, limit: Math.min(tracesPerPage, left), cursor })
    yield page.rows
    left -= page.rows.length
    if (page.nextCursor === null) return
    cursor = page.nextCursor
  }
}
