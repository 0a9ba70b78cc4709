import type { MetricFilter, MetricPoint } from '@hanzo/schema/api'
import { sequenceMillisecondShift } from '@hanzo/schema/row'
import { z } from 'zod'
import type { Arrival, ArrivedRows } from './arrived-rows.ts'
import { float64, textAttributes, textMap, typeMap } from './attributes.ts'
import { metricType } from './metrics/metric-type.ts'
import { SERIES_DAYS } from './metrics/series-days.ts'
import { type QueryContext, runQuery } from './run-query.ts'
import { scoped } from './scope.ts'
import { metricSearch } from './search-filter.ts'
import { searchConditions } from './span-filter.ts'

/**
 * Points are not numbered: what arrived after a moment is read by the points' own times, from this long before it. Points that took longer to
 * come are missed, and those of that time are read again.
 */
export const overlapMilliseconds = 30_000

const CHOSEN = (filter: string): string => `
  SELECT metric_name, series_id
  FROM ${scoped('metric_series')}
    AND ${SERIES_DAYS}${filter}`

const points = (table: 'metric_points', value: string, count: string, filter: string): string => `
  SELECT series_id, timestamp, ${value} AS shown, ${count} AS counted
  FROM ${scoped(table)}
    AND (metric_name, series_id) IN (${CHOSEN(filter)})
    AND timestamp >= fromUnixTimestamp64Milli({from:Int64}, 'UTC')`

const POINTS = (filter: string): string => `
SELECT toString(series_id) AS seriesId, toUnixTimestamp64Milli(timestamp) AS timeUnixMilliseconds, shown, counted
FROM (${[
  points('metric_points', 'value', '-1', filter),
  points('metric_histogram_points' as 'metric_points', 'sum', 'toInt64(count)', filter),
  points('metric_exponential_histogram_points' as 'metric_points', 'sum', 'toInt64(count)', filter),
  points('metric_summary_points' as 'metric_points', 'sum', 'toInt64(count)', filter),
].join('\n  UNION ALL')}
)
ORDER BY timestamp DESC
LIMIT {limit:UInt32}`

const pointRow = z.object({
  seriesId: z.string(),
  timeUnixMilliseconds: z.coerce.number(),
  shown: float64,
  counted: z.coerce.number(),
})

const SERIES = `
SELECT
  toString(series_id) AS seriesId,
  any(metric_name) AS name,
  any(type) AS type,
  any(unit) AS unit,
  any(service_name) AS serviceName,
  any(attributes) AS attributes,
  any(attribute_types) AS attributeTypes
FROM ${scoped('metric_series')}
  AND ${SERIES_DAYS}
  AND series_id IN (SELECT toUInt64(arrayJoin({seriesIds:Array(String)})))
GROUP BY series_id
LIMIT {limit:UInt32}`

const seriesRow = z.object({
  seriesId: z.string(),
  name: z.string(),
  type: z.number().transform(metricType),
  unit: z.string(),
  serviceName: z.string(),
  attributes: textMap,
  attributeTypes: typeMap,
})

/**
 * Reads the points that arrived since, as far as their times tell, of every receiver: some of them a client may have seen.
 * @param limit the newest so many.
 * @throws what `runQuery` throws, and {@link InvalidSearchError}.
 */
export async function readArrivedPoints(
  context: QueryContext,
  filter: MetricFilter,
  { after, through }: Arrival,
  limit: number,
): Promise<ArrivedRows> {
  const where = searchConditions(metricSearch(filter), 'metric_series')
  const from = Number(after >> sequenceMillisecondShift) - overlapMilliseconds
  const params = { from, to: Math.max(from + 1, Date.now()), limit }
  const { rows } = await runQuery(context, {
    sql: POINTS(where.sql),
    params: { ...where.params, ...params },
    row: pointRow,
  })
  const series = await seriesOf(context, rows, params)
  const shown = rows.toReversed().flatMap((point): MetricPoint[] => {
    const of = series.get(point.seriesId)
    return of ? [pointOf(point, of)] : []
  })
  return { rows: shown, through }
}

async function seriesOf(
  context: QueryContext,
  points: z.output<typeof pointRow>[],
  range: { from: number; to: number },
) {
  const seriesIds = [...new Set(points.map(({ seriesId }) => seriesId))]
  if (seriesIds.length === 0) return new Map<string, z.output<typeof seriesRow>>()
  const params = { ...range, seriesIds, limit: seriesIds.length }
  const { rows } = await runQuery(context, { sql: SERIES, params, row: seriesRow })
  return new Map(rows.map((row) => [row.seriesId, row]))
}

function pointOf(point: z.output<typeof pointRow>, series: z.output<typeof seriesRow>): MetricPoint {
  return {
    name: series.name,
    type: series.type,
    unit: series.unit,
    serviceName: series.serviceName,
    seriesId: point.seriesId,
    attributes: textAttributes(series.attributes, series.attributeTypes),
    timeUnixMilliseconds: point.timeUnixMilliseconds,
    value: Number.isFinite(point.shown) ? point.shown : null,
    count: point.counted < 0 ? null : point.counted,
  }
}
