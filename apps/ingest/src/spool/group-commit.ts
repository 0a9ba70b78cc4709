import type { RowBatch } from '@hanzo/schema/row'
import { ByteWriter } from '../native/byte-writer.ts'
import { encodeGroup } from './encode-group.ts'
import type { SeenRows } from './seen-rows.ts'
import { RowsNotEncodableError, SpoolBusyError, SpoolWriteError } from './spool-errors.ts'

interface Waiter {
  batch: RowBatch
  rows: number
  resolve(): void
  reject(error: Error): void
}

export interface GroupCommitOptions {
  seen: SeenRows
  /** Rows that one record may hold, unless a single batch has more. */
  groupRowsMax: number
  /** Rows that may wait in memory. */
  rowsWaitingMax: number
  /** Resolves when the record is durable. */
  write(record: Buffer): Promise<void>
}

export interface GroupCommit {
  /** Resolves when the batch is durable. */
  add(batch: RowBatch): Promise<void>
  readonly isWaiting: boolean
  /** Writes the batches that wait now as one record. Never rejects: each batch is told its own outcome. */
  commit(): Promise<void>
}

export function countRows(batch: RowBatch): number {
  let rows = 0
  for (const tableRows of Object.values(batch)) rows += tableRows.length
  return rows
}

/** Batches that arrive while a record is being written share the next record, its write and its fsync. */
export function createGroupCommit({ seen, groupRowsMax, rowsWaitingMax, write }: GroupCommitOptions): GroupCommit {
  const writer = new ByteWriter()
  let waiting: Waiter[] = []
  let rowsWaiting = 0

  function take(): Waiter[] {
    let rows = 0
    let count = 0
    for (const waiter of waiting) {
      if (count > 0 && rows + waiter.rows > groupRowsMax) break
      rows += waiter.rows
      count++
    }
    const group = waiting.slice(0, count)
    waiting = waiting.slice(count)
    rowsWaiting -= rows
    return group
  }

  async function writeGroup(group: Waiter[]): Promise<void> {
    let encoded: ReturnType<typeof encodeGroup>
    try {
      encoded = encodeGroup(
        writer,
        group.map((waiter) => waiter.batch),
        seen,
      )
    } catch (cause) {
      // One batch that cannot be encoded must not take its neighbours with it.
      if (group.length > 1) for (const waiter of group) await writeGroup([waiter])
      else group[0]?.reject(new RowsNotEncodableError(cause))
      return
    }
    try {
      if (encoded.rows > 0) await write(writer.bytes())
      seen.add(encoded.keys)
      for (const waiter of group) waiter.resolve()
    } catch (cause) {
      for (const waiter of group) waiter.reject(new SpoolWriteError(cause))
    }
  }

  return {
    get isWaiting() {
      return waiting.length > 0
    },
    add(batch) {
      const rows = countRows(batch)
      if (waiting.length > 0 && rowsWaiting + rows > rowsWaitingMax) {
        return Promise.reject(new SpoolBusyError({ rowsWaiting, rowsWaitingMax }))
      }
      rowsWaiting += rows
      return new Promise((resolve, reject) => waiting.push({ batch, rows, resolve, reject }))
    },
    commit() {
      return writeGroup(take())
    },
  }
}
