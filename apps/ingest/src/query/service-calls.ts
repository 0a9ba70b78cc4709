import { z } from 'zod'
import { type QueryContext, runQuery } from './run-query.ts'
import { scoped } from './scope.ts'
import { inWindows, type SpanSample } from './span-sample.ts'
import { boundsParams, inBounds, type TimeBounds } from './time-bounds.ts'

const SAMPLED = `${inWindows('0')}
  AND cityHash64(trace_id) % {oneOf:UInt32} = 0`

/** A span is called by its parent. A client span never is: it calls. The caller began before: it is looked for a minute longer. */
const BETWEEN_SERVICES = `
SELECT
  callers.service_name AS caller,
  called.service_name AS callee,
  count() AS spans,
  countIf(called.status_code = 2) AS errors,
  quantiles(0.5, 0.95, 0.99)(called.duration_nanoseconds) AS durations,
  groupUniqArrayIf(50)(callers.peer, callers.peer != '') AS peers
FROM (
  SELECT trace_id, span_id, service_name, peer
  FROM ${scoped('spans')}
    AND timestamp >= fromUnixTimestamp64Milli({from:Int64} - {leadMilliseconds:Int64}, 'UTC')
    AND timestamp < fromUnixTimestamp64Milli({to:Int64}, 'UTC')
    AND ${inWindows('intDiv({leadMilliseconds:Int64}, 1000)')}
    AND cityHash64(trace_id) % {oneOf:UInt32} = 0
) AS callers
INNER JOIN (
  SELECT trace_id, parent_span_id, service_name, status_code, duration_nanoseconds
  FROM ${scoped('spans')}
    AND ${inBounds}
    AND ${SAMPLED}
    AND NOT is_root
    AND kind NOT IN (3, 4)
) AS called ON callers.span_id = called.parent_span_id AND callers.trace_id = called.trace_id
WHERE caller != callee
GROUP BY caller, callee
ORDER BY spans DESC
LIMIT {limit:UInt32}`

/** Consumers that begin a trace have no caller but the queue that they read. */
const OF_OTHERS = `
SELECT
  service_name AS service,
  peer AS called,
  kind = 5 AS isConsumer,
  count() AS spans,
  countIf(status_code = 2) AS errors,
  quantiles(0.5, 0.95, 0.99)(duration_nanoseconds) AS durations
FROM ${scoped('spans')}
  AND ${inBounds}
  AND ${SAMPLED}
  AND peer != ''
  AND (kind != 5 OR is_root)
GROUP BY service, called, isConsumer
ORDER BY spans DESC
LIMIT {limit:UInt32}`

const figures = {
  spans: z.coerce.number(),
  errors: z.coerce.number(),
  durations: z.tuple([z.number(), z.number(), z.number()]),
}
const betweenRow = z.object({ caller: z.string(), callee: z.string(), ...figures, peers: z.array(z.string()) })
const otherRow = z.object({ service: z.string(), called: z.string(), isConsumer: z.coerce.boolean(), ...figures })
export type CallBetween = z.output<typeof betweenRow>
export type CallOfOther = z.output<typeof otherRow>

/** The caller of a request began a moment before it: itself is a client's span. */
const leadMilliseconds = 60_000
/** Where everything is read, callers that are long at work are found too. */
const wholeLeadMilliseconds = 900_000

/** Counts what is called in a sample: services by services, and what sends no spans itself. Unscaled, at most `limit` of each. */
export async function countCalls(context: QueryContext, bounds: TimeBounds, sample: SpanSample, limit: number) {
  const { windows, windowSeconds, oneOf } = sample
  const isWhole = sample.minutes === sample.ofMinutes
  const params = {
    ...{ ...boundsParams(bounds), windows, windowSeconds, oneOf, limit },
    leadMilliseconds: isWhole ? wholeLeadMilliseconds : leadMilliseconds,
  }
  const [between, others] = await Promise.all([
    runQuery(context, { sql: BETWEEN_SERVICES, params, row: betweenRow }),
    runQuery(context, { sql: OF_OTHERS, params, row: otherRow }),
  ])
  return { between, others }
}
