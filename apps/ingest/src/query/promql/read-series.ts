import { metricTypeCode } from '@hanzo/schema/row'
import { z } from 'zod'
import type { SeriesOrigin } from '../../promql/names/series-labels.ts'
import type { Matcher } from '../../promql/parse/ast.ts'
import { textMap } from '../attributes.ts'
import { type Conditions, condition, joinConditions } from '../conditions.ts'
import { SERIES_ALIVE, SERIES_DAYS } from '../metrics/series-days.ts'
import { type QueryContext, runQuery } from '../run-query.ts'
import { scoped } from '../scope.ts'
import { type CatalogMetric, noticeMilliseconds, type PromqlBounds } from './metric-catalog.ts'

/** A series of a metric, as it was noted. */
export interface NotedSeries extends SeriesOrigin {
  id: bigint
  isDelta: boolean
  attributes: [key: string, value: string][]
}

const row = z.object({
  id: z.string().transform(BigInt),
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
  CAST(own.temporality = 1, 'Bool') AS isDelta,
  own.service_name AS serviceName,
  of_resource.attributes['service.namespace'] AS serviceNamespace,
  of_resource.attributes['service.instance.id'] AS serviceInstance,
  own.scope_name AS scopeName,
  own.scope_version AS scopeVersion,
  own.attributes AS attributes
FROM (
  SELECT series_id, temporality, service_name, resource_id, scope_name, scope_version, attributes
  FROM ${scoped('metric_series')}
    AND metric_name = {name:String}
    AND type = {type:UInt8}
    AND is_monotonic = {isMonotonic:Bool}
    AND unit = {unit:String}
    AND ${SERIES_DAYS}
    AND ${SERIES_ALIVE}${filter}
  ORDER BY series_id
  LIMIT 1 BY series_id
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
      OR replaceRegexpAll(replaceRegexpAll(key, '[^a-zA-Z0-9_]', '_'), '^([0-9])', 'key_\\\\1') = {label${index}:String}),
      mapKeys(attributes), mapValues(attributes))`,
          { [`label${index}`]: name, [`value${index}`]: value },
        ),
      ),
  )
}

/**
 * Reads the series of a metric that may pass the matchers.
 * @param limit at most so many.
 */
export async function readSeries(
  context: QueryContext,
  metric: CatalogMetric,
  bounds: PromqlBounds,
  { matchers, limit }: { matchers: readonly Matcher[]; limit: number },
): Promise<NotedSeries[]> {
  const filter = attributeFilter(matchers)
  const { rows } = await runQuery(context, {
    sql: readSql(filter.sql),
    params: {
      ...filter.params,
      name: metric.name,
      type: metricTypeCode[metric.type],
      isMonotonic: metric.isMonotonic,
      unit: metric.unit,
      from: Math.max(0, bounds.from - noticeMilliseconds),
      to: bounds.to,
      limit,
    },
    row,
  })
  return rows
}
