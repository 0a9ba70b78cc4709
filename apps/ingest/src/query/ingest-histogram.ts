import { type IngestHistogram, type IngestHistogramQuery, ingestOutcomeSchema } from '@hanzo/schema/api'
import { z } from 'zod'
import { bucketStep, bucketTimes } from './bucket-step.ts'
import { inMinutes, minutesParams } from './ingest-minutes.ts'
import { type QueryContext, runQuery } from './run-query.ts'
import { scoped } from './scope.ts'
import { resolveBounds } from './time-bounds.ts'

const row = z.object({
  time: z.coerce.number(),
  outcome: ingestOutcomeSchema,
  records: z.coerce.number(),
  requests: z.coerce.number(),
})

const COUNTS = `
SELECT
  intDiv(toUnixTimestamp(minute), {step:UInt32}) * {step:UInt32} AS time,
  outcome,
  sum(record_count) AS records,
  sum(request_count) AS requests
FROM ${scoped('ingest_outcomes')}
  AND ${inMinutes}
GROUP BY time, outcome
LIMIT {limit:UInt32}`

/**
 * Counts what was accepted, rejected, refused and remarked on by time of receipt: records of the first two, requests of
 * the others.
 * @returns every bucket of the range, empty ones too, of a minute at least.
 * @throws {InvalidQueryError}
 */
export async function ingestHistogram(context: QueryContext, query: IngestHistogramQuery): Promise<IngestHistogram> {
  const bounds = resolveBounds(query, context.nowMilliseconds)
  const step = bucketStep(bounds, query.buckets, 60)
  const { rows, receipt } = await runQuery(context, {
    sql: COUNTS,
    params: { ...minutesParams(bounds), step, limit: (query.buckets + 2) * ingestOutcomeSchema.options.length },
    row,
  })
  const buckets = new Map(
    bucketTimes(bounds, step).map((timeUnixSeconds) => [
      timeUnixSeconds,
      { timeUnixSeconds, counts: {} as IngestHistogram['buckets'][number]['counts'] },
    ]),
  )
  for (const { time, outcome, records, requests } of rows) {
    const isOfRecords = outcome === 'accepted' || outcome === 'rejected'
    const counts = buckets.get(time)?.counts
    if (counts) counts[outcome] = (counts[outcome] ?? 0) + (isOfRecords ? records : requests)
  }
  return { bucketSeconds: step, buckets: [...buckets.values()], receipt }
}
