import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from '../logger.ts'
import { earlier } from '../sequence-order.ts'
import type { TailEvent, TailSubject, TailSubscription, TailSubscriptions } from '../tail/tail-client.ts'
import { createReadOn, type ReadOn, type ReadOnLimits, type TailConnection } from './read-on.ts'
import type { Receivers } from './receivers.ts'
import type { StoredRows } from './stored-rows.ts'
import type { TailPlace } from './tail-place.ts'

export interface FollowLimits extends ReadOnLimits {
  /** Rows that ClickHouse has not taken yet are waited for so long, before live ones are shown without them. */
  catchUpMsMax: number
}

export interface FollowParts {
  tail: TailSubscriptions
  receivers: Receivers
  stored: StoredRows
  logger: Pick<Logger, 'warn'>
  limits?: Partial<FollowLimits>
}

/** A client of a tail, and where it is. */
export interface TailFollower {
  subject: TailSubject
  place: TailPlace
  /** It was here before, and wants what came since. */
  resumes: boolean
  connection: TailConnection
}

const followLimits: FollowLimits = {
  awayMsMax: 5 * 60_000,
  countFromMs: 2_000,
  bufferedBytesMax: 1024 * 1024,
  catchUpMsMax: 15_000,
}
const lookEveryMs = 50
const retryAfterMs = 500
const pointsEveryMs = 1_000

/**
 * Shows a client what arrives, at whichever receiver of this store, once each and in the order of each receiver: rows of this process as they
 * become durable, those of others once they are stored, and before all that, from the store, what came since the client's place.
 * @returns what ends it.
 * @throws {TooManyTailsError}
 */
export function followTail(parts: FollowParts, follower: TailFollower): () => void {
  const { tail, receivers, stored, logger } = parts
  const { subject, place, resumes, connection } = follower
  const limits = { ...followLimits, ...parts.limits }
  const end = new AbortController()
  const { signal } = end
  const readOn = createReadOn({ stored, limits, subject, place, connection, signal })
  const catchUp = createCatchUp({ receivers, readOn, place, waitMs: limits.catchUpMsMax, signal, logger })
  let isReady = false

  function moveTo(through: bigint): void {
    const own = receivers.own()
    if (own) place.moveTo(own.instance, through)
  }
  function tellReady(through: bigint): void {
    if (isReady || resumes) void catchUp(through).then((reached) => reached && subscription?.release(through))
    else moveTo(through)
    if (!isReady) connection.send(JSON.stringify({ type: 'ready', cursor: place.cursor() }))
    isReady = true
  }
  function tell(event: TailEvent): void {
    if (event.kind === 'ready') {
      tellReady(event.through)
      return
    }
    moveTo(event.through)
    if (event.kind === 'rows') readOn.note(event.json)
    const cursor = place.cursor()
    if (event.kind === 'skipped') connection.send(JSON.stringify({ type: 'skipped', count: event.count, cursor }))
    else connection.send(`{"type":"rows","rows":${event.kind === 'rows' ? event.json : '[]'},"cursor":"${cursor}"}`)
  }
  const readOthers = createLoop(async () => {
    for (const { instance, storedThrough } of receivers.others()) {
      if (signal.aborted || storedThrough <= place.of(instance)) continue
      await readOn.read(instance, storedThrough).catch(async (err: unknown) => {
        if (signal.aborted) return
        logger.warn({ err, instance }, "a tail could not read another receiver's rows")
        await pause(retryAfterMs, signal)
      })
    }
    // Each read of points looks at those of half a minute.
    if (subject.signal === 'metrics') await pause(pointsEveryMs, signal)
  })

  // What others had stored before is not news.
  if (!resumes) for (const { instance, storedThrough } of receivers.others()) place.moveTo(instance, storedThrough)
  let subscription: TailSubscription | undefined
  subscription = tail.subscribe(subject, { tell, bufferedBytes: connection.bufferedBytes }, resumes)
  const stopLooking = receivers.look(readOthers)
  return () => {
    end.abort()
    stopLooking()
    subscription.close()
  }
}

interface CatchUpParts {
  receivers: Receivers
  readOn: ReadOn
  place: TailPlace
  waitMs: number
  signal: AbortSignal
  logger: Pick<Logger, 'warn'>
}

/**
 * Makes a function that reads what a client has not seen of this process's rows. Resolves to whether it got to `target`, from which on rows
 * are live: not when the client left, or another target came.
 */
function createCatchUp({ receivers, readOn, place, waitMs, signal, logger }: CatchUpParts) {
  let runs = 0
  let running = Promise.resolve(false)
  async function step(target: bigint, isLate: boolean): Promise<boolean> {
    const own = receivers.own()
    if (!own) return false
    const { instance, storedThrough } = own
    const readable = earlier(storedThrough, target)
    if (place.of(instance) < target && isLate) readOn.giveUp(instance, target)
    else if (readable > place.of(instance)) await readOn.read(instance, readable, target)
    return place.of(instance) >= target
  }
  async function reach(target: bigint, run: number): Promise<boolean> {
    const deadline = Date.now() + waitMs
    while (!signal.aborted && run === runs) {
      try {
        if (await step(target, Date.now() > deadline)) return run === runs
        await pause(lookEveryMs, signal)
      } catch (err) {
        if (signal.aborted) return false
        logger.warn({ err }, 'a tail could not read the rows since its cursor')
        await pause(retryAfterMs, signal)
      }
    }
    return false
  }
  return (target: bigint): Promise<boolean> => {
    runs += 1
    const run = runs
    // One behind the other: both would read the same rows.
    running = running.then(() => reach(target, run))
    return running
  }
}

function pause(milliseconds: number, signal: AbortSignal): Promise<unknown> {
  return sleep(milliseconds, undefined, { signal }).catch(() => undefined)
}

/** Runs `work`, and once more when it was asked for meanwhile. */
function createLoop(work: () => Promise<void>): () => void {
  let isRunning = false
  let isAsked = false
  async function run(): Promise<void> {
    isRunning = true
    while (isAsked) {
      isAsked = false
      await work()
    }
    isRunning = false
  }
  return () => {
    isAsked = true
    if (!isRunning) void run()
  }
}
