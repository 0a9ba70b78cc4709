import { sql } from 'drizzle-orm'
import { ask, type Database } from './database.ts'
import { receivers } from './tables.ts'

/** What a receiver tells of itself. */
export interface ReceiverNotice {
  instance: number
  /** The process, until it ends. */
  run: string
  /** Every row that it numbered up to this is stored. */
  storedThrough: bigint
  /** Somebody looks at tails there: others are to tell often how far they are. */
  isLooking: boolean
}

export interface ReceiverSeen extends ReceiverNotice {
  /** Since its last notice, by the clock of PostgreSQL. */
  secondsAgo: number
}

/** Where the receivers of one store tell each other how far they are. */
export interface ReceiverStore {
  /** `storedThrough` never steps back. */
  announce(notice: ReceiverNotice): Promise<void>
  /** Those that told something within a day. */
  list(): Promise<ReceiverSeen[]>
}

export function createReceiverStore({ orm }: Database): ReceiverStore {
  return {
    async announce({ instance, run, storedThrough, isLooking }) {
      const values = { run, isLooking, seenAt: sql`now()` }
      const through = String(storedThrough)
      await ask(
        orm
          .insert(receivers)
          .values({ instance, storedThrough: through, ...values })
          .onConflictDoUpdate({
            target: receivers.instance,
            set: { ...values, storedThrough: sql`greatest(${receivers.storedThrough}, excluded.stored_through)` },
          }),
      )
    },
    async list() {
      const rows = await ask(
        orm
          .select({
            instance: receivers.instance,
            run: receivers.run,
            storedThrough: receivers.storedThrough,
            isLooking: receivers.isLooking,
            secondsAgo: sql<number>`extract(epoch from now() - ${receivers.seenAt})::float8`,
          })
          .from(receivers)
          .where(sql`${receivers.seenAt} > now() - interval '1 day'`),
      )
      return rows.map((row) => ({ ...row, storedThrough: BigInt(row.storedThrough) }))
    },
  }
}
