import type { IngestHistogram, IngestOutcome } from '@hanzo/schema/api'

export interface OutcomeTotals extends Record<IngestOutcome, number> {
  /** How long the counted time is. */
  seconds: number
}

/** What the buckets of a histogram add up to. */
export function outcomeTotals({ buckets, bucketSeconds }: IngestHistogram): OutcomeTotals {
  const totals = { accepted: 0, rejected: 0, refused: 0, warned: 0, seconds: buckets.length * bucketSeconds }
  for (const { counts } of buckets) {
    totals.accepted += counts.accepted ?? 0
    totals.rejected += counts.rejected ?? 0
    totals.refused += counts.refused ?? 0
    totals.warned += counts.warned ?? 0
  }
  return totals
}
