import type { TailClient } from './tail-client.ts'

export interface SubscriberLimits {
  /** Rows that may wait for a slow client; the oldest make room and are counted. */
  queueRowsMax: number
  /** Rows that may wait while the client is held. */
  heldRowsMax: number
  /** Nothing is sent while more than this is under way. */
  bufferedBytesMax: number
  messageRowsMax: number
  /** A client to whom nothing is shown is told this often how far it is. */
  examinedEveryMs: number
  /** A client that heard nothing for so long is told where it is again: it must not take the connection for dead. */
  aliveEveryMs: number
}

export interface Subscriber<Row> {
  push(row: Row, sequence: bigint): void
  /** Every row up to `through` was pushed, or is not for this client. */
  looked(through: bigint): void
  /** Sends what waits, unless the client is held, or too slow for more. */
  flush(): void
  /** Goes on behind `through`; stays held, and says from where, when rows behind it had to make room. */
  release(through: bigint): void
}

/** Messages that one flush may send. */
const messagesMax = 8

/**
 * A queue before a client that may be slow: bounded, and honest about what it left out.
 * @param from every row up to this is none of the client's.
 */
export function createSubscriber<Row>(
  client: TailClient,
  limits: SubscriberLimits,
  { from, hold }: { from: bigint; hold: boolean },
): Subscriber<Row> {
  const queue = createRowQueue<Row>(from)
  let skipped = 0
  let isHeld = hold
  let examined = from
  let told = { through: from, at: performance.now() }

  let rowsMax = hold ? limits.heldRowsMax : limits.queueRowsMax
  /** Who is held reads from the store what had to make room: it is not lost. */
  function cut(): void {
    const dropped = queue.cut(rowsMax)
    if (!isHeld) skipped += dropped
  }
  function tell(event: Parameters<TailClient['tell']>[0]): void {
    client.tell(event)
    told = { through: event.through, at: performance.now() }
  }
  function sendOne(): void {
    if (skipped > 0) tell({ kind: 'skipped', count: skipped, through: queue.floor })
    skipped = 0
    const { rows, through } = queue.take(limits.messageRowsMax)
    tell({ kind: 'rows', json: JSON.stringify(rows), through: queue.length === 0 ? examined : through })
  }
  const isFull = () => client.bufferedBytes() > limits.bufferedBytesMax

  client.tell({ kind: 'ready', through: from })
  return {
    push(row, sequence) {
      queue.push(row, sequence)
      // Cut in blocks: a shift for each row would move the whole queue each time.
      if (queue.length >= 2 * rowsMax) cut()
    },
    looked(through) {
      examined = through
      queue.sort()
    },
    flush() {
      cut()
      if (isHeld) return
      // What was held may be sent, all of it, before the queue is as short as others.
      if (queue.length <= limits.queueRowsMax) rowsMax = limits.queueRowsMax
      for (let messages = 0; queue.length > 0 && messages < messagesMax && !isFull(); messages++) sendOne()
      if (queue.length > 0 || isFull()) return
      const everyMs = examined === told.through ? limits.aliveEveryMs : limits.examinedEveryMs
      if (performance.now() - told.at >= everyMs) tell({ kind: 'examined', through: examined })
    },
    release(through) {
      if (!isHeld) return
      if (through < queue.floor) client.tell({ kind: 'ready', through: queue.floor })
      else {
        queue.dropThrough(through)
        isHeld = false
      }
    },
  }
}

/** Rows in the order of their numbers. Those up to `floor` are not in it any more. */
function createRowQueue<Row>(from: bigint) {
  let waiting: { row: Row; sequence: bigint }[] = []
  let floor = from
  let isSorted = true

  /** One batch holds several tables. */
  function sort(): void {
    if (!isSorted) waiting.sort((a, b) => (a.sequence < b.sequence ? -1 : 1))
    isSorted = true
  }
  return {
    get length() {
      return waiting.length
    },
    get floor() {
      return floor
    },
    push(row: Row, sequence: bigint): void {
      isSorted &&= (waiting.at(-1)?.sequence ?? 0n) <= sequence
      waiting.push({ row, sequence })
    },
    sort,
    /** @returns how many of the oldest rows made room. */
    cut(rowsMax: number): number {
      const surplus = waiting.length - rowsMax
      if (surplus <= 0) return 0
      sort()
      floor = waiting[surplus - 1]?.sequence ?? floor
      waiting = waiting.slice(surplus)
      return surplus
    },
    take(count: number): { rows: Row[]; through: bigint } {
      const taken = waiting.splice(0, count)
      floor = taken.at(-1)?.sequence ?? floor
      return { rows: taken.map(({ row }) => row), through: floor }
    },
    dropThrough(through: bigint): void {
      const next = waiting.findIndex(({ sequence }) => sequence > through)
      waiting = next < 0 ? [] : waiting.slice(next)
    },
  }
}
