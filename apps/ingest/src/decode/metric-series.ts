import type { KeyValues, Metric } from '@hanzo/schema/otlp'
import { type MetricSeriesRow, metricTypeCode } from '@hanzo/schema/row'
import type { ProjectIdentity } from '../project-identity.ts'
import { type TypedTexts, typedTextsOf } from './attribute-columns.ts'
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

/** Where points come from: everything but their attributes. */
export interface MetricOrigin {
  metric: MetricIdentity
  resource: ResourceOrigin
  scope: ScopeOrigin
}

/** One stream of points of a metric. */
export interface Series {
  id: bigint
  attributes: TypedTexts
}

/** The series that points of this origin with these attributes belong to. */
export function seriesOf({ metric, resource, scope }: MetricOrigin, attributes: KeyValues): Series {
  const texts = typedTextsOf(attributes)
  const id = identityHash([
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
  return { id, attributes: texts }
}

export function dayOf(seconds: number): number {
  return Math.floor(seconds / secondsPerDay)
}

/** The row that says what a series is, for the day of these seconds. */
export function seriesRowOf(
  series: Series,
  { metric, resource, scope }: MetricOrigin,
  seconds: number,
  project: ProjectIdentity,
): MetricSeriesRow {
  return {
    project_id: project.projectId,
    metric_name: metric.name,
    series_id: series.id,
    day: dayOf(seconds),
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
    attributes: series.attributes.texts,
    attribute_types: series.attributes.types,
    last_seen: seconds,
  }
}

export interface SeriesRows {
  /** Notes that the series has a point at this time, in seconds. */
  see(series: Series, origin: MetricOrigin, seconds: number): void
  list(): MetricSeriesRow[]
}

/** Gathers one row for each series and day of a request. */
export function createSeriesRows(project: ProjectIdentity): SeriesRows {
  const rows = new Map<string, MetricSeriesRow>()
  return {
    see(series, origin, seconds) {
      const key = `${series.id}/${dayOf(seconds)}`
      const row = rows.get(key)
      if (row) row.last_seen = Math.max(row.last_seen, seconds)
      else rows.set(key, seriesRowOf(series, origin, seconds, project))
    },
    list: () => [...rows.values()],
  }
}
