import { roundStep, type TimeWindow, tickLabel } from '../time-ticks.ts'
import type { Gap, TimeAxis } from './time-axis.ts'

export interface AxisMark {
  /** Nanoseconds since the start of the trace. */
  time: number
  /** Where it lies in the window, from 0 to 1. */
  share: number
  label: string
}

/** Round moments for a ruler, at most about `most` of them; none inside a gap that is drawn narrow. */
export function axisMarks(axis: TimeAxis, window: TimeWindow, most: number): AxisMark[] {
  const width = window.end - window.start
  if (!(width > 0)) return []
  const step = roundStep(width / most)
  const marks: AxisMark[] = []
  let from = axis.timeAt(window.start)
  const until = axis.timeAt(window.end)
  const add = (to: number): void => {
    for (let time = Math.ceil(from / step) * step; time <= to && marks.length < most * 3; time += step) {
      const share = (axis.positionOf(time) - window.start) / width
      marks.push({ time, share, label: tickLabel(time, step) })
    }
  }
  for (const gap of axis.gaps) {
    if (gap.end <= from || gap.start >= until) continue
    add(gap.start)
    from = gap.end
  }
  add(until)
  return marks
}

export interface GapBand {
  gap: Gap
  /** Shares of the window. */
  from: number
  to: number
}

/** The gaps that are drawn narrow, where they lie in the window. */
export function gapBands(axis: TimeAxis, window: TimeWindow): GapBand[] {
  const share = (time: number): number => (axis.positionOf(time) - window.start) / (window.end - window.start || 1)
  return axis.gaps
    .map((gap) => ({ gap, from: share(gap.start), to: share(gap.end) }))
    .filter(({ from, to }) => to > 0 && from < 1)
}
