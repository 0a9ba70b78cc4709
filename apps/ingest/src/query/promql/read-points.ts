import type { MetricType } from '@hanzo/schema/api'
import { PromqlError } from '../../promql/promql-error.ts'
import { pointTable } from '../metrics/metric-type.ts'
import { type QueryContext, runColumnQuery } from '../run-query.ts'
import { scoped } from '../scope.ts'
import type { CatalogMetric, PromqlBounds } from './metric-catalog.ts'

/** Ids that are named to the engine; of more than these it sends all of the metric's, which are sorted out here. */
const namedIdsMax = 1_000

/** Samples that one question reads, each bucket of a histogram counted: they are held until it is answered. */
const samplesMax = 3_000_000

export interface SampleAllowance {
  left: number
}

export const createAllowance = (): SampleAllowance => ({ left: samplesMax })

/** @throws {PromqlError} when a question has read more than it may hold. */
export function spend(allowance: SampleAllowance, samples: number): void {
  allowance.left -= samples
  if (allowance.left >= 0) return
  throw new PromqlError(
    'execution',
    `query processing would load too many samples into memory: more than ${samplesMax}. Shorten the range, or select fewer series`,
  )
}

const columns: Record<MetricType, string> = {
  gauge: 'value',
  sum: 'value',
  histogram:
    'toFloat64(count) AS observations, sum, explicit_bounds, arrayMap(one -> toFloat64(one), bucket_counts) AS counts',
  exponential_histogram: `toFloat64(count) AS observations, sum, scale, toFloat64(zero_count) AS zeros,
  positive_offset, arrayMap(one -> toFloat64(one), positive_bucket_counts) AS positive,
  negative_offset, arrayMap(one -> toFloat64(one), negative_bucket_counts) AS negative`,
  summary: 'toFloat64(count) AS observations, sum, quantiles, quantile_values',
}

const readSql = (type: MetricType) => `
SELECT
  series_id,
  toFloat64(toUnixTimestamp64Milli(timestamp)) AS time,
  toFloat64(toUnixTimestamp64Milli(start_timestamp)) AS start,
  toUInt8(bitAnd(flags, 1)) AS ended,
  ${columns[type]}
FROM ${scoped(pointTable[type])}
  AND metric_name = {name:String}
  AND timestamp >= fromUnixTimestamp64Milli({from:Int64}, 'UTC')
  AND timestamp <= fromUnixTimestamp64Milli({to:Int64}, 'UTC')
  AND (empty({ids:Array(UInt64)}) OR series_id IN {ids:Array(UInt64)})
ORDER BY toStartOfHour(timestamp), series_id, timestamp
LIMIT {limit:UInt32}`

/** Columns of points as they come: `series_id`, `time`, `start`, `ended`, and those of their type behind them. */
export type PointBlock = ArrayLike<unknown>[]

/**
 * Reads the points of a metric's series, of each series by time.
 * @param ids of more than a thousand all points of the metric come.
 * @throws {PromqlError} for more points than a question may read.
 */
export async function* readPoints(
  context: QueryContext,
  metric: CatalogMetric,
  bounds: PromqlBounds,
  { ids, allowance }: { ids: readonly bigint[]; allowance: SampleAllowance },
): AsyncGenerator<PointBlock> {
  const { blocks } = await runColumnQuery(context, {
    sql: readSql(metric.type),
    params: {
      name: metric.name,
      from: bounds.from,
      to: bounds.to,
      ids: ids.length > namedIdsMax ? [] : [...ids],
      limit: allowance.left + 1,
    },
  })
  for (const block of blocks) {
    const values = block.map((column) => column.values)
    spend(allowance, values[0]?.length ?? 0)
    yield values
    await new Promise((resolve) => setImmediate(resolve))
  }
}
