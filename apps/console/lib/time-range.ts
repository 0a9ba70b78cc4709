import { resolveTime, type TimeRange, timeRangeSchema } from '@hanzo/schema/api'
import { formatMinute } from './format-time.ts'

/** A range with both ends known, milliseconds since the epoch. */
export interface ResolvedRange {
  from: number
  to: number
}

export interface TimePreset {
  short: string
  label: string
  from: string
  milliseconds: number
}

const minute = 60_000
const preset = (short: string, label: string, from: string, minutes: number): TimePreset => ({
  short,
  label,
  from,
  milliseconds: minutes * minute,
})

export const timePresets: readonly TimePreset[] = [
  preset('5 m', 'Last 5 minutes', 'now-5m', 5),
  preset('15 m', 'Last 15 minutes', 'now-15m', 15),
  preset('30 m', 'Last 30 minutes', 'now-30m', 30),
  preset('1 h', 'Last hour', 'now-1h', 60),
  preset('3 h', 'Last 3 hours', 'now-3h', 180),
  preset('6 h', 'Last 6 hours', 'now-6h', 360),
  preset('12 h', 'Last 12 hours', 'now-12h', 720),
  preset('1 d', 'Last day', 'now-1d', 1440),
  preset('3 d', 'Last 3 days', 'now-3d', 4320),
  preset('7 d', 'Last 7 days', 'now-7d', 10_080),
  preset('14 d', 'Last 14 days', 'now-14d', 20_160),
  preset('30 d', 'Last 30 days', 'now-30d', 43_200),
]

export const defaultTimeRange: TimeRange = timeRangeSchema.parse({})

/** True when the range ends now and moves with the clock. */
export function isMoving(range: TimeRange): boolean {
  return range.to === 'now'
}

export function resolveRange(range: TimeRange, now: number): ResolvedRange {
  return { from: resolveTime(range.from, now), to: resolveTime(range.to, now) }
}

/** A fixed range as it stands in a URL. Milliseconds since the epoch; the ends are put in order. */
export function absoluteRange(from: number, to: number): TimeRange {
  const [start, end] = from <= to ? [from, to] : [to, from]
  return { from: new Date(start).toISOString(), to: new Date(end).toISOString() }
}

const relativeUnits = { s: 'second', m: 'minute', h: 'hour', d: 'day' } as const

/** What the time picker's button says: `Last 15 minutes`, `Nov 22 09:00 – 11:00`. */
export function describeRange(range: TimeRange, now: number): string {
  const known = timePresets.find((candidate) => candidate.from === range.from && isMoving(range))
  if (known) return known.label
  const relative = /^now-(\d+)([smhd])$/.exec(range.from)
  if (relative && isMoving(range)) {
    const unit = relativeUnits[relative[2] as keyof typeof relativeUnits]
    return `Last ${relative[1]} ${unit}${relative[1] === '1' ? '' : 's'}`
  }
  const { from, to } = resolveRange(range, now)
  const sameDay = new Date(from).toDateString() === new Date(to).toDateString()
  const end = formatMinute(to, now)
  return `${formatMinute(from, now)} – ${isMoving(range) ? 'now' : sameDay ? end.slice(-5) : end}`
}

/** The next longer preset that ends where the range ends, or null for one that is as long as the longest. */
export function widenRange(range: TimeRange, now: number): TimeRange | null {
  const { from, to } = resolveRange(range, now)
  const wider = timePresets.find((candidate) => candidate.milliseconds > (to - from) * 1.5)
  if (!wider) return null
  return isMoving(range) ? { from: wider.from, to: 'now' } : absoluteRange(to - wider.milliseconds, to)
}
