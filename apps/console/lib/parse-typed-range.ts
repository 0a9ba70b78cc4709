import type { TimeRange } from '@hanzo/schema/api'
import { absoluteRange } from './time-range.ts'

const unitOf: Record<string, string> = { s: 's', m: 'm', h: 'h', d: 'd', w: 'w' }
const relative =
  /^(?:last|past|now\s*-|-)?\s*(\d{1,6})?\s*(s|sec|secs|seconds?|m|min|mins|minutes?|h|hrs?|hours?|d|days?|w|weeks?)(?:\s+ago)?$/
const clock = /^(\d{1,2})(?::(\d{2}))?(?::(\d{2}))?$/
const dateAndClock = /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[t\s]+(\d{1,2}(?::\d{2}){0,2}))?$/

/**
 * Reads what a person types into the time picker: `last 45 m`, `2h`, `today`, `yesterday 9-11`, `14:00-15:30`,
 * `2026-01-31`, `2026-01-31 12:00 to 13:00`, or a pair of ISO 8601 times. Wall clock is the browser's zone.
 * @returns null for text that is none of these, or that ends before it starts.
 */
export function parseTypedRange(text: string, now: number): TimeRange | null {
  const typed = text.trim().toLowerCase()
  return parseRelative(typed) ?? parseDay(typed, now) ?? parsePair(text.trim(), now)
}

function parseRelative(text: string): TimeRange | null {
  const match = relative.exec(text)
  if (!match) return null
  const amount = Number(match[1] ?? 1)
  const unit = unitOf[(match[2] ?? '').charAt(0)]
  if (!unit || amount === 0) return null
  return { from: unit === 'w' ? `now-${amount * 7}d` : `now-${amount}${unit}`, to: 'now' }
}

/** `today`, `yesterday`, one date, each with clock times or without. */
function parseDay(text: string, now: number): TimeRange | null {
  const match = /^(today|yesterday|\d{4}-\d{1,2}-\d{1,2})(?:\s+(.+))?$/.exec(text)
  if (!match?.[1]) return null
  const day = dayStart(match[1], now)
  if (day === null) return null
  if (!match[2]) return match[1] === 'today' ? { from: absoluteRange(day, day).from, to: 'now' } : wholeDay(day)
  return clockPair(match[2], day)
}

function parsePair(text: string, now: number): TimeRange | null {
  const ends = text.split(/\s+(?:-|–|to|until)\s+/i)
  if (ends.length === 2) {
    const from = parseMoment(ends[0] ?? '', now, null)
    const to = parseMoment(ends[1] ?? '', now, from)
    if (from === null || to === null) return clockPair(text, dayStart('today', now) ?? now)
    return ordered(from, to)
  }
  return clockPair(text, dayStart('today', now) ?? now)
}

function parseMoment(text: string, now: number, before: number | null): number | null {
  const match = dateAndClock.exec(text.toLowerCase())
  if (match) {
    const day = dayStart(`${match[1]}-${match[2]}-${match[3]}`, now)
    return day === null ? null : match[4] ? atClock(day, match[4]) : day
  }
  if (clock.test(text)) return before === null ? null : atClock(new Date(before).setHours(0, 0, 0, 0), text)
  if (text.toLowerCase() === 'now') return now
  const iso = /^\d{4}-\d{2}-\d{2}T/.test(text) ? Date.parse(text) : Number.NaN
  return Number.isNaN(iso) ? null : iso
}

function clockPair(text: string, day: number): TimeRange | null {
  const ends = text.split(/\s*(?:-|–|to|until)\s*/i)
  if (ends.length !== 2) return null
  const from = atClock(day, ends[0] ?? '')
  const to = atClock(day, ends[1] ?? '')
  return from === null || to === null ? null : ordered(from, to)
}

function atClock(day: number, text: string): number | null {
  const match = clock.exec(text)
  if (!match) return null
  const [hours, minutes, seconds] = [Number(match[1]), Number(match[2] ?? 0), Number(match[3] ?? 0)]
  if (hours > 24 || minutes > 59 || seconds > 59) return null
  return new Date(day).setHours(hours, minutes, seconds, 0)
}

function dayStart(text: string, now: number): number | null {
  const today = new Date(now).setHours(0, 0, 0, 0)
  if (text === 'today') return today
  if (text === 'yesterday') return dayAfter(today, -1)
  const [year = 0, month = 0, day = 0] = text.split('-').map(Number)
  const date = new Date(year, month - 1, day)
  return date.getMonth() === month - 1 && date.getDate() === day ? date.getTime() : null
}

/** By the calendar: days of a change of clocks have 23 or 25 hours. */
function dayAfter(day: number, days: number): number {
  const date = new Date(day)
  return date.setDate(date.getDate() + days)
}

function wholeDay(day: number): TimeRange {
  return absoluteRange(day, dayAfter(day, 1))
}

function ordered(from: number, to: number): TimeRange | null {
  return to > from ? absoluteRange(from, to) : null
}
