import type { ClickHouseClient, ClickHouseSettings } from '@clickhouse/client'
import type { Receipt } from '@hanzo/schema/api'
import { z } from 'zod'
import { clickHouseError } from '../clickhouse/clickhouse-errors.ts'
import { streamSecondsMax } from '../clickhouse/client.ts'
import { type DecodedColumnArray, decodeBlocks } from '../native/decode-block.ts'
import type { ProjectIdentity } from '../project-identity.ts'
import { readableSql } from './readable-sql.ts'
import { assertScoped } from './scope.ts'

/** Who asks: every question is asked by one project. */
export interface QueryContext {
  clickhouse: ClickHouseClient
  project: ProjectIdentity
  /** Ends the query in the engine when nobody waits for its answer any more. */
  signal?: AbortSignal | undefined
  /** What `now` means, milliseconds since the epoch; the clock when absent. */
  nowMilliseconds?: number
}

export interface Query<T extends z.ZodType> {
  /** Names tables by `scoped()`, binds every value, ends with a LIMIT or reads a bounded number of groups. */
  sql: string
  params: Record<string, unknown>
  row: T
  settings?: ClickHouseSettings
}

export interface Answer<Row> {
  rows: Row[]
  receipt: Receipt
}

const querySecondsMax = 20
const queryMemoryBytesMax = 2_000_000_000
const resultBytesMax = 512 * 1024 * 1024
/** Decoding so many rows holds the thread for some milliseconds. */
const columnBlockRows = 8_192
const streamedRows = 200

/**
 * For answers that are sent on as they are read, however long they are: nothing is held until the end of them. What fails then
 * fails in the middle of the answer. A reader may pause for some minutes, and an hour is the end of it.
 */
export const streamSettings: ClickHouseSettings = {
  wait_end_of_query: 0,
  max_result_bytes: '0',
  max_execution_time: streamSecondsMax,
  http_send_timeout: 300,
}

const settings: ClickHouseSettings = {
  max_execution_time: querySecondsMax,
  max_memory_usage: String(queryMemoryBytesMax),
  max_result_bytes: String(resultBytesMax),
  // ClickHouse ends a query with its connection only where the query may not write.
  readonly: '2',
  cancel_http_readonly_queries_on_client_close: 1,
  // The status line and the summary are sent once the outcome is known: no failure hides in a half-sent body.
  wait_end_of_query: 1,
  // Reading ahead in the order of the key costs a list 3 to 11 million rows that it never shows.
  read_in_order_use_buffering: 0,
  // Arrays keep keys that a JSON object would reorder or lose.
  output_format_json_map_as_array_of_tuples: 1,
}

const summarySchema = z
  .object({ read_rows: z.coerce.number(), read_bytes: z.coerce.number(), elapsed_ns: z.coerce.number() })
  .partial()

/**
 * Asks ClickHouse one question for one project. The only way from this folder to the engine: it binds the project,
 * refuses SQL that would read another's rows, and sets the limits.
 * @throws {QueryTimeoutError} {@link QueryTooLargeError} {@link QueryCancelledError} {@link EngineUnavailableError}
 */
export async function runQuery<T extends z.ZodType>(
  context: QueryContext,
  query: Query<T>,
): Promise<Answer<z.output<T>>> {
  assertScoped(query.sql)
  const params = { ...query.params, projectId: context.project.projectId }
  const startedAt = performance.now()
  try {
    const result = await context.clickhouse.query({
      query: query.sql,
      query_params: params,
      format: 'JSONEachRow',
      clickhouse_settings: { ...settings, ...query.settings },
      ...(context.signal && { abort_signal: context.signal }),
    })
    const rows = z.array(query.row).parse(await result.json())
    return { rows, receipt: receiptOf(result.response_headers, startedAt, readableSql(query.sql, params)) }
  } catch (error) {
    throw clickHouseError(error, context.signal)
  }
}

function receiptOf(headers: Record<string, unknown>, startedAt: number, sql: string): Receipt {
  const header = headers['x-clickhouse-summary']
  const summary = summarySchema.parse(JSON.parse(typeof header === 'string' ? header : '{}'))
  return {
    rowsRead: summary.read_rows ?? 0,
    bytesRead: summary.read_bytes ?? 0,
    elapsedMilliseconds: Math.round(performance.now() - startedAt),
    sql,
  }
}

/**
 * The same for answers of many rows and plain columns: blocks of columns, which are decoded when they are asked for.
 * @throws what `runQuery` throws.
 */
export async function runColumnQuery(
  context: QueryContext,
  query: Omit<Query<z.ZodType>, 'row'>,
): Promise<{ blocks: Generator<DecodedColumnArray[]>; receipt: Receipt }> {
  assertScoped(query.sql)
  const params = { ...query.params, projectId: context.project.projectId }
  const startedAt = performance.now()
  try {
    const { stream, response_headers } = await context.clickhouse.exec({
      query: `${query.sql} FORMAT Native`,
      query_params: params,
      clickhouse_settings: { ...settings, ...query.settings, max_block_size: String(columnBlockRows) },
      ...(context.signal && { abort_signal: context.signal }),
    })
    const blocks = decodeBlocks(await bytesOf(stream))
    return { blocks, receipt: receiptOf(response_headers, startedAt, readableSql(query.sql, params)) }
  } catch (error) {
    throw clickHouseError(error, context.signal)
  }
}

/** All of a stream: Node's own `buffer()` copies it twice more, by way of a blob. */
async function bytesOf(stream: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of stream) chunks.push(chunk)
  return Buffer.concat(chunks)
}

/**
 * The same for answers that are too large to be held: some rows at a time, as they are asked for.
 * @throws what `runQuery` throws, before the first rows or while they come.
 */
export async function* streamQuery<T extends z.ZodType>(
  context: QueryContext,
  query: Query<T>,
): AsyncGenerator<z.output<T>[]> {
  assertScoped(query.sql)
  try {
    const result = await context.clickhouse.query({
      query: query.sql,
      query_params: { ...query.params, projectId: context.project.projectId },
      format: 'JSONEachRow',
      clickhouse_settings: { ...settings, ...query.settings },
      ...(context.signal && { abort_signal: context.signal }),
    })
    for await (const lines of result.stream()) {
      for (let at = 0; at < lines.length; at += streamedRows) {
        yield z.array(query.row).parse(lines.slice(at, at + streamedRows).map((line) => line.json()))
      }
    }
  } catch (error) {
    throw clickHouseError(error, context.signal)
  }
}

/** One receipt for an answer that took several queries. */
export function joinReceipts(...receipts: Receipt[]): Receipt {
  return {
    rowsRead: receipts.reduce((sum, { rowsRead }) => sum + rowsRead, 0),
    bytesRead: receipts.reduce((sum, { bytesRead }) => sum + bytesRead, 0),
    elapsedMilliseconds: receipts.reduce((sum, { elapsedMilliseconds }) => sum + elapsedMilliseconds, 0),
    sql: receipts.map(({ sql }) => sql).join(';\n\n'),
  }
}
