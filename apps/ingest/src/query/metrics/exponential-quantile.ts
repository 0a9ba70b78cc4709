/** One side of an exponential histogram: `counts[i]` is of the bucket with index `offset + i`. */
export interface ExponentialSide {
  offset: number
  counts: readonly number[]
}

export interface ExponentialBuckets {
  scale: number
  zeroCount: number
  positive: ExponentialSide
  negative: ExponentialSide
}

interface MergedBuckets {
  scale: number
  zeroCount: number
  positive: Map<number, number>
  negative: Map<number, number>
}

/**
 * Adds histograms at the coarsest of their scales: a bucket of a finer scale lies whole inside one of a coarser.
 * @see https://opentelemetry.io/docs/specs/otel/metrics/data-model/#exponential-scale
 */
export function mergeExponential(parts: readonly ExponentialBuckets[]): MergedBuckets {
  const scale = Math.min(...parts.map((part) => part.scale))
  const merged: MergedBuckets = { scale, zeroCount: 0, positive: new Map(), negative: new Map() }
  for (const part of parts) {
    merged.zeroCount += part.zeroCount
    addSide(merged.positive, part.positive, part.scale - scale)
    addSide(merged.negative, part.negative, part.scale - scale)
  }
  return merged
}

function addSide(into: Map<number, number>, { offset, counts }: ExponentialSide, shift: number): void {
  for (const [position, count] of counts.entries()) {
    if (count === 0) continue
    const index = Math.floor((offset + position) / 2 ** shift)
    into.set(index, (into.get(index) ?? 0) + count)
  }
}

/**
 * Estimates a quantile, between the bounds of its bucket by the bucket's own exponential.
 * @returns `undefined` for no values.
 */
export function exponentialQuantile(buckets: MergedBuckets, quantile: number): number | undefined {
  const { scale, zeroCount, positive, negative } = buckets
  const ordered = [
    ...[...negative].sort(([a], [b]) => b - a).map(([index, count]) => ({ index, count, sign: -1 })),
    { index: 0, count: zeroCount, sign: 0 },
    ...[...positive].sort(([a], [b]) => a - b).map(([index, count]) => ({ index, count, sign: 1 })),
  ].filter(({ count }) => count > 0)
  const total = ordered.reduce((sum, { count }) => sum + count, 0)
  if (total === 0) return undefined
  const rank = quantile * total
  let below = 0
  for (const { index, count, sign } of ordered) {
    if (below + count >= rank) {
      const share = (rank - below) / count
      // Of a negative bucket the lower end is the larger magnitude.
      const exponent = sign < 0 ? index + 1 - share : index + share
      return sign === 0 ? 0 : sign * 2 ** (exponent / 2 ** scale)
    }
    below += count
  }
  return undefined
}
