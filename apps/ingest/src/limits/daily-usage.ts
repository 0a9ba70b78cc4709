import type { UsageAddition, UsageStore, UsageTotal } from '../accounts/usage-store.ts'
import type { SignalName } from '../intake.ts'
import type { Logger } from '../logger.ts'

export type Use = Omit<UsageTotal, 'projectId'>

/** What each project has sent on this day of UTC, by all receivers. */
export interface DailyUsage {
  /** Reads what was sent before this process saw the project. Resolves at once when that is known. */
  ready(projectId: string): Promise<void>
  note(projectId: string, signal: SignalName, use: Partial<Use>): void
  today(projectId: string): Use
  /** Stores what was counted; what other receivers stored is read then. */
  flush(): Promise<void>
  close(): Promise<void>
}

export interface DailyUsageOptions {
  store: Pick<UsageStore, 'add' | 'totals' | 'forgetBefore'>
  logger: Pick<Logger, 'warn'>
  /** The time of day in milliseconds. */
  now?: () => number
  flushMilliseconds?: number
}

interface Today {
  day: string
  /** By all receivers, when it was last read. */
  stored: Use
  /** Counted here since then. */
  unstored: Use
  loading: Promise<void> | undefined
}

const dayMilliseconds = 86_400_000
const daysKept = 400
const projectsMax = 10_000
const nothing = (): Use => ({ records: 0, bytes: 0, refusedRequests: 0 })

let lastDay = { number: Number.NaN, text: '' }

/** A day of UTC as `2026-11-23`. Asked several times a request, so it remembers its last answer. */
export function dayOf(milliseconds: number): string {
  const number = Math.floor(milliseconds / dayMilliseconds)
  if (number !== lastDay.number) lastDay = { number, text: new Date(milliseconds).toISOString().slice(0, 10) }
  return lastDay.text
}

/** Seconds until the day of UTC ends. */
export function secondsLeftOfDay(milliseconds: number): number {
  return Math.ceil((dayMilliseconds - (milliseconds % dayMilliseconds)) / 1000)
}

function add(to: Use, use: Partial<Use>, times = 1): void {
  to.records += times * (use.records ?? 0)
  to.bytes += times * (use.bytes ?? 0)
  to.refusedRequests += times * (use.refusedRequests ?? 0)
}

/**
 * Counts in memory and stores every few seconds: telemetry must not write to PostgreSQL per request. A crash forgets those
 * seconds, and while PostgreSQL is away counting goes on.
 */
export function createDailyUsage(options: DailyUsageOptions): DailyUsage {
  const { store, logger, now = Date.now, flushMilliseconds = 5_000 } = options
  const todays = createTodays({ store, logger, now })
  const pending = createPending()
  let flushing: Promise<void> | undefined
  let prunedOn = ''

  async function write(): Promise<void> {
    const additions = pending.takeAll()
    try {
      await store.add(additions)
    } catch (error) {
      for (const addition of additions) pending.add(addition)
      logger.warn({ err: error }, 'could not store what projects sent, trying again')
      return
    }
    todays.stored(additions)
    const day = dayOf(now())
    await todays.refresh([...new Set(additions.map(({ projectId }) => projectId))], day)
    if (prunedOn === day) return
    prunedOn = day
    await store.forgetBefore(dayOf(now() - daysKept * dayMilliseconds))
  }

  async function flush(): Promise<void> {
    await flushing
    if (pending.isEmpty()) return
    flushing = write().catch((error: unknown) => logger.warn({ err: error }, 'could not tidy what projects sent'))
    await flushing
  }

  const timer = setInterval(() => void flush(), flushMilliseconds)
  timer.unref()
  return {
    ready: async (projectId) => todays.of(projectId).loading,
    note(projectId, signal, use) {
      const today = todays.of(projectId)
      add(today.unstored, use)
      pending.add({ projectId, day: today.day, signal, ...nothing(), ...use })
    },
    today(projectId) {
      const { stored, unstored } = todays.of(projectId)
      const sum = { ...stored }
      add(sum, unstored)
      return sum
    },
    flush,
    async close() {
      clearInterval(timer)
      await flush()
    },
  }
}

/** What each project has sent today, as far as it is known here. */
function createTodays({ store, logger, now }: Required<Pick<DailyUsageOptions, 'store' | 'logger' | 'now'>>) {
  const projects = new Map<string, Today>()

  async function refresh(projectIds: readonly string[], day: string): Promise<void> {
    try {
      for (const { projectId, ...total } of await store.totals(projectIds, day)) {
        const today = projects.get(projectId)
        if (today?.day === day) today.stored = total
      }
    } catch (error) {
      logger.warn({ err: error }, 'could not read what projects sent today, counting on')
    }
  }

  return {
    refresh,
    of(projectId: string): Today {
      const day = dayOf(now())
      const known = projects.get(projectId)
      if (known?.day === day) return known
      const today: Today = { day, stored: nothing(), unstored: nothing(), loading: undefined }
      projects.delete(projectId)
      projects.set(projectId, today)
      today.loading = refresh([projectId], day)
      const oldest = projects.keys().next()
      if (projects.size > projectsMax && !oldest.done) projects.delete(oldest.value)
      return today
    },
    /** Moves what is in the database now. */
    stored(additions: readonly UsageAddition[]): void {
      for (const addition of additions) {
        const today = projects.get(addition.projectId)
        if (today?.day !== addition.day) continue
        add(today.unstored, addition, -1)
        add(today.stored, addition)
      }
    },
  }
}

/** What was counted and is not stored, one addition a project, day and signal. */
function createPending() {
  let additions = new Map<string, UsageAddition>()
  return {
    isEmpty: () => additions.size === 0,
    add(addition: UsageAddition): void {
      const key = `${addition.day} ${addition.signal} ${addition.projectId}`
      const kept = additions.get(key)
      if (kept) add(kept, addition)
      else additions.set(key, addition)
    },
    takeAll(): UsageAddition[] {
      const all = [...additions.values()]
      additions = new Map()
      return all
    },
  }
}
