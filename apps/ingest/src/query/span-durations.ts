import { z } from 'zod'
import { countsOfSpans } from './minute-counts.ts'
import { scoped } from './scope.ts'

/** Buckets of `span_metrics_1m.duration_histogram` and of `spans.duration_bucket` for each doubling of the duration. */
export const bucketsPerDoubling = 6

/**
 * Spans by minute or quarter of an hour, service, name and kind with their durations: `minute, service_name, name, kind,
 * spans, errors, duration_sum, durations, input_tokens, output_tokens, cost`; durations are a count for each duration bucket, and
 * tokens and cost those of calls of models.
 */
export const spanDurations = countsOfSpans(
  (table) => `SELECT
    bucket AS minute, service_name, name, kind, span_count AS spans, error_count AS errors,
    duration_sum_nanoseconds AS duration_sum, duration_histogram AS durations,
    gen_ai_input_tokens AS input_tokens, gen_ai_output_tokens AS output_tokens, gen_ai_cost AS cost
  FROM ${scoped(table)}`,
  `SELECT
    toStartOfMinute(timestamp) AS minute, service_name, name, kind, toUInt64(1) AS spans, toUInt64(status_code = 2) AS errors,
    duration_nanoseconds AS duration_sum, map(duration_bucket, toUInt64(1)) AS durations,
    toUInt64(if(gen_ai_is_inference, gen_ai_input_tokens, 0)) AS input_tokens,
    toUInt64(if(gen_ai_is_inference, gen_ai_output_tokens, 0)) AS output_tokens, if(gen_ai_is_inference, gen_ai_cost, 0) AS cost
  FROM ${scoped('spans')}`,
)

/** Counts by duration bucket, as the engine sends a map: pairs of key and value. */
export const durationCounts = z
  .array(z.object({ keys: z.coerce.number(), values: z.coerce.number() }))
  .transform((pairs): DurationCounts => new Map(pairs.map(({ keys, values }) => [keys, values])))
export type DurationCounts = ReadonlyMap<number, number>

/** The least duration of a bucket, in nanoseconds; the bucket ends where the next one begins. */
export function bucketStart(bucket: number): number {
  return bucket <= 0 ? 0 : 2 ** ((bucket - 0.5) / bucketsPerDoubling)
}

/**
 * A quantile of durations, in nanoseconds: at most 6 % beside the exact one.
 * @param counts by bucket, in any order.
 * @returns `null` where nothing was counted.
 */
export function durationQuantile(counts: DurationCounts, quantile: number): number | null {
  const buckets = [...counts].filter(([, count]) => count > 0).sort(([a], [b]) => a - b)
  const total = buckets.reduce((sum, [, count]) => sum + count, 0)
  if (total === 0) return null
  let rest = quantile * total
  for (const [bucket, count] of buckets) {
    if (rest <= count) {
      const from = Math.max(1, bucketStart(bucket))
      return Math.round(from * (bucketStart(bucket + 1) / from) ** (rest / count))
    }
    rest -= count
  }
  return Math.round(bucketStart((buckets.at(-1)?.[0] ?? 0) + 1))
}
