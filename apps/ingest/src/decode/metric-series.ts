import type { KeyValues, Metric } from '@hanzo/schema/otlp'
import { type MetricSeriesRow, metricTypeCode } from '@hanzo/schema/row'
import type { ProjectIdentity } from '../project-identity.ts'
import { typedTextsOf } from './attribute-columns.ts'
import { canonicalAttributes, identityHash } from './identity-hash.ts'
import type { ResourceOrigin, ScopeOrigin } from './origin.ts'

const secondsPerDay = 86_400

/** What a metric is, apart from its points. Everything here but the description makes a series what it is. */
export interface MetricIdentity {
  name: string
  description: string
  unit: string
  type: number
  temporality: number
  isMonotonic: boolean
}

export function metricIdentityOf(metric: Metric): MetricIdentity {
  const { name, description, unit, sum, histogram, exponentialHistogram, summary } = metric
  const type = sum
    ? metricTypeCode.sum
    : histogram
      ? metricTypeCode.histogram
      : exponentialHistogram
        ? metricTypeCode.exponential_histogram
        : summary
          ? metricTypeCode.summary
          : metricTypeCode.gauge
  const temporality = (sum ?? histogram ?? exponentialHistogram)?.aggregationTemporality ?? 0
  return { name, description, unit, type, temporality, isMonotonic: sum?.isMonotonic ?? false }
}

export interface SeriesRows {
  /**
   * Notes that the series has a point at this time, in seconds.
   * @returns the series' id.
   */
  see(
    metric: MetricIdentity,
    resource: ResourceOrigin,
    scope: ScopeOrigin,
    attributes: KeyValues,
    seconds: number,
  ): bigint
  list(): MetricSeriesRow[]
}

/** Gathers one row for each series and day of a request. */
export function createSeriesRows(project: ProjectIdentity): SeriesRows {
  const rows = new Map<string, MetricSeriesRow>()
  return {
    see(metric, resource, scope, attributes, seconds) {
      const texts = typedTextsOf(attributes)
      const seriesId = identityHash([
        metric.name,
        metric.type,
        metric.temporality,
        metric.isMonotonic,
        metric.unit,
        String(resource.resourceId),
        scope.name,
        scope.version,
        ...canonicalAttributes(texts),
      ])
      const day = Math.floor(seconds / secondsPerDay)
      const row = rows.get(`${seriesId}/${day}`)
      if (row) {
        row.last_seen = Math.max(row.last_seen, seconds)
        return seriesId
      }
      rows.set(`${seriesId}/${day}`, {
        project_id: project.projectId,
        metric_name: metric.name,
        series_id: seriesId,
        day,
        retention_days: project.retentionDays,
        type: metric.type,
        temporality: metric.temporality,
        is_monotonic: metric.isMonotonic,
        unit: metric.unit,
        description: metric.description,
        service_name: resource.serviceName,
        resource_id: resource.resourceId,
        scope_name: scope.name,
        scope_version: scope.version,
        attributes: texts.texts,
        attribute_types: texts.types,
        last_seen: seconds,
      })
      return seriesId
    },
    list: () => [...rows.values()],
  }
}
