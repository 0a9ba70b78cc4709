import type { KeyValues } from '@hanzo/schema/otlp'
import { metricTypeCode } from '@hanzo/schema/row'
import type { SeriesRefusal } from '../cardinality/active-series.ts'
import type { CardinalityLimits, ProjectCardinality } from '../cardinality/cardinality-guard.ts'
import { type MetricIdentity, type MetricOrigin, type Series, seriesOf } from './metric-series.ts'
import type { RemarkKind } from './remarks.ts'

/**
 * The attributes under which OpenTelemetry's SDKs gather what is beyond their own limit.
 * @see https://opentelemetry.io/docs/specs/otel/metrics/sdk/#overflow-attribute
 */
export const overflowAttributes: KeyValues = new Map([['otel.metric.overflow', true]])

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
  if (addsUp(origin.metric)) {
    const overflow = seriesOf(origin, overflowAttributes)
    if (cardinality.series.admitOverflow(...halvesOf(overflow.id))) {
      return { series: overflow, remark: overflowRemark(refusal, cardinality.limits) }
    }
  }
  return { refusal: refusalReason(refusal, cardinality.limits) }
}

/** Points of different series of such a metric may stand in one: their sum is that of the series. */
export function addsUp({ type, temporality }: MetricIdentity): boolean {
  return temporality === deltaTemporality && summableTypes.includes(type)
}

/** What is told of points that went into the overflow series. */
export function overflowRemark(refusal: SeriesRefusal, limits: CardinalityLimits): RemarkKind {
  const reason = `is counted in the series otel.metric.overflow=true: ${limitText(refusal, limits)}; ${fix}`
  return { reason, isToldToSender: true }
}

/** Why a point was rejected. */
export function refusalReason(refusal: SeriesRefusal, limits: CardinalityLimits): string {
  return `attributes: would be a new series, but ${limitText(refusal, limits)}; ${fix}`
}

const fix = 'leave out attributes of many values, such as ids and times'

function limitText(refusal: SeriesRefusal, { seriesMax, seriesPerMetricMax }: CardinalityLimits): string {
  return refusal === 'metric'
    ? `the metric has ${seriesPerMetricMax} active series`
    : `the project has ${seriesMax} active metric series`
}

function halvesOf(id: bigint): [low: number, high: number] {
  return [Number(id & 0xffff_ffffn), Number(id >> 32n)]
}
