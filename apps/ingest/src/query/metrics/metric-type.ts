import { type MetricType, metricTypeSchema, temporalitySchema } from '@hanzo/schema/api'
import { metricTypeCode } from '@hanzo/schema/row'
import type { ScopedTable } from '../scope.ts'

const typeByCode = new Map(metricTypeSchema.options.map((type) => [metricTypeCode[type], type] as const))

/** @param code of `metric_series.type`. */
export function metricType(code: number): MetricType {
  return typeByCode.get(code as (typeof metricTypeCode)[MetricType]) ?? 'gauge'
}

/** @param code OTLP's number. */
export function temporality(code: number): 'unspecified' | 'delta' | 'cumulative' {
  return temporalitySchema.options[code] ?? 'unspecified'
}

/** Where the points of a type are. */
export const pointTable = {
  gauge: 'metric_points',
  sum: 'metric_points',
  histogram: 'metric_histogram_points',
  exponential_histogram: 'metric_exponential_histogram_points',
  summary: 'metric_summary_points',
} as const satisfies Record<MetricType, ScopedTable>
