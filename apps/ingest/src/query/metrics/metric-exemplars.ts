import type { MetricExemplars, MetricExemplarsQuery } from '@hanzo/schema/api'
import { allOf } from '@hanzo/search'
import { z } from 'zod'
import { float64 } from '../attributes.ts'
import { joinReceipts, type QueryContext, runQuery } from '../run-query.ts'
import { scoped } from '../scope.ts'
import { searchOfSeries, seriesSearch } from '../search-filter.ts'
import { resolveBounds } from '../time-bounds.ts'
import { describeMetric } from './describe-metric.ts'
import { seriesLabels } from './series-labels.ts'

/** A chart tells so many stretches apart; of each the largest values are shown. */
const stretches = 100
const perStretch = 5

const EXEMPLARS = `
SELECT
  toUnixTimestamp64Milli(timestamp) AS time,
  value,
  lower(hex(trace_id)) AS traceId,
  lower(hex(span_id)) AS spanId,
  labels
FROM (
  SELECT timestamp, value, trace_id, span_id, series_id
  FROM ${scoped('metric_exemplars')}
    AND metric_name = {name:String}
    AND timestamp >= fromUnixTimestamp64Milli({from:Int64}, 'UTC')
    AND timestamp < fromUnixTimestamp64Milli({to:Int64}, 'UTC')
    AND trace_id != toFixedString('', 16)
) AS found
INNER JOIN series ON found.series_id = series.series_id
ORDER BY value DESC
LIMIT {perStretch:UInt32} BY intDiv(time - {from:Int64}, {stretch:Int64})
LIMIT {limit:UInt32}`

const row = z.object({
  time: z.coerce.number(),
  value: float64,
  traceId: z.string(),
  spanId: z.string(),
  labels: z.array(z.string()),
})

/**
 * Measurements of a metric that lead to a trace, by time.
 * @throws {InvalidQueryError} when the range is empty, or the name stands for several types and none is chosen.
 * @throws {InvalidSearchError} for a search that cannot be read.
 */
export async function metricExemplars(context: QueryContext, query: MetricExemplarsQuery): Promise<MetricExemplars> {
  const bounds = resolveBounds(query, context.nowMilliseconds)
  const { metric, receipt: described } = await describeMetric(context, query, bounds)
  if (!metric) return { exemplars: [], receipt: described }
  const search = allOf(seriesSearch(query), searchOfSeries(query.query, 'query'))
  const labels = seriesLabels({ ...query, type: metric.type, search })
  const { rows, receipt } = await runQuery(context, {
    sql: `${labels.sql}${EXEMPLARS}`,
    params: {
      ...labels.params,
      from: bounds.fromMilliseconds,
      to: bounds.toMilliseconds,
      stretch: Math.max(1, Math.ceil((bounds.toMilliseconds - bounds.fromMilliseconds) / stretches)),
      perStretch,
      limit: query.limit,
    },
    row,
  })
  const exemplars = rows
    .filter(({ value }) => Number.isFinite(value))
    .map(({ time, labels: values, ...exemplar }) => ({
      timeUnixMilliseconds: time,
      ...exemplar,
      labels: Object.fromEntries(query.groupBy.map((key, index) => [key, values[index] ?? ''])),
    }))
    .sort((a, b) => a.timeUnixMilliseconds - b.timeUnixMilliseconds)
  return { exemplars, receipt: joinReceipts(described, receipt) }
}
