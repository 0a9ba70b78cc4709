import { ColumnBatch } from '../columns/column-batch.ts'
import type { DescriptiveTable, RowSink } from '../columns/row-sink.ts'
import type { Sequence } from '../columns/sequence.ts'
import type { TableColumns } from '../columns/table-columns.ts'
import type { ByteWriter } from '../native/byte-writer.ts'
import { beginRecord, writeSection } from './record.ts'
import type { SeenRows } from './seen-rows.ts'
import { RowsNotEncodableError } from './spool-errors.ts'

/** Rows that became durable together. */
export interface DurableRows {
  batch: ColumnBatch
  /** The descriptive rows that were left out because they are stored already; only gathered while somebody watches. */
  left: ColumnBatch
  /** `sequence` of all these rows and of all that became durable before them is at most this. */
  through: bigint
}

export interface OpenGroupOptions {
  seen: SeenRows
  sequence: Sequence
  /** Whether somebody needs the descriptive rows that are stored already. */
  isWatched(): boolean
}

/** The rows of the requests that share the next record. */
export interface OpenGroup extends Omit<DurableRows, 'through'> {
  /**
   * Lets one request put its rows, all or nothing.
   * @throws {RowsNotEncodableError} for a value that its column cannot hold, and for a row that was left half done;
   *   and what `write` throws.
   */
  put<T>(write: (sink: RowSink) => T): T
  /** Writes the rows as one record with one Native block per table. */
  encodeInto(writer: ByteWriter): void
  /** The group's record is durable: descriptive rows in it need not be stored again. */
  remember(): void
  clear(): void
}

export function createOpenGroup({ seen, sequence, isWatched }: OpenGroupOptions): OpenGroup {
  const batch = new ColumnBatch()
  const left = new ColumnBatch()
  /** Descriptive rows of this group, in the order they came; `true` for those that are in the record. */
  const keys = new Map<string, boolean>()

  function describe<T extends DescriptiveTable>(table: T, key: string): TableColumns<T> | undefined {
    if (keys.has(key)) return undefined
    const isStored = seen.has(key)
    if (isStored && !isWatched()) return undefined
    keys.set(key, !isStored)
    return (isStored ? left : batch).table(table)
  }
  function takeBack(marks: { batch: ReturnType<ColumnBatch['mark']>; left: typeof marks.batch; keys: number }): void {
    batch.truncate(marks.batch)
    left.truncate(marks.left)
    for (const key of [...keys.keys()].slice(marks.keys)) keys.delete(key)
  }
  const sink: RowSink = { batch, sequence, describe }

  return {
    batch,
    left,
    put(write) {
      const marks = { batch: batch.mark(), left: left.mark(), keys: keys.size }
      sequence.tick()
      try {
        const result = write(sink)
        batch.assertComplete()
        left.assertComplete()
        return result
      } catch (error) {
        takeBack(marks)
        throw reasonOf(error)
      }
    },
    encodeInto(writer) {
      writer.reset()
      const record = beginRecord(writer)
      for (const columns of batch.filled()) {
        writeSection(writer, columns.table, columns.rows, () => columns.encodeInto(writer))
      }
      record.finish()
    },
    remember() {
      const stored: string[] = []
      for (const [key, isInRecord] of keys) if (isInRecord) stored.push(key)
      seen.add(stored)
    },
    clear() {
      batch.clear()
      left.clear()
      keys.clear()
    },
  }
}

/** Values that no row can hold are a defect of whoever put them, and would be as wrong the next time. */
function reasonOf(error: unknown): unknown {
  return error instanceof RangeError ? new RowsNotEncodableError(error) : error
}
