export interface HistogramBucket {
  timeUnixSeconds: number
  counts: Record<string, number>
}

/** What a colour means. `colorVariable` is a CSS variable such as `--status-error`. */
export interface HistogramSeries {
  key: string
  label: string
  colorVariable: string
}

/** A stacked bar in units of the drawing: x and width in buckets, y and height as shares of the tallest bar. */
export interface BarPart {
  key: string
  x: number
  y: number
  height: number
}

export interface HistogramLayout {
  from: number
  to: number
  bucketCount: number
  peak: number
  totals: Record<string, number>
  parts: BarPart[]
}

/** The least share of the height that one record gets: a single error among thousands still shows. */
const leastShare = 0.025

/** Stacks the series in their order from the bottom. Buckets that are left out of the list are empty. */
export function histogramLayout(
  buckets: readonly HistogramBucket[],
  bucketSeconds: number,
  series: readonly HistogramSeries[],
  range?: { from: number; to: number },
): HistogramLayout {
  const first = buckets[0]?.timeUnixSeconds ?? range?.from ?? 0
  const last = buckets.at(-1)?.timeUnixSeconds ?? first
  // Buckets are aligned to round times and the range is not: the axis begins at the bucket that holds its start.
  const from = range ? first - Math.max(0, Math.ceil((first - range.from) / bucketSeconds)) * bucketSeconds : first
  const to = Math.max(last + bucketSeconds, range ? range.to : 0)
  const bucketCount = Math.max(1, Math.ceil((to - from) / bucketSeconds))
  const totals: Record<string, number> = {}
  let peak = 0
  for (const bucket of buckets) {
    let sum = 0
    for (const { key } of series) {
      const count = bucket.counts[key] ?? 0
      totals[key] = (totals[key] ?? 0) + count
      sum += count
    }
    peak = Math.max(peak, sum)
  }
  const parts = buckets.flatMap((bucket) =>
    stack(bucket, (bucket.timeUnixSeconds - from) / bucketSeconds, peak, series),
  )
  return { from, to: from + bucketCount * bucketSeconds, bucketCount, peak, totals, parts }
}

function stack(bucket: HistogramBucket, x: number, peak: number, series: readonly HistogramSeries[]): BarPart[] {
  const present = series.filter(({ key }) => (bucket.counts[key] ?? 0) > 0)
  const shares = present.map(({ key }) => Math.max((bucket.counts[key] ?? 0) / peak, leastShare))
  // What small parts were given beyond their share is taken from the whole bar, so that no bar is higher than the peak.
  const fit = Math.min(1, 1 / shares.reduce((sum, share) => sum + share, 0))
  let top = 1
  return present.map(({ key }, index) => {
    const height = (shares[index] ?? 0) * fit
    top = Math.max(0, top - height)
    return { key, x, y: top, height }
  })
}

/** The start of the bucket that holds a moment, as its number from the left; stays within the drawing. */
export function bucketAt(layout: HistogramLayout, share: number): number {
  return Math.min(Math.max(Math.floor(share * layout.bucketCount), 0), layout.bucketCount - 1)
}

/** The moments that a selection of buckets covers, both ends included in any order. */
export function selectedRange(layout: HistogramLayout, bucketSeconds: number, a: number, b: number) {
  const [first, last] = a < b ? [a, b] : [b, a]
  return { from: layout.from + first * bucketSeconds, to: layout.from + (last + 1) * bucketSeconds }
}
