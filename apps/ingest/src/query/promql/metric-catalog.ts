import { z } from 'zod'
import type { NamedMetric } from '../../promql/names/prometheus-names.ts'
import { PromqlError } from '../../promql/promql-error.ts'
import { metricType } from '../metrics/metric-type.ts'
import { SERIES_DAYS } from '../metrics/series-days.ts'
import { type QueryContext, runQuery } from '../run-query.ts'
import { scoped } from '../scope.ts'

export interface CatalogMetric extends NamedMetric {
  description: string
}

/** Milliseconds since the epoch. */
export interface PromqlBounds {
  from: number
  to: number
}

const metricsMax = 50_000
const keptMilliseconds = 10_000
const keptMax = 200

const CATALOG = `
SELECT metric_name AS name, type, is_monotonic AS isMonotonic, unit, any(description) AS description
FROM ${scoped('metric_series')}
  AND ${SERIES_DAYS}
GROUP BY name, type, isMonotonic, unit
ORDER BY name, type, isMonotonic, unit
LIMIT {limit:UInt32}`

const row = z.object({
  name: z.string(),
  type: z.number().transform(metricType),
  isMonotonic: z.boolean(),
  unit: z.string(),
  description: z.string(),
})

export interface MetricCatalog {
  /** Every metric of the days of a range, at most ten seconds old. @throws {PromqlError} above 50,000. */
  read(context: QueryContext, bounds: PromqlBounds): Promise<readonly CatalogMetric[]>
}

/** A series is noted about once an hour: its first points of a day may lie before its row of that day. */
export const noticeMilliseconds = 2 * 3_600_000

/** Keeps what metrics there are for a short time: every question in PromQL begins with their names. */
export function createMetricCatalog(now: () => number = Date.now): MetricCatalog {
  const kept = new Map<string, { until: number; metrics: Promise<readonly CatalogMetric[]> }>()
  return {
    async read(context, { from, to }) {
      const days = [Math.max(0, from - noticeMilliseconds), to].map((time) => Math.floor(time / 86_400_000))
      const key = `${days.join('-')} ${context.project.projectId}`
      const known = kept.get(key)
      if (known && known.until > now()) return known.metrics
      // Others wait for the same answer: it does not end with who asked first.
      const { signal: _, ...shared } = context
      const metrics = readCatalog(shared, { from: Math.max(0, from - noticeMilliseconds), to })
      if (kept.size >= keptMax) kept.clear()
      kept.set(key, { until: now() + keptMilliseconds, metrics })
      metrics.catch(() => kept.delete(key))
      return metrics
    },
  }
}

async function readCatalog(context: QueryContext, bounds: PromqlBounds): Promise<readonly CatalogMetric[]> {
  const { rows } = await runQuery(context, { sql: CATALOG, params: { ...bounds, limit: metricsMax + 1 }, row })
  if (rows.length <= metricsMax) return rows
  throw new PromqlError('execution', `the project has more than ${metricsMax} metrics in this range: shorten it`)
}
