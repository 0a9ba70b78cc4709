import type { RemarkKind } from './remarks.ts'

const nanosecondsPerDay = 86_400_000_000_000n

/** The last moment of ClickHouse's DateTime64(9), in the year 2262. */
export const unixNanoMax = 2n ** 63n - 1n

const otherUnits = [
  ['microseconds', 1_000n],
  ['milliseconds', 1_000_000n],
  ['seconds', 1_000_000_000n],
] as const

/** The times that are stored: within the retention, and at most one day ahead of us (clocks and time zones go wrong by hours). */
export interface TimeWindow {
  receivedAtUnixNano: bigint
  retentionDays: number
  oldestUnixNano: bigint
  newestUnixNano: bigint
  /** Records before are remarked as late, those after as ahead; both in milliseconds. */
  lateBefore: number
  aheadAfter: number
}

const lateAfterMilliseconds = 3_600_000
const aheadByMilliseconds = 60_000

/** Batches that waited, or that are imported. Alerts and charts of the last hour never saw them. */
export const lateRemark: RemarkKind = {
  reason: 'arrived more than an hour after the time it has',
  isToldToSender: false,
}

export const aheadRemark: RemarkKind = {
  reason: "has a time more than a minute in the future, and is not in charts up to now; check the sender's clock",
  isToldToSender: true,
}

/**
 * Older records would be deleted by the tables' TTL as soon as they are written; later ones would stay for years. Each day is a
 * partition of its own, so the window also bounds the partitions that a request can touch.
 */
export function createTimeWindow(receivedAtUnixNano: bigint, retentionDays: number): TimeWindow {
  const receivedAt = Number(receivedAtUnixNano / 1_000_000n)
  return {
    receivedAtUnixNano,
    retentionDays,
    lateBefore: receivedAt - lateAfterMilliseconds,
    aheadAfter: receivedAt + aheadByMilliseconds,
    oldestUnixNano: receivedAtUnixNano - BigInt(retentionDays) * nanosecondsPerDay,
    newestUnixNano: receivedAtUnixNano + nanosecondsPerDay,
  }
}

export function isWithin(window: TimeWindow, unixNano: bigint): boolean {
  return unixNano >= window.oldestUnixNano && unixNano <= window.newestUnixNano
}

/** What is odd about a record that was over, or happened, in this millisecond. */
export function timeRemark(window: TimeWindow, milliseconds: number): RemarkKind | undefined {
  if (milliseconds < window.lateBefore) return lateRemark
  return milliseconds > window.aheadAfter ? aheadRemark : undefined
}

/** Why a record of this time cannot be stored; `undefined` when it can. */
export function timeProblem(window: TimeWindow, field: string, unixNano: bigint): string | undefined {
  if (isWithin(window, unixNano)) return undefined
  if (unixNano > window.newestUnixNano) return `${field}: is more than a day in the future; check the sender's clock`
  const unit = otherUnits.find(([, factor]) => isWithin(window, unixNano * factor))?.[0]
  if (unit) return `${field}: looks like ${unit}; OTLP counts nanoseconds`
  return `${field}: is older than the project's retention of ${window.retentionDays} days`
}
