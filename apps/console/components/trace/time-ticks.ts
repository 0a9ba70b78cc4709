/** A part of the trace, nanoseconds since its start. */
export interface TimeWindow {
  readonly start: number
  readonly end: number
}

const steps = [1, 2, 5]

/**
 * Round marks for a ruler, at most `most` of them.
 * @returns nanoseconds since the start of the trace, ascending, within the window.
 */
export function timeTicks(window: TimeWindow, most: number): number[] {
  const span = window.end - window.start
  if (!(span > 0) || most < 1) return [window.start]
  const step = roundStep(span / most)
  const ticks: number[] = []
  for (let tick = Math.ceil(window.start / step) * step; tick <= window.end; tick += step) ticks.push(tick)
  return ticks
}

/** The smallest of 1, 2, 5 × 10ⁿ (and of round minutes and hours) that is at least `atLeast` nanoseconds. */
export function roundStep(atLeast: number): number {
  const minute = 60e9
  if (atLeast > minute / 6) {
    const clock = [10e9, 15e9, 30e9, 1, 2, 5, 10, 15, 30, 60, 120, 300, 720, 1440, 2880, 10_080]
    for (const size of clock) {
      const step = size >= 1e9 ? size : size * minute
      if (step >= atLeast) return step
    }
  }
  const magnitude = 10 ** Math.floor(Math.log10(Math.max(atLeast, 1)))
  for (const step of steps) if (step * magnitude >= atLeast) return step * magnitude
  return 10 * magnitude
}

const shortest = 1

/** Zooms about a point that stays where it is; never outside the trace, never below one nanosecond. */
export function zoom(window: TimeWindow, about: number, factor: number, duration: number): TimeWindow {
  const width = Math.min(Math.max((window.end - window.start) * factor, shortest), duration)
  const share = (about - window.start) / (window.end - window.start || 1)
  return within({ start: about - share * width, end: about + (1 - share) * width }, duration)
}

/** The same width, moved; stops at the ends of the trace. */
export function pan(window: TimeWindow, by: number, duration: number): TimeWindow {
  return within({ start: window.start + by, end: window.end + by }, duration)
}

function within(window: TimeWindow, duration: number): TimeWindow {
  const width = Math.min(window.end - window.start, duration)
  const start = Math.min(Math.max(window.start, 0), duration - width)
  return { start, end: start + width }
}

/** Where a bar lies in the window, in percent; `null` when it lies outside. Both edges are clipped to the window. */
export function barExtent(
  bar: { start: number; duration: number },
  window: TimeWindow,
): { left: number; width: number } | null {
  const span = window.end - window.start || 1
  const from = Math.max(bar.start, window.start)
  const to = Math.min(bar.start + bar.duration, window.end)
  if (to < from) return null
  return { left: ((from - window.start) / span) * 100, width: ((to - from) / span) * 100 }
}

const units = [
  { size: 3600e9, suffix: 'h' },
  { size: 60e9, suffix: 'm' },
  { size: 1e9, suffix: 's' },
  { size: 1e6, suffix: 'ms' },
  { size: 1e3, suffix: 'µs' },
  { size: 1, suffix: 'ns' },
] as const

/** A mark of the ruler: all marks share the unit of the step, with no more decimals than the step has. */
export function tickLabel(nanoseconds: number, step: number): string {
  if (nanoseconds === 0) return '0'
  const unit =
    units.find(({ size }) => nanoseconds >= size && (size <= 1e9 || nanoseconds % (size / 2) === 0)) ?? units[5]
  const decimals = Math.min(Math.max(0, -Math.floor(Math.log10(step / unit.size) + 1e-9)), 9)
  return `${Number((nanoseconds / unit.size).toFixed(decimals))} ${unit.suffix}`
}
