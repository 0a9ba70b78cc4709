import type { ClickHouseClient } from '@clickhouse/client'
import type { Logger } from './logger.ts'
import type { DurableRows } from './spool/open-group.ts'

export interface PipelineOptions extends Partial<PipelineLimits> {
  /** The platform's data directory; `spool/` and `dead-letter/` in it belong to the pipeline. */
  dataDir: string
  clickhouse: ClickHouseClient
  database: string
  /** Inserts wait for it; rows are accepted before. At once when absent. */
  tablesReady?: Promise<void>
  /** Called with accepted rows, in order of arrival, once they are durable: what the tails show. Must not block or keep them. */
  onAccepted(rows: DurableRows): void
  /** Whether `onAccepted` needs resources and series that are stored already. Default: never. */
  isWatched?(): boolean
  logger: Logger
  /** Disk for rows that ClickHouse did not take yet. Default: 4 GiB or 80 % of the disk. */
  spoolBytesMax?: number
  /** Tells several receivers of one store apart, in `sequence`: 0 to 255. Default: one that the data directory keeps. */
  instance?: number
  /** The spool's lock may be this process's own, left by a thread that ended without a word. */
  takesOver?: boolean
}

export interface PipelineLimits {
  /** A segment is handed to the writer when it holds this much … */
  segmentBytesMax: number
  /** … or this long after its first record. */
  segmentAgeMaxMs: number
  /** Rows that may wait in memory for the disk; they share one fsync. */
  rowsWaitingMax: number
  /** Memory that they may take, unless a single request needs more. */
  bytesWaitingMax: number
  /** Inserts that run at the same time. */
  insertsMax: number
  insertTimeoutMs: number
  /** How long `close` lets the writer empty the spool. What is left is written at the next start. */
  drainTimeoutMs: number
  /** A resource or series is stored again after this long, so that its `last_seen` stays true enough. */
  seenAgeMaxMs: number
  seenEntriesMax: number
}

export const pipelineLimits: PipelineLimits = {
  segmentBytesMax: 8 * 1024 ** 2,
  segmentAgeMaxMs: 300,
  rowsWaitingMax: 250_000,
  bytesWaitingMax: 128 * 1024 ** 2,
  insertsMax: 4,
  insertTimeoutMs: 60_000,
  drainTimeoutMs: 5_000,
  seenAgeMaxMs: 3_600_000,
  seenEntriesMax: 500_000,
}
