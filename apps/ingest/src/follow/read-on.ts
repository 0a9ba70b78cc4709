import { setTimeout as sleep } from 'node:timers/promises'
import type { MetricPoint } from '@hanzo/schema/api'
import { sequenceMillisecondShift } from '@hanzo/schema/row'
import type { TailSubject } from '../tail/tail-client.ts'
import { createSentPoints } from './sent-points.ts'
import type { StoredRows } from './stored-rows.ts'
import { arrivingNow, type TailPlace } from './tail-place.ts'

/** The way to one client. */
export interface TailConnection {
  send(message: string): void
  /** Bytes that were sent and have not left this machine yet. */
  bufferedBytes(): number
}

export interface ReadOnLimits {
  /** A client that was away for longer is told that rows are missing. */
  awayMsMax: number
  /** A client who is so far behind is first asked how many rows that are. */
  countFromMs: number
  /** Stored rows are read no faster than the client takes them. */
  bufferedBytesMax: number
}

export interface ReadOnParts {
  stored: StoredRows
  limits: ReadOnLimits
  subject: TailSubject
  place: TailPlace
  connection: TailConnection
  /** The client is gone. */
  signal: AbortSignal
}

/** Brings a client from its place to another by what is stored. */
export interface ReadOn {
  /**
   * Sends the rows of a receiver up to `through`, all of which are stored.
   * @param target where the client goes in the end, which may not be stored yet: how far it is behind.
   * @throws what `runQuery` throws, the place as far as it came.
   */
  read(instance: number, through: bigint, target?: bigint): Promise<void>
  /** Rows that the client was sent otherwise. @param json as a JSON array. */
  note(json: string): void
  /** Goes to `through` without the rows before it, nobody knows how many. */
  giveUp(instance: number, through: bigint): void
}

const lookEveryMs = 50

export function createReadOn({ stored, limits, subject, place, connection, signal }: ReadOnParts): ReadOn {
  // Rows that are numbered are read once; points are not numbered.
  const points = subject.signal === 'metrics' ? createSentPoints() : undefined

  function tellSkipped(count: number | null): void {
    connection.send(JSON.stringify({ type: 'skipped', count, cursor: place.cursor() }))
  }
  async function skipSurplus(instance: number, through: bigint, target: bigint): Promise<void> {
    const after = place.of(instance)
    const milliseconds = (target - after) >> sequenceMillisecondShift
    if (milliseconds < limits.countFromMs) return
    const oldest = arrivingNow() - (BigInt(limits.awayMsMax) << sequenceMillisecondShift)
    const found = await stored.skip(subject, { instance, after, through }, oldest, signal)
    place.moveTo(instance, found.after)
    if (found.skipped !== 0) tellSkipped(found.skipped)
  }
  return {
    async read(instance, through, target = through) {
      await skipSurplus(instance, through, target)
      for (let after = place.of(instance); after < through && !signal.aborted; after = place.of(instance)) {
        const page = await stored.read(subject, { instance, after, through }, signal)
        if (signal.aborted) return
        place.moveTo(instance, page.through)
        const rows = points ? points.unsent(page.rows as MetricPoint[]) : page.rows
        if (rows.length > 0) connection.send(JSON.stringify({ type: 'rows', rows, cursor: place.cursor() }))
        while (connection.bufferedBytes() > limits.bufferedBytesMax && !signal.aborted) await sleep(lookEveryMs)
      }
    },
    note: (json) => points?.note(json),
    giveUp(instance, through) {
      place.moveTo(instance, through)
      tellSkipped(null)
    },
  }
}
