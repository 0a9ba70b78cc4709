export interface Interval {
  readonly start: number
  readonly end: number
}

/**
 * The time of a span that none of its children covers. Children that overlap count once; what a child does before or
 * after its parent is not subtracted.
 * @param children by start time.
 */
export function selfTime(span: Interval, children: readonly Interval[]): number {
  let covered = 0
  let coveredUntil = span.start
  for (const child of children) {
    const start = Math.max(child.start, coveredUntil)
    const end = Math.min(child.end, span.end)
    if (end > start) {
      covered += end - start
      coveredUntil = end
    }
  }
  return span.end - span.start - covered
}
