import type { RowSink } from '../columns/row-sink.ts'
import { ByteWriter } from '../native/byte-writer.ts'
import { createOpenGroup, type DurableRows, type OpenGroup, type OpenGroupOptions } from './open-group.ts'
import { SpoolBusyError, SpoolWriteError } from './spool-errors.ts'
import type { ProjectBytes } from './spool-shares.ts'
import type { StoredThrough } from './stored-through.ts'

interface Waiter {
  resolve(): void
  reject(error: Error): void
}

export interface GroupCommitOptions extends OpenGroupOptions {
  /** Rows that may wait in memory for the disk. */
  rowsWaitingMax: number
  /** Memory that they may take. */
  bytesWaitingMax: number
  /** Resolves when the record is durable. */
  write(record: Buffer): Promise<void>
  storedThrough: Pick<StoredThrough, 'adding' | 'committing' | 'written' | 'failed'>
  /** Told how much of a record that was written is whose. */
  onWritten(bytes: ProjectBytes): void
  /** Told of the rows once they are durable, before their senders are. They are good until it returns. */
  onDurable(rows: DurableRows): void
}

export interface GroupCommit {
  /** Lets `put` write rows of a project, at once, and resolves with what it returned when they are durable. */
  add<T>(put: (sink: RowSink) => T, projectId?: string): Promise<T>
  readonly isWaiting: boolean
  /** Writes the rows that wait now as one record. Never rejects: each request is told its own outcome. */
  commit(): Promise<void>
}

/** Requests that arrive while a record is being written share the next record, its write and its fsync. */
export function createGroupCommit(options: GroupCommitOptions): GroupCommit {
  const { rowsWaitingMax, bytesWaitingMax, sequence, storedThrough, write, onWritten, onDurable } = options
  const writer = new ByteWriter()
  let open = createOpenGroup(options)
  let spare = createOpenGroup(options)
  let waiting: Waiter[] = []
  let bytesOf: ProjectBytes = new Map()

  /** @returns the bytes that wait. */
  function assertRoom(): number {
    const { rows: rowsWaiting, byteLength: bytesWaiting } = open.batch
    if (rowsWaiting < rowsWaitingMax && bytesWaiting < bytesWaitingMax) return bytesWaiting
    throw new SpoolBusyError({ rowsWaiting, rowsWaitingMax, bytesWaiting, bytesWaitingMax })
  }
  /** Two groups take turns: requests fill the one while the other is on its way to the disk. */
  function take(): { group: OpenGroup; waiters: Waiter[]; bytes: ProjectBytes; through: bigint } {
    const taken = { group: open, waiters: waiting, bytes: bytesOf, through: sequence.last }
    storedThrough.committing()
    open = spare
    spare = taken.group
    waiting = []
    bytesOf = new Map()
    return taken
  }

  return {
    get isWaiting() {
      return waiting.length > 0
    },
    async add(put, projectId) {
      const bytesBefore = assertRoom()
      const rowsBefore = open.batch.rows
      storedThrough.adding()
      const result = open.put(put)
      if (open.batch.rows > rowsBefore) {
        const bytes = Math.max(0, open.batch.byteLength - bytesBefore)
        if (projectId !== undefined) bytesOf.set(projectId, (bytesOf.get(projectId) ?? 0) + bytes)
        await new Promise<void>((resolve, reject) => waiting.push({ resolve, reject }))
      }
      return result
    },
    async commit() {
      const { group, waiters, bytes, through } = take()
      try {
        group.encodeInto(writer)
        await write(writer.bytes())
        storedThrough.written()
        onWritten(bytes)
        group.remember()
        onDurable({ batch: group.batch, left: group.left, through })
        for (const waiter of waiters) waiter.resolve()
      } catch (cause) {
        storedThrough.failed()
        for (const waiter of waiters) waiter.reject(new SpoolWriteError(cause))
      } finally {
        group.clear()
      }
    },
  }
}
