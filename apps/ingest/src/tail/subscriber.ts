import type { TailClient } from './tail-client.ts'

export interface SubscriberLimits {
  /** Rows that may wait for a slow client; the oldest make room and are counted. */
  queueRowsMax: number
  /** Rows that may wait while the client is held. */
  heldRowsMax: number
  /** Nothing is sent while more than this is under way. */
  bufferedBytesMax: number
  messageRowsMax: number
  /** … and about so many characters. */
  messageCharactersMax: number
  /** A client to whom nothing is shown is told this often how far it is. */
  examinedEveryMs: number
  /** A client that heard nothing for so long is told where it is again: it must not take the connection for dead. */
  aliveEveryMs: number
}

export interface Subscriber {
  /** @param row as JSON. */
  push(row: string, sequence: bigint): void
  /** Every row up to `through` was pushed, or is not for this client. */
  looked(through: bigint): void
  /**
   * Sends what waits, unless the client is held, or too slow for more.
   * @param now milliseconds, as `performance.now` tells them.
   */
  flush(now: number): void
  /** Goes on behind `through`; stays held, and says from where, when rows behind it had to make room. */
  release(through: bigint): void
}

export interface SubscriberStart {
  /** Every row up to this is none of the client's. */
  from: bigint
  hold: boolean
  /** What its share of memory is now: rows that wait take no more, held or not, but for one. */
  charactersMax(): number
}

/** Messages that one flush may send. */
const messagesMax = 8

/**
 * A queue before a client that may be slow: bounded, and honest about what it left out.
 */
export function createSubscriber(
  client: TailClient,
  limits: SubscriberLimits,
  { from, hold, charactersMax }: SubscriberStart,
): Subscriber {
  const queue = createRowQueue(from)
  let skipped = 0
  let isHeld = hold
  let examined = from
  let told = { through: from, at: performance.now() }

  let rowsMax = hold ? limits.heldRowsMax : limits.queueRowsMax
  /** Who is held reads from the store what had to make room: it is not lost. */
  function cut(): void {
    const dropped = queue.cut(rowsMax, charactersMax())
    if (!isHeld) skipped += dropped
  }
  function tell(event: Parameters<TailClient['tell']>[0], now: number): void {
    client.tell(event)
    told = { through: event.through, at: now }
  }
  function sendOne(now: number): void {
    if (skipped > 0) tell({ kind: 'skipped', count: skipped, through: queue.floor }, now)
    skipped = 0
    const { rows, through } = queue.take(limits.messageRowsMax, limits.messageCharactersMax)
    tell({ kind: 'rows', json: `[${rows.join()}]`, through: queue.length === 0 ? examined : through }, now)
  }
  const isFull = () => client.bufferedBytes() > limits.bufferedBytesMax

  client.tell({ kind: 'ready', through: from })
  return {
    push(row, sequence) {
      queue.push(row, sequence)
      // Cut in blocks: a shift for each row would move the whole queue each time.
      if (queue.length >= 2 * rowsMax || queue.characters >= 2 * charactersMax()) cut()
    },
    looked(through) {
      examined = through
      queue.sort()
    },
    flush(now) {
      // Most tails have nothing to say most of the time.
      if (queue.length === 0 && now - told.at < limits.examinedEveryMs) return
      cut()
      if (isHeld) return
      // What was held may be sent, all of it, before the queue is as short as others.
      if (queue.length <= limits.queueRowsMax) rowsMax = limits.queueRowsMax
      for (let messages = 0; queue.length > 0 && messages < messagesMax && !isFull(); messages++) sendOne(now)
      if (queue.length > 0 || isFull()) return
      const everyMs = examined === told.through ? limits.aliveEveryMs : limits.examinedEveryMs
      if (now - told.at >= everyMs) tell({ kind: 'examined', through: examined }, now)
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
function createRowQueue(from: bigint) {
  const waiting: { row: string; sequence: bigint }[] = []
  let characters = 0
  let floor = from
  let isSorted = true

  /** One batch holds several tables. */
  function sort(): void {
    if (!isSorted) waiting.sort((a, b) => (a.sequence < b.sequence ? -1 : 1))
    isSorted = true
  }
  function remove(count: number): string[] {
    const rows: string[] = []
    for (const { row, sequence } of waiting.splice(0, count)) {
      rows.push(row)
      characters -= row.length
      floor = sequence
    }
    return rows
  }
  return {
    get length() {
      return waiting.length
    },
    get characters() {
      return characters
    },
    get floor() {
      return floor
    },
    push(row: string, sequence: bigint): void {
      isSorted &&= (waiting.at(-1)?.sequence ?? 0n) <= sequence
      waiting.push({ row, sequence })
      characters += row.length
    },
    sort,
    /** @returns how many of the oldest rows made room. The newest stays, however long it is. */
    cut(rowsMax: number, charactersMax: number): number {
      if (waiting.length <= rowsMax && characters <= charactersMax) return 0
      sort()
      let surplus = Math.max(0, waiting.length - rowsMax)
      let left = characters
      for (const { row } of waiting.slice(0, surplus)) left -= row.length
      while (left > charactersMax && surplus < waiting.length - 1) {
        left -= waiting[surplus]?.row.length ?? 0
        surplus += 1
      }
      return remove(surplus).length
    },
    /** @returns at least one row, where one waits. */
    take(rowsMax: number, charactersMax: number): { rows: string[]; through: bigint } {
      let count = 0
      let taken = 0
      for (const { row } of waiting) {
        if (count === rowsMax || (count > 0 && taken + row.length > charactersMax)) break
        taken += row.length
        count += 1
      }
      return { rows: remove(count), through: floor }
    },
    dropThrough(through: bigint): void {
      const next = waiting.findIndex(({ sequence }) => sequence > through)
      remove(next < 0 ? waiting.length : next)
    },
  }
}
