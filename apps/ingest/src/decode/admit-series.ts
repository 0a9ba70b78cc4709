import type { KeyValues } from '@hanzo/schema/otlp'
import { metricTypeCode } from '@hanzo/schema/row'
import type { ProjectCardinality } from '../cardinality/cardinality-guard.ts'
import { type MetricIdentity, type MetricOrigin, type Series, seriesOf } from './metric-series.ts'
import type { RemarkKind } from './remarks.ts'

/**
 * The attributes under which OpenTelemetry's SDKs gather what is beyond their own limit.
 * @see https://opentelemetry.io/docs/specs/otel/metrics/sdk/#overflow-attribute
 */
const overflowAttributes: KeyValues = new Map([['otel.metric.overflow', true]])

const deltaTemporality = 1
const summableTypes: readonly number[] = [
  metricTypeCode.sum,
  metricTypeCode.histogram,
  metricTypeCode.exponential_histogram,
]

export type SeriesAdmission =
  | { series: Series; remark: RemarkKind | undefined; refusal?: never }
  | { refusal: string; series?: never }

/**
 * Finds the series of a point, unless it would be one too many. What adds up goes into the overflow series of its metric and
 * sender then, so that totals stay true; anything else is refused.
 */
export function admitSeries(
  cardinality: ProjectCardinality | undefined,
  origin: MetricOrigin,
  attributes: KeyValues,
): SeriesAdmission {
  const series = seriesOf(origin, attributes)
  if (!cardinality) return { series, remark: undefined }
  const refusal = cardinality.series.admit(origin.metric.name, ...halvesOf(series.id))
  if (refusal === undefined) return { series, remark: undefined }
  const limit =
    refusal === 'metric'
      ? `the metric has ${cardinality.limits.seriesPerMetricMax} active series`
      : `the project has ${cardinality.limits.seriesMax} active metric series`
  const fix = 'leave out attributes of many values, such as ids and times'
  if (addsUp(origin.metric)) {
    const overflow = seriesOf(origin, overflowAttributes)
    if (cardinality.series.admitOverflow(...halvesOf(overflow.id))) {
      const reason = `is counted in the series otel.metric.overflow=true: ${limit}; ${fix}`
      return { series: overflow, remark: { reason, isToldToSender: true } }
    }
  }
  return { refusal: `attributes: would be a new series, but ${limit}; ${fix}` }
}

/** Points of different series of such a metric may stand in one: their sum is that of the series. */
function addsUp({ type, temporality }: MetricIdentity): boolean {
  return temporality === deltaTemporality && summableTypes.includes(type)
}

function halvesOf(id: bigint): [low: number, high: number] {
  return [Number(id & 0xffff_ffffn), Number(id >> 32n)]
}
