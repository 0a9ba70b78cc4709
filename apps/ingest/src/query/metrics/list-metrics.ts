import type { ListMetricsQuery, MetricList } from '@hanzo/schema/api'
import { metricTypeCode } from '@hanzo/schema/row'
import { z } from 'zod'
import { type Conditions, condition, joinConditions } from '../conditions.ts'
import { joinReceipts, type QueryContext, runQuery } from '../run-query.ts'
import { scoped } from '../scope.ts'
import { metricSearch } from '../search-filter.ts'
import { searchConditions } from '../span-filter.ts'
import { boundsParams, resolveBounds, type TimeBounds } from '../time-bounds.ts'
import { metricType, temporality } from './metric-type.ts'
import { SERIES_ALIVE, SERIES_DAYS } from './series-days.ts'

const servicesMax = 100

const row = z.object({
  name: z.string(),
  type: z.number().transform(metricType),
  unit: z.string(),
  description: z.string(),
  temporality: z.number().transform(temporality),
  isMonotonic: z.boolean(),
  serviceNames: z.array(z.string()),
  serviceSeries: z.array(z.coerce.number()),
  seriesCount: z.coerce.number(),
  firstSeenUnixSeconds: z.number(),
  lastSeenUnixSeconds: z.number(),
  sampleCount: z.coerce.number(),
  total: z.coerce.number(),
})

/** What a list is sorted by, and which way when nobody says. */
const orders: Record<ListMetricsQuery['sort'], { column: string; order: 'ascending' | 'descending' }> = {
  name: { column: 'name', order: 'ascending' },
  series: { column: 'seriesCount', order: 'descending' },
  samples: { column: 'sampleCount', order: 'descending' },
  lastSeen: { column: 'lastSeenUnixSeconds', order: 'descending' },
}

/**
 * Lists the metrics that had points in the range or up to two hours before it.
 * A name that was sent with several types is listed once for each; gauges and sums are counted together.
 * What is counted of series is of those that pass the filter; samples are those of the metric.
 * @throws {InvalidQueryError} {@link InvalidSearchError}
 */
export async function listMetrics(context: QueryContext, query: ListMetricsQuery): Promise<MetricList> {
  const bounds = resolveBounds(query, context.nowMilliseconds)
  const filter = metricFilter(query)
  const { column, order } = orders[query.sort]
  const direction = (query.order ?? order) === 'ascending' ? 'ASC' : 'DESC'
  const { rows, receipt } = await runQuery(context, {
    sql: `${LIST_METRICS(filter.sql)}
ORDER BY ${column} ${direction}, name, type
LIMIT {limit:UInt32}`,
    params: { ...boundsParams(bounds), ...filter.params, limit: query.limit, servicesMax },
    row,
  })
  const seconds = rangeSeconds(bounds)
  return {
    rows: rows.map(({ total: _, ...metric }) => ({ ...metric, samplesPerSecond: metric.sampleCount / seconds })),
    total: rows[0]?.total ?? 0,
    receipt: joinReceipts(receipt),
  }
}

function metricFilter(query: ListMetricsQuery): Conditions {
  const { type } = query
  return joinConditions([
    searchConditions(metricSearch(query), 'metric_series'),
    condition(type.length > 0, 'metric_series.type IN {type:Array(UInt8)}', {
      type: type.map((name) => metricTypeCode[name]),
    }),
  ])
}

/** Samples are counted by whole five minutes, from the one the range begins in. */
function rangeSeconds({ fromMilliseconds, toMilliseconds }: TimeBounds): number {
  return toMilliseconds / 1000 - Math.floor(fromMilliseconds / 300_000) * 300
}

const LIST_METRICS = (filter: string): string => `
SELECT *, count() OVER () AS total
FROM (
  SELECT
    name,
    found_type AS type,
    if(found_type = 2, 1, found_type) AS counted,
    argMax(found_unit, seen_at) AS unit,
    argMax(found_description, seen_at) AS description,
    argMax(found_temporality, seen_at) AS temporality,
    argMax(found_monotonic, seen_at) AS isMonotonic,
    arraySort(groupArray({servicesMax:UInt32})(tuple(service, series))) AS services,
    tupleElement(services, 1) AS serviceNames,
    tupleElement(services, 2) AS serviceSeries,
    sum(series) AS seriesCount,
    toUnixTimestamp(max(seen_at)) AS lastSeenUnixSeconds
  FROM (
    SELECT
      metric_name AS name,
      metric_series.type AS found_type,
      toString(service_name) AS service,
      argMax(metric_series.unit, metric_series.last_seen) AS found_unit,
      argMax(metric_series.description, metric_series.last_seen) AS found_description,
      argMax(metric_series.temporality, metric_series.last_seen) AS found_temporality,
      argMax(is_monotonic, metric_series.last_seen) AS found_monotonic,
      uniq(series_id) AS series,
      max(metric_series.last_seen) AS seen_at
    FROM ${scoped('metric_series')}
      AND ${SERIES_DAYS}
      AND ${SERIES_ALIVE}${filter}
    GROUP BY name, found_type, service
  )
  GROUP BY name, found_type
) AS described
LEFT JOIN (
  SELECT
    metric_name,
    metric_counts_5m.type AS counted_type,
    sumIf(point_count,
      bucket >= toStartOfFiveMinutes(fromUnixTimestamp64Milli({from:Int64}, 'UTC'))
        AND bucket < fromUnixTimestamp64Milli({to:Int64}, 'UTC')) AS sampleCount,
    toUnixTimestamp(min(bucket)) AS firstSeenUnixSeconds
  FROM ${scoped('metric_counts_5m')}
  GROUP BY metric_name, counted_type
) AS counts ON described.name = counts.metric_name AND described.counted = counts.counted_type`
