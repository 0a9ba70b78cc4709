import { join } from 'node:path'
import type { IngestStatus } from '@hanzo/schema/api'
import type { RowBatch } from '@hanzo/schema/row'
import { appendBatch } from './columns/append-batch.ts'
import type { RowSink } from './columns/row-sink.ts'
import { createLagMeter, type LagTotals } from './health/lag-meter.ts'
import { type PipelineOptions, pipelineLimits } from './pipeline-options.ts'
import type { DurableRows } from './spool/open-group.ts'
import { openSpool, type SpoolPosition } from './spool/spool.ts'
import { type DeadLetterRowsQuery, openDeadLetters } from './writer/dead-letters.ts'
import { insertAfter } from './writer/insert-after.ts'
import { createInsertSection } from './writer/insert-section.ts'
import type { DeadLetter } from './writer/letter-file.ts'
import type { PlainRow } from './writer/letter-rows.ts'
import { sectionLags } from './writer/section-lag.ts'
import { createWriter, type WriterFailure } from './writer/writer.ts'

export interface Pipeline {
  /**
   * Resolves when the rows are durable; from then on they reach ClickHouse exactly once. Sets `sequence` on the rows.
   * @throws {HanzoError} 503 and retryable, nothing kept: `SPOOL_FULL`, `SPOOL_BUSY`, `SPOOL_WRITE_FAILED`, `SPOOL_CLOSED`.
   */
  accept(batch: RowBatch): Promise<void>
  /**
   * The same for rows that `put` writes as columns, at once and all or nothing. Resolves with what it returned.
   * @param projectId whose rows they are.
   * @throws what `put` throws, what `accept` does, and `SPOOL_SHARE_USED` as that.
   */
  append<T>(put: (sink: RowSink) => T, projectId?: string): Promise<T>
  state(): PipelineState
  /** How far the numbers of rows are, and up to which of them ClickHouse answers with them. */
  position(): SpoolPosition
  /** Resolves when every row that was accepted before the call is stored or a dead letter. */
  drained(): Promise<void>
  listDeadLetters(): Promise<DeadLetter[]>
  /** The first rows of a dead letter, of one project and table. @throws {NotFoundError} */
  readDeadLetter(id: string, query: DeadLetterRowsQuery): Promise<PlainRow[]>
  /** Sends a dead letter's rows to ClickHouse again. @throws {NotFoundError} */
  replayDeadLetter(id: string): Promise<void>
  /** Gives a dead letter's rows up for good. @throws {NotFoundError} */
  deleteDeadLetter(id: string): Promise<void>
  /** Refuses new rows, makes waiting ones durable, lets the writer drain for a bounded time, and leaves the directory. */
  close(): Promise<void>
}

export interface PipelineState {
  spoolBytes: number
  spoolBytesMax: number
  spoolSegments: number
  deadLetters: number
  deadLetterBytes: number
  rowsAccepted: number
  rowsWritten: number
  /** Why the oldest rows are not stored yet; `null` while inserts succeed. */
  writerFailure: WriterFailure | null
  /** From the receipt of rows until ClickHouse answers questions with them: lately, and since the start. */
  lag: { recent: IngestStatus['lag']; totals: LagTotals }
}

/**
 * The write path behind the receivers:
 *   append: rows as columns → spool (group commit, fsync) → tails      writer: sealed segment → ClickHouse | dead letter
 * @throws {SpoolLockedError} while another process has the data directory.
 */
export async function createPipeline(options: PipelineOptions): Promise<Pipeline> {
  const { dataDir, onAccepted, logger } = options
  const limits = { ...pipelineLimits, ...options }
  let rowsAccepted = 0
  const spool = await openSpool({
    ...limits,
    onDurable: publish,
    isWatched: options.isWatched ?? (() => false),
    directory: join(dataDir, 'spool'),
    bytesMax: options.spoolBytesMax,
    logger,
  })
  const deadLetters = await openDeadLetters({ directory: join(dataDir, 'dead-letter'), queue: spool.queue, logger })
  const lag = createLagMeter()
  const writer = createWriter({
    queue: spool.queue,
    insert: insertWhenReady(options, limits.insertTimeoutMs),
    insertsMax: limits.insertsMax,
    refuse: deadLetters.add,
    onStored: (section) => {
      for (const { lagMs, rows } of sectionLags(section, Date.now())) lag.add(lagMs, rows)
    },
    logger,
  })

  function publish(rows: DurableRows): void {
    rowsAccepted += rows.batch.rows
    try {
      onAccepted(rows)
    } catch (error) {
      // The rows are durable: their sender must not hear of a failure and send them again.
      logger.error({ err: error }, 'accepted rows could not be shown in the tails')
    }
  }

  return {
    accept: (batch) => spool.append((sink) => appendBatch(sink, batch)),
    append: spool.append,
    position: spool.position,
    state: () => ({
      ...spool.state(),
      ...deadLetters.state(),
      ...writer.state(),
      rowsAccepted,
      lag: { recent: lag.recent(), totals: lag.totals() },
    }),
    async drained() {
      await spool.seal()
      await writer.idle()
    },
    listDeadLetters: deadLetters.list,
    readDeadLetter: deadLetters.readRows,
    replayDeadLetter: deadLetters.replay,
    deleteDeadLetter: deadLetters.remove,
    async close() {
      spool.refuse()
      await spool.seal()
      await writer.close(limits.drainTimeoutMs)
      await spool.unlock()
    },
  }
}

function insertWhenReady({ clickhouse, database, tablesReady }: PipelineOptions, timeoutMs: number) {
  return insertAfter(tablesReady ?? Promise.resolve(), createInsertSection({ clickhouse, database, timeoutMs }))
}
