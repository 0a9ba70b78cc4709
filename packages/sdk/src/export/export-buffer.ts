import type { Gzip } from '../runtime/runtime.ts'
import { type Batch, batchOverheadBytes, createBatchLists } from './batch-lists.ts'
import { createGzipQueue } from './gzip-queue.ts'
import type { OtlpCodec } from './otlp-codec.ts'
import type { SignalName } from './signal-name.ts'
import type { EncodedRecords } from './split-protobuf.ts'

/**
 * Encoded records of all signals, bounded by bytes: when they do not fit, the oldest batch that is not being sent is dropped. Small batches grow
 * together while they wait, and full ones are compressed.
 */
export interface ExportBuffer {
  add(signal: SignalName, encoded: EncodedRecords): void
  /** The oldest batch of a signal, compressed and kept from being dropped until `release`, `remove` or `replace`. */
  take(signal: SignalName): Promise<Batch | undefined>
  release(batch: Batch): void
  remove(batch: Batch): boolean
  replace(batch: Batch, parts: readonly EncodedRecords[]): void
  /** The sequence of a signal's oldest batch. */
  oldest(signal: SignalName): number | undefined
  /** The sequence of the batch added last. */
  readonly newest: number
  readonly bytes: number
  /** Empties the buffer and returns what was in it. */
  clear(): Batch[]
}

export interface ExportBufferOptions {
  codecs: Record<SignalName, Pick<OtlpCodec, 'merge'>>
  maxBytes: number
  /** Of one batch, before compression. */
  maxBatchBytes: number
  maxBatchRecords: number
  gzip: Gzip
  /** The signals that are sent compressed. */
  compressed: ReadonlySet<SignalName>
  onDropped(batch: Pick<Batch, 'signal' | 'records'>, reason: 'buffer_full' | 'too_large'): void
}

export function createExportBuffer(options: ExportBufferOptions): ExportBuffer {
  const { codecs, compressed, maxBytes, maxBatchRecords, onDropped } = options
  const lists = createBatchLists()
  let newest = 0

  const gzips = createGzipQueue(options.gzip, (batch, bytes) => {
    lists.compress(batch, bytes)
  })
  const seal = (batch: Batch | undefined) => {
    if (!batch?.isOpen) return
    batch.isOpen = false
    if (compressed.has(batch.signal)) gzips.add(batch)
  }
  const remove = (batch: Batch): boolean => {
    gzips.remove(batch)
    return lists.remove(batch)
  }
  return {
    add(signal, encoded) {
      if (encoded.bytes.byteLength + batchOverheadBytes > maxBytes) {
        onDropped({ signal, records: encoded.records }, 'too_large')
        return
      }
      const tail = lists.last(signal)
      if (tail && fits(tail, encoded, options)) {
        lists.grow(tail, codecs[signal].merge(signal, tail.bytes, encoded.bytes), encoded.records)
      } else {
        seal(tail)
        newest += 1
        lists.append(signal, newest, encoded)
      }
      const grown = lists.last(signal)
      if (grown && grown.records >= maxBatchRecords) seal(grown)
      for (let oldest = lists.oldest(); oldest && lists.bytes > maxBytes; oldest = lists.oldest()) {
        remove(oldest)
        onDropped(oldest, 'buffer_full')
      }
    },
    async take(signal) {
      const batch = lists.first(signal)
      if (!batch) return undefined
      batch.isSending = true
      seal(batch)
      await gzips.done(batch)
      return lists.has(batch) ? batch : undefined
    },
    release(batch) {
      batch.isSending = false
    },
    remove,
    replace(batch, parts) {
      gzips.remove(batch)
      for (const part of lists.replace(batch, parts)) seal(part)
    },
    oldest: (signal) => lists.first(signal)?.sequence,
    get newest() {
      return newest
    },
    get bytes() {
      return lists.bytes
    },
    clear() {
      const all = lists.all()
      for (const batch of all) remove(batch)
      return all
    },
  }
}

/** Whether a batch that still grows has room for more records. */
function fits(batch: Batch, { bytes, records }: EncodedRecords, options: ExportBufferOptions): boolean {
  const isSmall = batch.plainBytes + bytes.byteLength <= options.maxBatchBytes
  return batch.isOpen && isSmall && batch.records + records <= options.maxBatchRecords
}
