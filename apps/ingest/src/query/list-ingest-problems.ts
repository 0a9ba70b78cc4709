import {
  type IngestProblemList,
  ingestProblemOutcomeSchema,
  ingestSignalSchema,
  type ListIngestProblemsQuery,
} from '@hanzo/schema/api'
import { z } from 'zod'
import { condition, joinConditions } from './conditions.ts'
import { inMinutes, minutesParams } from './ingest-minutes.ts'
import { type QueryContext, runQuery } from './run-query.ts'
import { scoped } from './scope.ts'
import { resolveBounds } from './time-bounds.ts'

const row = z.object({
  outcome: ingestProblemOutcomeSchema,
  signal: z.union([ingestSignalSchema, z.literal('').transform(() => null)]),
  statusCode: z.number(),
  code: z.string(),
  reason: z.string(),
  serviceName: z.string(),
  sdk: z.string(),
  recordCount: z.coerce.number(),
  requestCount: z.coerce.number(),
  firstSeenUnixMs: z.coerce.number(),
  lastSeenUnixMs: z.coerce.number(),
  sample: z.string(),
})

/**
 * Lists what was not stored, or only with a remark, in groups of one reason, service and SDK, the most recent first.
 * @throws {InvalidQueryError}
 */
export async function listIngestProblems(
  context: QueryContext,
  query: ListIngestProblemsQuery,
): Promise<IngestProblemList> {
  const filter = joinConditions([
    condition(query.outcome.length > 0, 'outcome IN {outcomes:Array(String)}', { outcomes: query.outcome }),
    condition(query.signal.length > 0, 'signal IN {signals:Array(String)}', { signals: query.signal }),
    condition(query.service.length > 0, 'service_name IN {services:Array(String)}', { services: query.service }),
  ])
  return runQuery(context, {
    sql: `
SELECT
  outcome,
  signal,
  status_code AS statusCode,
  code,
  reason,
  service_name AS serviceName,
  sdk,
  sum(record_count) AS recordCount,
  sum(request_count) AS requestCount,
  toUnixTimestamp64Milli(min(first_seen)) AS firstSeenUnixMs,
  toUnixTimestamp64Milli(max(last_seen)) AS lastSeenUnixMs,
  argMax(sample, (sample != '', last_seen)) AS sample
FROM ${scoped('ingest_outcomes')}
  AND outcome != 'accepted'
  AND ${inMinutes}${filter.sql}
GROUP BY outcome, signal, status_code, code, reason, service_name, sdk
ORDER BY lastSeenUnixMs DESC, recordCount DESC, reason
LIMIT {limit:UInt32}`,
    params: { ...minutesParams(resolveBounds(query, context.nowMilliseconds)), ...filter.params, limit: query.limit },
    row,
  })
}
