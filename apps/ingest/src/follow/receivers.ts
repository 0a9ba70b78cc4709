import { randomUUID } from 'node:crypto'
import type { ReceiverSeen, ReceiverStore } from '../accounts/receiver-store.ts'
import type { Logger } from '../logger.ts'
import type { SpoolPosition } from '../spool/spool.ts'

/** Another process that receives telemetry into the same ClickHouse. */
export interface OtherReceiver {
  instance: number
  /** Every row that it accepted and numbered up to this can be read. */
  storedThrough: bigint
}

/** The receivers of this store, as far as their rows can be read. */
export interface Receivers {
  /** This process, of a moment ago; `undefined` while its ingest thread is being started. */
  own(): SpoolPosition | undefined
  others(): readonly OtherReceiver[]
  /** While somebody looks, others are asked often. @param onMore is called when they were asked. */
  look(onMore: () => void): () => void
}

export interface OpenReceivers extends Receivers {
  /** Begins to tell and to ask: PostgreSQL's tables are there. */
  start(): void
  /** Tells a last time how far this process came. */
  close(): Promise<void>
}

export interface ReceiversOptions {
  store: ReceiverStore
  own(): SpoolPosition | undefined
  logger: Pick<Logger, 'warn' | 'error'>
  periods?: Partial<ReceiverPeriods>
}

export interface ReceiverPeriods {
  /** While somebody looks at tails, here or elsewhere. */
  busyMs: number
  idleMs: number
  /** A receiver tells at least this often that it is there. */
  noticeMs: number
}

const receiverPeriods: ReceiverPeriods = { busyMs: 250, idleMs: 2_000, noticeMs: 10_000 }
/** One that told nothing for so long is not waited for. */
const aliveSeconds = 30

/** Tells other processes of the platform how far this one is, and asks how far they are: often only while somebody watches a tail. */
export function openReceivers({ store, own, logger, periods: given }: ReceiversOptions): OpenReceivers {
  const periods = { ...receiverPeriods, ...given }
  const run = randomUUID()
  const lookers = new Set<() => void>()
  let others: ReceiverSeen[] = []
  let told: { storedThrough: bigint; isLooking: boolean; at: number } | undefined
  let isClosed = false
  let hasWarned = false
  const alive = () => others.filter(({ secondsAgo }) => secondsAgo < aliveSeconds)

  async function announce(): Promise<void> {
    const position = own()
    // Rows of an earlier run are not stored yet: what that run told still holds.
    if (!position) return
    const notice = { storedThrough: position.storedThrough, isLooking: lookers.size > 0 }
    const isDue = !told || Date.now() - told.at >= periods.noticeMs || told.isLooking !== notice.isLooking
    const isNews =
      told?.storedThrough !== notice.storedThrough && (isClosed || alive().some((other) => other.isLooking))
    if (!isDue && !isNews) return
    await store.announce({ instance: position.instance, run, ...notice })
    told = { ...notice, at: Date.now() }
  }
  async function list(): Promise<void> {
    const instance = own()?.instance
    const seen = await store.list()
    others = seen.filter((receiver) => receiver.instance !== instance)
    const namesake = seen.find((receiver) => receiver.instance === instance && receiver.run !== run)
    if (!told || !namesake || hasWarned) return
    hasWarned = true
    logger.error(
      { instance },
      'another receiver of this store has the same number: tails do not show its rows; set HANZO_INSTANCE apart',
    )
  }
  async function ask(): Promise<void> {
    try {
      await list()
      await announce()
    } catch (err) {
      if (!isClosed) logger.warn({ err }, 'other receivers could not be asked how far they are')
    }
    for (const onMore of lookers) onMore()
  }
  const rounds = createRounds(ask, () => {
    const isBusy = alive().some((other) => lookers.size > 0 || other.isLooking)
    return isBusy ? periods.busyMs : periods.idleMs
  })

  return {
    own,
    others: () => others,
    look(onMore) {
      lookers.add(onMore)
      if (lookers.size === 1) rounds.hurry()
      return () => lookers.delete(onMore)
    },
    start: rounds.start,
    async close() {
      isClosed = true
      await rounds.stop()
      lookers.clear()
      if (told) await announce().catch((err: unknown) => logger.warn({ err }, 'other receivers were not told the end'))
    },
  }
}

/** Does `work` again and again, with pauses. */
function createRounds(work: () => Promise<void>, pauseMs: () => number) {
  let timer: NodeJS.Timeout | undefined
  let working: Promise<void> | undefined
  let isStopped = false

  function startAfter(milliseconds: number): void {
    clearTimeout(timer)
    timer = setTimeout(() => {
      working = work().finally(() => {
        working = undefined
        if (!isStopped) startAfter(pauseMs())
      })
    }, milliseconds)
  }
  return {
    start: () => startAfter(0),
    /** Begins the next round now, unless one is under way or none was started. */
    hurry() {
      if (timer && !working && !isStopped) startAfter(0)
    },
    /** Resolves when none is under way and none will be. */
    async stop() {
      isStopped = true
      clearTimeout(timer)
      await working
    },
  }
}
