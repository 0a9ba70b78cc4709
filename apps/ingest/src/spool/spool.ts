import { mkdir } from 'node:fs/promises'
import type { RowSink } from '../columns/row-sink.ts'
import { Sequence } from '../columns/sequence.ts'
import type { Logger } from '../logger.ts'
import { createGroupCommit, type GroupCommit } from './group-commit.ts'
import { lockSpool } from './lock-spool.ts'
import type { DurableRows } from './open-group.ts'
import { createOpenSegment, type OpenSegment } from './open-segment.ts'
import { readOwnInstance } from './own-instance.ts'
import { recoverSegments } from './recover-segments.ts'
import { createSeenRows } from './seen-rows.ts'
import { createSegmentIds } from './segment-id.ts'
import { createSegmentQueue, type SegmentQueue } from './segment-queue.ts'
import { SpoolClosedError, SpoolFullError } from './spool-errors.ts'
import { spoolBytesMaxFor } from './spool-limit.ts'
import { createSpoolShares } from './spool-shares.ts'
import { createStoredThrough } from './stored-through.ts'

export interface SpoolOptions {
  directory: string
  /** Bytes on disk from which on `append` refuses. Default: 4 GiB or 80 % of the disk. */
  bytesMax: number | undefined
  segmentBytesMax: number
  segmentAgeMaxMs: number
  rowsWaitingMax: number
  bytesWaitingMax: number
  seenAgeMaxMs: number
  seenEntriesMax: number
  /** Tells several receivers of one store apart, in `sequence`: 0 to 255. Default: one that the directory keeps. */
  instance?: number
  /** The directory's lock may be this process's own, left by a thread that ended without a word. */
  takesOver?: boolean
  /** Told of rows once they are durable, before their senders are. They are good until it returns. Must not throw. */
  onDurable(rows: DurableRows): void
  /** Whether `onDurable` needs the descriptive rows that are stored already. */
  isWatched(): boolean
  logger: Logger
}

/** How far a receiver is, in numbers of `sequence`. */
export interface SpoolPosition {
  /** The receiver's number. */
  instance: number
  /** The number that was given last, or the start of the run. */
  last: bigint
  /** Every accepted row up to this can be read from ClickHouse; 0 while rows of an earlier run cannot. */
  storedThrough: bigint
}

export interface Spool {
  /** Where sealed segments wait for the writer. */
  readonly queue: SegmentQueue
  /**
   * Lets `put` write the rows of one request, at once and all or nothing; resolves with what it returned when they are on
   * disk and fsynced.
   * @param projectId whose rows they are; rows of ours have no share to keep to.
   * @throws {SpoolFullError} {SpoolShareUsedError} {SpoolBusyError} {SpoolWriteError} {SpoolClosedError}: all 503 and
   *   retryable, nothing was kept; and what `put` throws.
   */
  append<T>(put: (sink: RowSink) => T, projectId?: string): Promise<T>
  state(): { spoolBytes: number; spoolBytesMax: number; spoolSegments: number }
  position(): SpoolPosition
  /** Resolves when nothing waits for the disk and the open segment is sealed. */
  seal(): Promise<void>
  /** From here on `append` refuses. */
  refuse(): void
  /** Leaves the directory to other processes. */
  unlock(): Promise<void>
}

async function recover(directory: string, logger: Logger) {
  const { segments, tornBytes, corruptRecords } = await recoverSegments(directory)
  if (corruptRecords > 0) logger.error({ directory, corruptRecords }, 'the disk damaged spooled records: they are lost')
  if (segments.length + tornBytes > 0) {
    logger.info({ directory, segments: segments.length, tornBytes }, 'recovered the spool of an earlier run')
  }
  return segments
}

/**
 * Opens the queue on disk between receivers and writer.
 * @throws {SpoolLockedError} while another process has the directory.
 */
export async function openSpool(options: SpoolOptions): Promise<Spool> {
  const { directory, logger } = options
  await mkdir(directory, { recursive: true })
  const unlock = await lockSpool(directory, options.takesOver)
  try {
    const recovered = await recover(directory, logger)
    const queue = createSegmentQueue(directory, recovered)
    const bytesMax = options.bytesMax ?? (await spoolBytesMaxFor(directory, queue.bytes))
    const sequence = new Sequence({ instance: options.instance ?? (await readOwnInstance(directory)) })
    const parts = { nextId: createSegmentIds(recovered.at(-1)?.id), bytesMax, sequence, unlock }
    return createSpool(options, queue, { ...parts, recovered: recovered.map(({ id }) => id) })
  } catch (error) {
    await unlock()
    throw error
  }
}

interface SpoolParts {
  nextId(): string
  bytesMax: number
  sequence: Sequence
  recovered: string[]
  unlock(): Promise<void>
}

function createSpool(
  options: SpoolOptions,
  queue: SegmentQueue,
  { nextId, bytesMax, sequence, recovered, unlock }: SpoolParts,
): Spool {
  const shares = createSpoolShares(bytesMax)
  const storedThrough = createStoredThrough(() => sequence.last, recovered)
  const open = createOpenSegment({
    directory: options.directory,
    bytesMax: options.segmentBytesMax,
    ageMaxMs: options.segmentAgeMaxMs,
    isWriterBusy: () => queue.count > 0,
    nextId,
    onDue: () => void run(),
    onSealed(segment) {
      shares.sealed(segment)
      storedThrough.sealed(segment.id)
      queue.add(segment)
    },
  })
  const group = createGroupCommit({
    ...options,
    seen: createSeenRows({ entriesMax: options.seenEntriesMax, ageMaxMs: options.seenAgeMaxMs }),
    sequence,
    storedThrough,
    write: open.append,
    onWritten: shares.wrote,
  })
  let isRefusing = false
  const run = createRun(group, open, options.logger)

  queue.onReleased((segment) => {
    shares.released(segment)
    storedThrough.released(segment.id)
    void run()
  })
  return {
    queue,
    async append(put, projectId) {
      const bytes = queue.bytes + open.bytes
      if (isRefusing) throw new SpoolClosedError()
      if (bytes >= bytesMax) throw new SpoolFullError({ bytes, bytesMax })
      if (projectId !== undefined) shares.assertShare(projectId, bytes)
      const appended = group.add(put, projectId)
      void run()
      return appended
    },
    state: () => ({
      spoolBytes: queue.bytes + open.bytes,
      spoolBytesMax: bytesMax,
      spoolSegments: queue.count + (open.bytes > 0 ? 1 : 0),
    }),
    position: () => ({ instance: sequence.instance, last: sequence.last, storedThrough: storedThrough.value }),
    async seal() {
      await run()
      open.markDue()
      await run()
    },
    refuse() {
      isRefusing = true
    },
    unlock,
  }
}

/** Works until nothing waits: one record or one sealing at a time. */
function createRun(group: GroupCommit, open: OpenSegment, logger: Logger): () => Promise<void> {
  let isRunning = false
  let work = Promise.resolve()

  async function loop(): Promise<void> {
    while (group.isWaiting || open.isDue) {
      if (!open.isDue) await group.commit()
      else await open.seal().catch((err: unknown) => logger.error({ err }, 'an empty segment could not be removed'))
    }
    isRunning = false
  }
  return () => {
    if (isRunning) return work
    isRunning = true
    work = loop()
    return work
  }
}
