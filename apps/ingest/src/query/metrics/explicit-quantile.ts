/** Counts between bounds: `counts[i]` lie above `bounds[i - 1]` and at or below `bounds[i]`. */
export interface ExplicitBuckets {
  bounds: readonly number[]
  counts: readonly number[]
}

/** Adds histograms; where bounds differ, each count stays with its own upper bound. */
export function mergeExplicit(parts: readonly ExplicitBuckets[]): ExplicitBuckets {
  const byUpper = new Map<number, number>()
  for (const { bounds, counts } of parts) {
    for (const [index, count] of counts.entries()) {
      const upper = bounds[index] ?? Number.POSITIVE_INFINITY
      byUpper.set(upper, (byUpper.get(upper) ?? 0) + count)
    }
  }
  const uppers = [...byUpper.keys()].sort((a, b) => a - b)
  if (uppers.at(-1) !== Number.POSITIVE_INFINITY) uppers.push(Number.POSITIVE_INFINITY)
  return {
    bounds: uppers.slice(0, -1),
    counts: uppers.map((upper) => Math.max(0, byUpper.get(upper) ?? 0)),
  }
}

/**
 * Estimates a quantile by a straight line through its bucket, as Prometheus does.
 * @returns `undefined` for no values. What lies beyond the last bound is reported as that bound.
 */
export function explicitQuantile({ bounds, counts }: ExplicitBuckets, quantile: number): number | undefined {
  const total = counts.reduce((sum, count) => sum + count, 0)
  if (total <= 0) return undefined
  const rank = quantile * total
  let below = 0
  for (const [index, count] of counts.entries()) {
    if (count > 0 && below + count >= rank) {
      const upper = bounds[index]
      if (upper === undefined) return bounds.at(-1)
      // Measurements start at zero unless the first bound says otherwise.
      const lower = index === 0 ? Math.min(0, upper) : (bounds[index - 1] ?? 0)
      return lower + ((upper - lower) * (rank - below)) / count
    }
    below += count
  }
  return bounds.at(-1)
}
