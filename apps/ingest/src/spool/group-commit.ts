import type { RowSink } from '../columns/row-sink.ts'
import { ByteWriter } from '../native/byte-writer.ts'
import { createOpenGroup, type DurableRows, type OpenGroup, type OpenGroupOptions } from './open-group.ts'
import { SpoolBusyError, SpoolWriteError } from './spool-errors.ts'

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
  /** Told of the rows once they are durable, before their senders are. They are good until it returns. */
  onDurable(rows: DurableRows): void
}

export interface GroupCommit {
  /** Lets `put` write rows, at once, and resolves with what it returned when they are durable. */
  add<T>(put: (sink: RowSink) => T): Promise<T>
  readonly isWaiting: boolean
  /** Writes the rows that wait now as one record. Never rejects: each request is told its own outcome. */
  commit(): Promise<void>
}

/** Requests that arrive while a record is being written share the next record, its write and its fsync. */
export function createGroupCommit(options: GroupCommitOptions): GroupCommit {
  const { rowsWaitingMax, bytesWaitingMax, write, onDurable } = options
  const writer = new ByteWriter()
  let open = createOpenGroup(options)
  let spare = createOpenGroup(options)
  let waiting: Waiter[] = []

  function assertRoom(): void {
    const { rows: rowsWaiting, byteLength: bytesWaiting } = open.batch
    if (rowsWaiting < rowsWaitingMax && bytesWaiting < bytesWaitingMax) return
    throw new SpoolBusyError({ rowsWaiting, rowsWaitingMax, bytesWaiting, bytesWaitingMax })
  }
  /** Two groups take turns: requests fill the one while the other is on its way to the disk. */
  function take(): { group: OpenGroup; waiters: Waiter[] } {
    const taken = { group: open, waiters: waiting }
    open = spare
    spare = taken.group
    waiting = []
    return taken
  }

  return {
    get isWaiting() {
      return waiting.length > 0
    },
    async add(put) {
      assertRoom()
      const rowsBefore = open.batch.rows
      const result = open.put(put)
      if (open.batch.rows > rowsBefore) {
        await new Promise<void>((resolve, reject) => waiting.push({ resolve, reject }))
      }
      return result
    },
    async commit() {
      const { group, waiters } = take()
      try {
        group.encodeInto(writer)
        await write(writer.bytes())
        group.remember()
        onDurable(group)
        for (const waiter of waiters) waiter.resolve()
      } catch (cause) {
        for (const waiter of waiters) waiter.reject(new SpoolWriteError(cause))
      } finally {
        group.clear()
      }
    },
  }
}
