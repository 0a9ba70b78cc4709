import { z } from 'zod'
import type { NamedMetric } from '../../promql/names/prometheus-names.ts'
import type { SeriesOrigin } from '../../promql/names/series-labels.ts'
import type { Matcher } from '../../promql/parse/ast.ts'
import { textMap } from '../attributes.ts'
import { type Conditions, condition, joinConditions } from '../conditions.ts'
import { metricType } from '../metrics/metric-type.ts'
import { SERIES_ALIVE, SERIES_DAYS } from '../metrics/series-days.ts'
import { type QueryContext, runQuery } from '../run-query.ts'
import { scoped } from '../scope.ts'
import { prometheusLabelSql } from './label-sql.ts'
import { noticeMilliseconds, type PromqlBounds } from './metric-catalog.ts'

/** A series of a metric, as it was noted. */
export interface NotedSeries extends SeriesOrigin {
  id: bigint
  /** Of its metric. */
  metricKey: string
  isDelta: boolean
  attributes: [key: string, value: string][]
}

/** Equal for equal metrics. */
export const metricKey = ({ name, type, isMonotonic, unit }: NamedMetric): string =>
  JSON.stringify([name, type, isMonotonic, unit])

const row = z.object({
  id: z.string().transform(BigInt),
  name: z.string(),
  type: z.number().transform(metricType),
  isMonotonic: z.boolean(),
  unit: z.string(),
  isDelta: z.boolean(),
  serviceName: z.string(),
  serviceNamespace: z.string(),
  serviceInstance: z.string(),
  scopeName: z.string(),
  scopeVersion: z.string(),
  attributes: textMap,
})

const readSql = (filter: string) => `
SELECT
  toString(own.series_id) AS id,
  own.metric_name AS name,
  own.type AS type,
  own.is_monotonic AS isMonotonic,
  own.unit AS unit,
  CAST(own.temporality = 1, 'Bool') AS isDelta,
  own.service_name AS serviceName,
  of_resource.attributes['service.namespace'] AS serviceNamespace,
  of_resource.attributes['service.instance.id'] AS serviceInstance,
  own.scope_name AS scopeName,
  own.scope_version AS scopeVersion,
  own.attributes AS attributes
FROM (
  SELECT
    series_id, metric_name, type, is_monotonic, unit,
    temporality, service_name, resource_id, scope_name, scope_version, attributes
  FROM ${scoped('metric_series')}
    AND metric_name IN {names:Array(String)}
    AND ${SERIES_DAYS}
    AND ${SERIES_ALIVE}${filter}
  ORDER BY series_id
  LIMIT 1 BY series_id, metric_name, type, is_monotonic, unit
  LIMIT {limit:UInt32}
) AS own
ANY LEFT JOIN (
  SELECT resource_id, attributes
  FROM ${scoped('resources')}
) AS of_resource ON own.resource_id = of_resource.resource_id
LIMIT {limit:UInt32}`

/** Labels that are not attributes of the series itself. */
const otherLabels = new Set(['__name__', 'job', 'instance', 'le', 'quantile', 'otel_scope_name', 'otel_scope_version'])

/**
 * Leaves out what an equality cannot match, by the same rule that names labels; what is left is matched again by its
 * labels. Values with a semicolon may be of two attributes that share a label.
 */
function attributeFilter(matchers: readonly Matcher[]): Conditions {
  return joinConditions(
    matchers
      .filter(
        ({ name, operator, value }) =>
          operator === '=' && value !== '' && !otherLabels.has(name) && !value.includes(';'),
      )
      .map(({ name, value }, index) =>
        condition(
          true,
          `arrayExists((key, value) -> value = {value${index}:String} AND (
      key = {label${index}:String}
      OR ${prometheusLabelSql('key')} = {label${index}:String}),
      mapKeys(attributes), mapValues(attributes))`,
          { [`label${index}`]: name, [`value${index}`]: value },
        ),
      ),
  )
}

/**
 * Reads the series that may pass the matchers, of metrics with these names.
 * @param limit at most so many.
 */
export async function readSeries(
  context: QueryContext,
  names: readonly string[],
  { from, to }: PromqlBounds,
  { matchers, limit }: { matchers: readonly Matcher[]; limit: number },
): Promise<NotedSeries[]> {
  const filter = attributeFilter(matchers)
  const { rows } = await runQuery(context, {
    sql: readSql(filter.sql),
    params: { ...filter.params, names, from: Math.max(0, from - noticeMilliseconds), to, limit },
    row,
  })
  return rows.map((noted) => ({ ...noted, metricKey: metricKey(noted) }))
}
