import type { MetricType } from '@hanzo/schema/api'
import { metricTypeCode } from '@hanzo/schema/row'
import type { Condition } from '@hanzo/search'
import type { Conditions } from '../conditions.ts'
import { scoped } from '../scope.ts'
import { searchConditions } from '../span-filter.ts'
import { SERIES_DAYS } from './series-days.ts'

/** Series of a metric: those that a search finds, by some of their attributes. */
export interface ChosenSeries {
  name: string
  type: MetricType
  search: Condition
  groupBy: readonly string[]
}

/**
 * The series of a metric that pass the filter, each with the values it is grouped by, and their hash to group by:
 * `series (series_id, temporality, is_monotonic, labels, label_id)`. A key is looked up in the series first, then in its resource.
 */
export function seriesLabels({ name, type, search, groupBy }: ChosenSeries): Conditions {
  const filter = searchConditions(search, 'metric_series')
  const found = `
    FROM ${scoped('metric_series')}
      AND metric_name = {name:String}
      AND type = {type:UInt8}
      AND ${SERIES_DAYS}${filter.sql}`
  const sql = `
WITH series AS (
  SELECT
    series_id,
    any(temporality) AS temporality,
    any(is_monotonic) AS is_monotonic,
    ${groupBy.length > 0 ? LABELS : "CAST([], 'Array(String)')"} AS labels,
    cityHash64(labels) AS label_id${groupBy.length > 0 ? withResources(found) : found}
  GROUP BY series_id
)`
  return { sql, params: { ...filter.params, name, type: metricTypeCode[type], ...(groupBy.length > 0 && { groupBy }) } }
}

const LABELS = `any(arrayMap(
      key -> multiIf(
        key = 'service.name', toString(service_name),
        mapContains(own.attributes, key), own.attributes[key],
        of_resource.attributes[key]),
      {groupBy:Array(String)}))`

const withResources = (found: string): string => `
  FROM (
    SELECT series_id, temporality, is_monotonic, service_name, resource_id, attributes${found}
  ) AS own
  ANY LEFT JOIN (
    SELECT resource_id, attributes
    FROM ${scoped('resources')}
  ) AS of_resource ON own.resource_id = of_resource.resource_id`
