import type { IngestStatus } from '@hanzo/schema/api'

/** How long rows take from their receipt until ClickHouse answers questions with them. */
export interface LagMeter {
  /** @param rows that became queryable with this lag. */
  add(lagMs: number, rows: number): void
  /** Over the last minutes. */
  recent(): IngestStatus['lag']
  /** Since the process started, for `/metrics`: rows up to each bound, not cumulated, the last one without a bound. */
  totals(): LagTotals
}

export interface LagTotals {
  boundsSeconds: readonly number[]
  rows: readonly number[]
  sumSeconds: number
}

const windowMinutes = 5
const minuteMs = 60_000

/** Bounds of the buckets, milliseconds: 20 to a decade, so that a quantile is right within 12 %, from 1 ms to 28 hours. */
const bounds = Array.from({ length: 161 }, (_, index) => 10 ** (index / 20))
const promBoundsSeconds = [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1_800, 3_600]

interface Minute {
  minute: number
  rows: Float64Array
  maxMs: number
}

function bucketOf(lagMs: number): number {
  return lagMs <= 1 ? 0 : Math.min(bounds.length - 1, Math.ceil(Math.log10(lagMs) * 20))
}

export function createLagMeter(now: () => number = Date.now): LagMeter {
  let minutes: Minute[] = []
  const totalRows = promBoundsSeconds.map(() => 0).concat(0)
  let sumSeconds = 0

  function currentMinute(): Minute {
    const minute = Math.floor(now() / minuteMs)
    const last = minutes.at(-1)
    if (last?.minute === minute) return last
    const current = { minute, rows: new Float64Array(bounds.length), maxMs: 0 }
    minutes = [...minutes.slice(1 - windowMinutes), current]
    return current
  }

  return {
    add(lagMs, rows) {
      // A clock that was set back makes a lag negative.
      const lag = Math.max(0, lagMs)
      const current = currentMinute()
      const bucket = bucketOf(lag)
      current.rows[bucket] = (current.rows[bucket] ?? 0) + rows
      current.maxMs = Math.max(current.maxMs, lag)
      const above = promBoundsSeconds.findIndex((bound) => lag / 1000 <= bound)
      const index = above === -1 ? promBoundsSeconds.length : above
      totalRows[index] = (totalRows[index] ?? 0) + rows
      sumSeconds += (lag / 1000) * rows
    },
    recent() {
      const oldest = Math.floor(now() / minuteMs) - windowMinutes
      return summarize(minutes.filter(({ minute }) => minute > oldest))
    },
    totals: () => ({ boundsSeconds: promBoundsSeconds, rows: [...totalRows], sumSeconds }),
  }
}

function summarize(minutes: readonly Minute[]): IngestStatus['lag'] {
  const merged = new Float64Array(bounds.length)
  for (const { rows } of minutes)
    for (const [index, count] of rows.entries()) merged[index] = (merged[index] ?? 0) + count
  const rows = merged.reduce((sum, count) => sum + count, 0)
  const maxMs = Math.max(0, ...minutes.map((minute) => minute.maxMs))
  const quantile = (share: number) =>
    rows === 0 ? null : Math.round(Math.min(maxMs, quantileOf(merged, rows * share)))
  return {
    windowMinutes,
    rows: Math.round(rows),
    p50Milliseconds: quantile(0.5),
    p95Milliseconds: quantile(0.95),
    maxMilliseconds: rows === 0 ? null : maxMs,
  }
}

/** The bound below which so many rows lie. */
function quantileOf(rows: Float64Array, count: number): number {
  let below = 0
  for (const [index, added] of rows.entries()) {
    below += added
    if (below >= count) return bounds[index] ?? 0
  }
  return bounds.at(-1) ?? 0
}
