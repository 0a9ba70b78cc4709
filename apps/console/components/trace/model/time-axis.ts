import type { TraceTree } from './trace-tree.ts'

export interface Gap {
  /** Nanoseconds since the start of the trace. */
  readonly start: number
  readonly end: number
}

/**
 * Where the moments of a trace lie when its idle gaps are drawn narrow. Positions grow with time, from 0 to `length`;
 * without gaps they are nanoseconds.
 */
export interface TimeAxis {
  readonly length: number
  readonly gaps: readonly Gap[]
  positionOf(nanoseconds: number): number
  timeAt(position: number): number
}

/** A gap that is compressed is drawn this wide, as a share of what remains. */
const gapShare = 0.015
const shortestGapShare = 0.04
const gapsMost = 20

/**
 * Times in which no span without children is open: nothing but spans that wait for others.
 * @returns by time, those of at least 4 % of the trace, at most the 20 longest.
 */
export function idleGaps(tree: TraceTree): Gap[] {
  const shortest = tree.length * shortestGapShare
  const gaps: Gap[] = []
  let covered = 0
  const close = (until: number): void => {
    if (until - covered >= shortest && until > covered) gaps.push({ start: covered, end: until })
  }
  for (let place = 0; place < tree.spanCount; place += 1) {
    const index = tree.nodeOf[place] ?? 0
    if ((tree.childCount[index] ?? 0) > 0) continue
    const start = tree.start[index] ?? 0
    close(start)
    covered = Math.max(covered, start + (tree.duration[index] ?? 0))
  }
  close(tree.length)
  const longest = gaps.toSorted((a, b) => b.end - b.start - (a.end - a.start)).slice(0, gapsMost)
  return longest.sort((a, b) => a.start - b.start)
}

/** The axis of a trace, with these gaps drawn narrow. */
export function timeAxis(duration: number, gaps: readonly Gap[]): TimeAxis {
  const whole = Math.max(duration, 1)
  if (gaps.length === 0) return { length: whole, gaps, positionOf: (time) => time, timeAt: (position) => position }
  const idle = gaps.reduce((sum, gap) => sum + gap.end - gap.start, 0)
  const width = Math.max((whole - idle) * gapShare, 1)
  /** Where each gap starts on the axis. */
  const starts: number[] = []
  let removed = 0
  for (const gap of gaps) {
    starts.push(gap.start - removed)
    removed += gap.end - gap.start - width
  }
  const positionOf = (time: number): number => {
    let skipped = 0
    for (const gap of gaps) {
      if (time <= gap.start) break
      const inside = Math.min(time, gap.end) - gap.start
      skipped += inside * (1 - width / (gap.end - gap.start))
    }
    return time - skipped
  }
  const timeAt = (position: number): number => {
    let added = 0
    for (const [number, gap] of gaps.entries()) {
      const from = starts[number] ?? 0
      if (position <= from) break
      added += Math.min((position - from) / width, 1) * (gap.end - gap.start - width)
    }
    return position + added
  }
  return { length: whole - removed, gaps, positionOf, timeAt }
}
