import { createPause } from './pause.ts'

/** Ended spans, or log records, that wait to be encoded. */
export interface RecordQueue<T> {
  /** Takes one record, or drops it when the queue is full. Costs the caller an array push. */
  offer(record: T): void
  /** Encodes what is in the queue now, with room for the event loop after each batch. */
  drain(): Promise<void>
  /** Ends the queue, and returns how many records were left in it. */
  close(): number
}

export interface RecordQueueOptions<T> {
  maxRecords: number
  /** Asked before each batch. */
  batchSize(): number
  /** How long a record waits for others. */
  delayMillis: number
  /** Must not throw. */
  encode(records: T[]): void
  onLost(reason: 'queue_full' | 'shutdown'): void
}

/**
 * A batch is encoded once it is complete or the delay is over, between the application's own events. An application that never lets its event loop run
 * gets its records encoded all the same as soon as it awaits anything, from the half-full queue on.
 */
export function createRecordQueue<T>(options: RecordQueueOptions<T>): RecordQueue<T> {
  const { maxRecords, batchSize, delayMillis, encode, onLost } = options
  const half = Math.max(1, maxRecords >> 1)
  const pause = createPause()
  let records: T[] = []
  let isClosed = false
  let full = Math.min(batchSize(), maxRecords)

  const encodeNext = () => {
    encode(records.splice(0, batchSize()))
    full = Math.min(batchSize(), maxRecords)
  }
  async function run(): Promise<void> {
    while (!isClosed) {
      if (records.length === 0) await pause.until(undefined, ['work', 'close'])
      if (records.length < full) await pause.until(delayMillis, ['full', 'close'])
      do {
        if (records.length < half) await pause.until(0, ['half', 'close'])
        if (records.length > 0 && !isClosed) encodeNext()
      } while (records.length >= full && !isClosed)
    }
  }
  void run()

  return {
    offer(record) {
      if (isClosed) return onLost('shutdown')
      if (records.length >= maxRecords) return onLost('queue_full')
      const length = records.push(record)
      if (length === 1) pause.end('work')
      if (length === full) pause.end('full')
      if (length === half) pause.end('half')
    },
    async drain() {
      let left = records.length
      while (left > 0 && records.length > 0 && !isClosed) {
        const before = records.length
        encodeNext()
        left -= before - records.length
        if (left > 0) await new Promise((resolve) => setTimeout(resolve, 0))
      }
    },
    close() {
      const left = records.length
      records = []
      isClosed = true
      pause.end('close')
      return left
    },
  }
}
