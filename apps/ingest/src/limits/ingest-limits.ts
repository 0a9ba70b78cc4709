import type { LimitState, Limits } from '@hanzo/schema/api'
import type { LimitStore } from '../accounts/limit-store.ts'
import type { SignalName } from '../intake.ts'
import { type DailyUsage, dayOf, secondsLeftOfDay, type Use } from './daily-usage.ts'
import { type EffectiveLimits, effectiveLimits } from './effective-limits.ts'
import { type Measure, QuotaExceededError, RateLimitedError } from './limit-errors.ts'
import { createRecentUse, type RecentUse } from './recent-use.ts'
import { type BucketSize, createTokenBucket, type TokenBucket } from './token-bucket.ts'

export interface IngestLimits {
  /**
   * Lets a request in, or refuses it: called before its body is read.
   * @throws {RateLimitedError} @throws {QuotaExceededError}
   */
  admit(projectId: string, signal: SignalName): Promise<void>
  /** The same once the body is there, when others may have used up what was left. */
  check(projectId: string, signal: SignalName): void
  /** Counts what was taken in, also beyond the limits: later requests are refused for it. */
  note(projectId: string, signal: SignalName, use: Partial<Use>): void
  state(projectId: string): Promise<LimitState>
}

export interface IngestLimitsOptions {
  settings: Pick<LimitStore, 'find'>
  usage: DailyUsage
  /** What no project may exceed. */
  ceiling: Limits
  /** Milliseconds of a clock that only goes forward. */
  monotonicNow?: () => number
  /** The time of day in milliseconds. */
  now?: () => number
}

interface ProjectState {
  own: Limits
  effective: EffectiveLimits
  records: TokenBucket | undefined
  bytes: TokenBucket | undefined
  recent: RecentUse
}

const projectsMax = 10_000
/** A quota may be raised during the day, so its end is not waited for. */
const quotaRetrySecondsMax = 300

/**
 * What each project may send: a rate and a quota a day, of records and of bytes. Rates hold for each receiver by itself,
 * quotas for all receivers together. A restart starts with full bursts, and with the quota as it was stored.
 */
export function createIngestLimits(options: IngestLimitsOptions): IngestLimits {
  const { settings, usage, ceiling, monotonicNow = () => performance.now(), now = Date.now } = options
  const projects = new Map<string, ProjectState>()

  /** The same limits are the same object, so that this costs nothing while nobody changes them. */
  function stateOf(projectId: string, own: Limits): ProjectState {
    const known = projects.get(projectId)
    if (known?.own === own) return known
    const effective = effectiveLimits(own, ceiling)
    const state: ProjectState = {
      own,
      effective,
      records: adjust(known?.records, effective.records, monotonicNow),
      bytes: adjust(known?.bytes, effective.bytes, monotonicNow),
      recent: known?.recent ?? createRecentUse(monotonicNow),
    }
    projects.set(projectId, state)
    const oldest = projects.keys().next()
    if (projects.size > projectsMax && !oldest.done) projects.delete(oldest.value)
    return state
  }

  function letPass(projectId: string, signal: SignalName, state: ProjectState): void {
    const refusal =
      quotaRefusal(state, usage.today(projectId), now()) ?? rateRefusal('records', state) ?? rateRefusal('bytes', state)
    if (refusal === undefined) return
    state.recent.note({ refusedRequests: 1 })
    usage.note(projectId, signal, { refusedRequests: 1 })
    throw refusal
  }

  return {
    async admit(projectId, signal) {
      const own = await settings.find(projectId)
      await usage.ready(projectId)
      letPass(projectId, signal, stateOf(projectId, own))
    },
    check(projectId, signal) {
      const state = projects.get(projectId)
      if (state) letPass(projectId, signal, state)
    },
    note(projectId, signal, use) {
      usage.note(projectId, signal, use)
      const state = projects.get(projectId)
      if (!state) return
      state.recent.note(use)
      if (use.records) state.records?.take(use.records)
      if (use.bytes) state.bytes?.take(use.bytes)
    },
    async state(projectId) {
      const own = await settings.find(projectId)
      await usage.ready(projectId)
      const { recent } = stateOf(projectId, own)
      const today = { day: dayOf(now()), endsInSeconds: secondsLeftOfDay(now()), ...usage.today(projectId) }
      return { limits: own, ceiling, today, recent: recent.read() }
    },
  }
}

function adjust(
  bucket: TokenBucket | undefined,
  size: BucketSize | undefined,
  now: () => number,
): TokenBucket | undefined {
  if (!size) return undefined
  if (!bucket) return createTokenBucket(size, now)
  bucket.resize(size)
  return bucket
}

function quotaRefusal({ effective }: ProjectState, used: Use, now: number): QuotaExceededError | undefined {
  const { recordsPerDay, bytesPerDay } = effective
  const retrySeconds = () => Math.min(secondsLeftOfDay(now), quotaRetrySecondsMax)
  if (used.records >= recordsPerDay) return new QuotaExceededError('records', recordsPerDay, retrySeconds())
  if (used.bytes >= bytesPerDay) return new QuotaExceededError('bytes', bytesPerDay, retrySeconds())
  return undefined
}

function rateRefusal(measure: Measure, state: ProjectState): RateLimitedError | undefined {
  const wait = state[measure]?.waitMilliseconds() ?? 0
  return wait > 0 ? new RateLimitedError(measure, state.effective[measure]?.perSecond ?? 0, wait) : undefined
}
