import { type SignalName, signalNames } from './signal-name.ts'
import { createSlabs, type Slabs } from './slabs.ts'
import type { EncodedRecords } from './split-protobuf.ts'

/** One request that waits to be sent. */
export interface Batch {
  readonly signal: SignalName
  /** Rises over all signals; a batch that was split or added to keeps the one it began with. */
  readonly sequence: number
  records: number
  bytes: Uint8Array<ArrayBuffer>
  /** Before compression. */
  plainBytes: number
  isGzip: boolean
  /** Records are added to the youngest batch of a signal until it is full, or its turn comes. */
  isOpen: boolean
  /** It must not be dropped: the server may be taking it. */
  isSending: boolean
}

/** The batches of each signal, oldest first, and how many bytes they hold together. Decides nothing. */
export interface BatchLists {
  readonly bytes: number
  first(signal: SignalName): Batch | undefined
  last(signal: SignalName): Batch | undefined
  has(batch: Batch): boolean
  append(signal: SignalName, sequence: number, encoded: EncodedRecords): Batch
  /** Puts others in the place of a batch; they keep its sequence. */
  replace(batch: Batch, parts: readonly EncodedRecords[]): Batch[]
  /** Gives a batch the bytes of one with more records. */
  grow(batch: Batch, bytes: Uint8Array, records: number): void
  /** Gives a batch its compressed bytes. */
  compress(batch: Batch, bytes: Uint8Array): void
  /** @returns whether it was there. */
  remove(batch: Batch): boolean
  /** The oldest over all signals that is not being sent. */
  oldest(): Batch | undefined
  all(): Batch[]
}

/** What the objects of one batch cost beside its bytes, so that many small ones are bounded too. */
export const batchOverheadBytes = 512

export function createBatchLists(): BatchLists {
  const lists: Record<SignalName, Batch[]> = { traces: [], logs: [], metrics: [] }
  const slabsOf = createSlabsOf()
  let total = 0

  const create = (signal: SignalName, sequence: number, { bytes, records }: EncodedRecords): Batch => {
    const plainBytes = bytes.byteLength
    total += plainBytes + batchOverheadBytes
    const kept = slabsOf(signal, false).keep(bytes)
    return { signal, sequence, records, bytes: kept, plainBytes, isGzip: false, isOpen: true, isSending: false }
  }
  const free = ({ signal, isGzip, bytes }: Batch) => slabsOf(signal, isGzip).free(bytes)
  const place = (batch: Batch, parts: Batch[]): boolean => {
    const list = lists[batch.signal]
    const at = list.indexOf(batch)
    if (at < 0) return false
    list.splice(at, 1, ...parts)
    total -= batch.bytes.byteLength + batchOverheadBytes
    free(batch)
    return true
  }
  const update = (batch: Batch, bytes: Uint8Array, isGzip: boolean) => {
    const kept = slabsOf(batch.signal, isGzip).keep(bytes)
    total += kept.byteLength - batch.bytes.byteLength
    free(batch)
    batch.bytes = kept
    batch.isGzip = isGzip
  }
  return {
    get bytes() {
      return total
    },
    first: (signal) => lists[signal][0],
    last: (signal) => lists[signal].at(-1),
    has: (batch) => lists[batch.signal].includes(batch),
    append(signal, sequence, encoded) {
      const batch = create(signal, sequence, encoded)
      lists[signal].push(batch)
      return batch
    },
    replace(batch, parts) {
      if (!lists[batch.signal].includes(batch)) return []
      const batches = parts.map((part) => create(batch.signal, batch.sequence, part))
      place(batch, batches)
      return batches
    },
    grow(batch, bytes, records) {
      update(batch, bytes, false)
      batch.plainBytes = bytes.byteLength
      batch.records += records
    },
    compress(batch, bytes) {
      update(batch, bytes, true)
    },
    remove: (batch) => place(batch, []),
    oldest() {
      const candidates = signalNames.map((signal) => lists[signal].find((batch) => !batch.isSending))
      const [oldest] = candidates.filter((batch) => batch !== undefined).sort((a, b) => a.sequence - b.sequence)
      return oldest
    },
    all: () => signalNames.flatMap((signal) => lists[signal]),
  }
}

/** Plain and compressed bytes are kept apart, and those of each signal: every one of these leaves in its own order, which is what slabs are good at. */
function createSlabsOf(): (signal: SignalName, isGzip: boolean) => Slabs {
  const bySignal = () => ({ traces: createSlabs(), logs: createSlabs(), metrics: createSlabs() })
  const [plain, packed] = [bySignal(), bySignal()]
  return (signal, isGzip) => (isGzip ? packed : plain)[signal]
}
