import type { Red, RedChange } from '@hanzo/schema/api'
import { formatDuration } from '@/lib/format-duration.ts'
import { formatCompact } from '@/lib/format-number.ts'

export const redFigures = ['rate', 'errors', 'p50', 'p95', 'p99'] as const
export type RedFigure = (typeof redFigures)[number]

/** What a figure says, or `null` where there is nothing to say it of. Rates are per second, errors a share, durations nanoseconds. */
export function figureOf(red: Red, figure: RedFigure, seconds: number): number | null {
  if (figure === 'rate') return red.spanCount / Math.max(seconds, 1e-3)
  if (figure === 'errors') return red.spanCount === 0 ? null : red.errorCount / red.spanCount
  return red[figure]
}

export function formatFigure(figure: RedFigure, value: number | null): string {
  if (value === null) return '–'
  if (figure === 'rate') return formatRate(value)
  return figure === 'errors' ? formatShare(value) : formatDuration(value)
}

/** `120/s`, `1.4/s`, `12/min`, `3/h`: a rate that is read without counting zeros. */
export function formatRate(perSecond: number): string {
  if (perSecond === 0) return '0/s'
  if (perSecond >= 0.95) return `${perSecond < 9.95 ? trimmed(perSecond) : formatCompact(perSecond)}/s`
  if (perSecond * 60 >= 0.95) return `${trimmed(perSecond * 60)}/min`
  return `${trimmed(perSecond * 3600)}/h`
}

/** `0 %`, `0.4 %`, `12 %`; a share that is not nothing is never shown as nothing. */
export function formatShare(share: number): string {
  if (share === 0) return '0 %'
  if (share < 0.001) return '< 0.1 %'
  return `${trimmed(share * 100)} %`
}

function trimmed(value: number): string {
  return value < 9.95 ? value.toFixed(1).replace(/\.0$/, '') : String(Math.round(value))
}

export interface FigureChange {
  /** `+12 %`, `−3 %`, `+0.4 pt`, `new`. */
  text: string
  /** Whether it is for the better, for the worse, or neither. */
  tone: 'better' | 'worse' | 'plain'
}

/** Below this a change is no news. */
const leastChange = 0.01
/** Shares and durations of fewer spans than this are chance. */
const leastSpans = 20

/** How a figure of some spans differs from that of the range before. */
export function redChangeOf(figure: RedFigure, { current, previous }: RedChange, seconds: number): FigureChange | null {
  const isFew = Math.min(current.spanCount, previous.spanCount) < leastSpans
  if (figure !== 'rate' && isFew) return null
  return changeOf(figure, figureOf(current, figure, seconds), figureOf(previous, figure, seconds))
}

/**
 * How a figure differs from that of the range before; `null` where it hardly does, or where there is nothing to compare.
 * A share of errors changes by points: half a percent more of next to nothing would be a large number of percent.
 */
export function changeOf(figure: RedFigure, current: number | null, previous: number | null): FigureChange | null {
  if (current === null || previous === null) return null
  if (figure === 'errors') {
    const points = (current - previous) * 100
    if (Math.abs(points) < 0.05) return null
    return { text: `${signOf(points)}${trimmed(Math.abs(points))} pt`, tone: points > 0 ? 'worse' : 'better' }
  }
  if (previous === 0) return current === 0 ? null : { text: 'new', tone: 'plain' }
  // A hundred times as many: that is when it was taken into use.
  if (figure === 'rate' && current / previous >= 100) return { text: 'new', tone: 'plain' }
  const change = current / previous - 1
  if (Math.abs(change) < leastChange) return null
  const text =
    change >= 9.5 ? `×${formatCompact(current / previous)}` : `${signOf(change)}${Math.round(Math.abs(change) * 100)} %`
  return { text, tone: figure === 'rate' ? 'plain' : change > 0 ? 'worse' : 'better' }
}

const signOf = (value: number): string => (value < 0 ? '−' : '+')
