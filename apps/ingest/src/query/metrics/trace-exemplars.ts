import type { TraceExemplars } from '@hanzo/schema/api'
import { z } from 'zod'
import { float64 } from '../attributes.ts'
import { findTrace } from '../get-trace.ts'
import { joinReceipts, type QueryContext, runQuery } from '../run-query.ts'
import { scoped } from '../scope.ts'
import { metricType } from './metric-type.ts'
import { SERIES_DAYS } from './series-days.ts'

const metricsMax = 100
const exemplarsMax = 200
/** Measurements are taken while their span runs; clocks differ. */
const lagMilliseconds = 60_000

const EXEMPLARS = `
SELECT
  found.metric_name AS name,
  series.type AS type,
  any(series.unit) AS unit,
  series.service_name AS serviceName,
  groupArray({exemplarsMax:UInt32})(tuple(found.time, found.value, found.span)) AS exemplars
FROM (
  SELECT metric_name, series_id, toUnixTimestamp64Milli(timestamp) AS time, value, lower(hex(span_id)) AS span
  FROM ${scoped('metric_exemplars')}
    AND trace_id = unhex({traceId:String})
    AND timestamp >= fromUnixTimestamp64Milli({from:Int64}, 'UTC')
    AND timestamp < fromUnixTimestamp64Milli({to:Int64}, 'UTC')
    AND ({spanId:String} = '' OR span_id = toFixedString(unhex({spanId:String}), 8))
  ORDER BY time
  LIMIT 10000
) AS found
INNER JOIN (
  SELECT series_id, metric_name, type, unit, service_name
  FROM ${scoped('metric_series')}
    AND ${SERIES_DAYS}
  LIMIT 1 BY series_id, metric_name
) AS series ON found.series_id = series.series_id AND found.metric_name = series.metric_name
GROUP BY name, type, serviceName
ORDER BY name, type, serviceName
LIMIT {metricsMax:UInt32}`

const row = z.object({
  name: z.string(),
  type: z.number().transform(metricType),
  unit: z.string(),
  serviceName: z.string(),
  exemplars: z.array(z.tuple([z.coerce.number(), float64, z.string()])),
})

/**
 * The measurements that a trace, or one of its spans, is an example of.
 * @param spanId 16 hex characters; absent for the whole trace.
 * @returns at most 100 metrics by name; none for a trace that is not known.
 */
export async function traceExemplars(context: QueryContext, traceId: string, spanId = ''): Promise<TraceExemplars> {
  const { trace, receipt: found } = await findTrace(context, traceId)
  if (!trace) return { metrics: [], receipt: found }
  const milliseconds = (nanoseconds: string) => Number(BigInt(nanoseconds) / 1_000_000n)
  const { rows, receipt } = await runQuery(context, {
    sql: EXEMPLARS,
    params: {
      traceId,
      spanId,
      from: milliseconds(trace.startTimeUnixNano) - lagMilliseconds,
      to: milliseconds(trace.endTimeUnixNano) + lagMilliseconds,
      metricsMax,
      exemplarsMax,
    },
    row,
  })
  const metrics = rows.map(({ exemplars, ...metric }) => ({
    ...metric,
    exemplars: exemplars
      .filter(([, value]) => Number.isFinite(value))
      .map(([timeUnixMilliseconds, value, span]) => ({ timeUnixMilliseconds, value, traceId, spanId: span })),
  }))
  return { metrics, receipt: joinReceipts(found, receipt) }
}
