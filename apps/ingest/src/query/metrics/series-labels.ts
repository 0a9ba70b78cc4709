import type { MetricSeriesQuery, MetricType } from '@hanzo/schema/api'
import { splitAttributeFilter } from '@hanzo/schema/api'
import { metricTypeCode } from '@hanzo/schema/row'
import { type Conditions, condition, joinConditions } from '../conditions.ts'
import { scoped } from '../scope.ts'
import { SERIES_DAYS } from './series-days.ts'

type SeriesChoice = Pick<MetricSeriesQuery, 'name' | 'service' | 'attribute' | 'groupBy'>

/**
 * The series of a metric that pass the filter, each with the values it is grouped by:
 * `series (series_id, temporality, is_monotonic, labels)`. A key is looked up in the series first, then in its resource.
 */
export function seriesLabels(query: SeriesChoice, type: MetricType): Conditions {
  const filter = joinConditions([
    condition(query.service.length > 0, 'service_name IN {service:Array(String)}', { service: query.service }),
    ...query.attribute.map(attributeCondition),
  ])
  const sql = `
WITH series AS (
  SELECT
    series_id,
    any(temporality) AS temporality,
    any(is_monotonic) AS is_monotonic,
    any(arrayMap(
      key -> multiIf(
        key = 'service.name', toString(service_name),
        mapContains(own.attributes, key), own.attributes[key],
        of_resource.attributes[key]),
      {groupBy:Array(String)})) AS labels
  FROM (
    SELECT series_id, temporality, is_monotonic, service_name, resource_id, attributes
    FROM ${scoped('metric_series')}
      AND metric_name = {name:String}
      AND type = {type:UInt8}
      AND ${SERIES_DAYS}${filter.sql}
  ) AS own
  ANY LEFT JOIN (
    SELECT resource_id, attributes
    FROM ${scoped('resources')}
      AND notEmpty({groupBy:Array(String)})
  ) AS of_resource ON own.resource_id = of_resource.resource_id
  GROUP BY series_id
)`
  return {
    sql,
    params: { ...filter.params, name: query.name, type: metricTypeCode[type], groupBy: query.groupBy },
  }
}

function attributeCondition(text: string, index: number): Conditions {
  const { key, value } = splitAttributeFilter(text)
  const holds = `mapContains(attributes, {key${index}:String}) AND attributes[{key${index}:String}] = {value${index}:String}`
  return condition(
    true,
    `((${holds}) OR resource_id IN (
    SELECT resource_id FROM ${scoped('resources')} AND ${holds}
  ))`,
    { [`key${index}`]: key, [`value${index}`]: value },
  )
}
