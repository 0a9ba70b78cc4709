/** The way to one client. */
export interface TailConnection {
  send(message: string): void
  /** Bytes that were sent and have not left this machine yet. */
  bufferedBytes(): number
}

export interface SubscriberLimits {
  /** Rows that may wait for a slow client; the oldest make room and are counted. */
  queueRowsMax: number
  /** Nothing is sent while more than this is under way. */
  bufferedBytesMax: number
  messageRowsMax: number
}

export interface Subscriber<Row> {
  push(row: Row, cursor: string): void
  /** Sends what waits, as one message, unless the client is too slow for more. */
  flush(): void
}

/** A queue before a client that may be slow: bounded, and honest about what it left out. */
export function createSubscriber<Row>(connection: TailConnection, limits: SubscriberLimits): Subscriber<Row> {
  let queue: { row: Row; cursor: string }[] = []
  let skipped = 0

  return {
    push(row, cursor) {
      queue.push({ row, cursor })
      // Cut in blocks: a shift for each row would move the whole queue each time.
      if (queue.length < 2 * limits.queueRowsMax) return
      skipped += queue.length - limits.queueRowsMax
      queue = queue.slice(-limits.queueRowsMax)
    },
    flush() {
      if (queue.length === 0 || connection.bufferedBytes() > limits.bufferedBytesMax) return
      if (queue.length > limits.queueRowsMax) {
        skipped += queue.length - limits.queueRowsMax
        queue = queue.slice(-limits.queueRowsMax)
      }
      if (skipped > 0) connection.send(JSON.stringify({ type: 'skipped', count: skipped }))
      skipped = 0
      const batch = queue.splice(0, limits.messageRowsMax)
      const cursor = batch.at(-1)?.cursor ?? ''
      connection.send(JSON.stringify({ type: 'rows', rows: batch.map(({ row }) => row), cursor }))
    },
  }
}
