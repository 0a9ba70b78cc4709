import {
  type Exemplar,
  type ExponentialHistogramDataPoint,
  type HistogramDataPoint,
  type NumberDataPoint,
  noRecordedValueFlag,
  type SummaryDataPoint,
} from '@hanzo/schema/otlp'
import type {
  MetricExemplarRow,
  MetricExponentialHistogramPointRow,
  MetricHistogramPointRow,
  MetricPointRow,
  MetricSummaryPointRow,
} from '@hanzo/schema/row'
import type { ProjectIdentity } from '../project-identity.ts'
import { typedTextsOf } from './attribute-columns.ts'

/** What the rows of a point share: whose it is, its series and its times in milliseconds. */
export type PointColumns = Pick<
  MetricPointRow,
  'project_id' | 'retention_days' | 'metric_name' | 'series_id' | 'timestamp' | 'start_timestamp' | 'flags'
>

interface PointTimes {
  startTimeUnixNano: bigint
  flags: number
}

/** @param unixNano the time under which the point is stored. A start that is not before it is unknown: 0. */
export function pointColumnsOf(
  point: PointTimes,
  unixNano: bigint,
  metricName: string,
  seriesId: bigint,
  project: ProjectIdentity,
): PointColumns {
  return {
    project_id: project.projectId,
    retention_days: project.retentionDays,
    metric_name: metricName,
    series_id: seriesId,
    timestamp: unixNano / 1_000_000n,
    start_timestamp: point.startTimeUnixNano <= unixNano ? point.startTimeUnixNano / 1_000_000n : 0n,
    flags: point.flags,
  }
}

function numberOf({ asDouble, asInt }: { asDouble: number | null; asInt: bigint | null }): number {
  return asDouble ?? (asInt === null ? Number.NaN : Number(asInt))
}

export function numberPointRow(columns: PointColumns, point: NumberDataPoint): MetricPointRow {
  return { ...columns, value: point.flags & noRecordedValueFlag ? Number.NaN : numberOf(point) }
}

/** `sum`, `min` and `max` are NaN where absent. */
function distributionColumns(point: { count: bigint; sum: number | null; min: number | null; max: number | null }) {
  return {
    count: point.count,
    sum: point.sum ?? Number.NaN,
    min: point.min ?? Number.NaN,
    max: point.max ?? Number.NaN,
  }
}

export function histogramPointRow(columns: PointColumns, point: HistogramDataPoint): MetricHistogramPointRow {
  return {
    ...columns,
    ...distributionColumns(point),
    explicit_bounds: point.explicitBounds,
    bucket_counts: point.bucketCounts,
  }
}

export function exponentialHistogramPointRow(
  columns: PointColumns,
  point: ExponentialHistogramDataPoint,
): MetricExponentialHistogramPointRow {
  return {
    ...columns,
    ...distributionColumns(point),
    scale: point.scale,
    zero_count: point.zeroCount,
    zero_threshold: point.zeroThreshold,
    positive_offset: point.positive.offset,
    positive_bucket_counts: point.positive.bucketCounts,
    negative_offset: point.negative.offset,
    negative_bucket_counts: point.negative.bucketCounts,
  }
}

export function summaryPointRow(columns: PointColumns, point: SummaryDataPoint): MetricSummaryPointRow {
  return {
    ...columns,
    count: point.count,
    sum: point.sum,
    quantiles: point.quantileValues.map(({ quantile }) => quantile),
    quantile_values: point.quantileValues.map(({ value }) => value),
  }
}

/** @param unixNano the exemplar's own time, or that of its point. */
export function exemplarRow(columns: PointColumns, exemplar: Exemplar, unixNano: bigint): MetricExemplarRow {
  const { texts, types } = typedTextsOf(exemplar.filteredAttributes)
  return {
    project_id: columns.project_id,
    retention_days: columns.retention_days,
    metric_name: columns.metric_name,
    series_id: columns.series_id,
    timestamp: unixNano / 1_000_000n,
    value: numberOf(exemplar),
    trace_id: exemplar.traceId,
    span_id: exemplar.spanId,
    attributes: texts,
    attribute_types: types,
  }
}
