import {
  exponentialHistogramDataPointSchema,
  exportMetricsServiceRequestSchema,
  histogramDataPointSchema,
  metricSchema,
  numberDataPointSchema,
  summaryDataPointSchema,
} from '@hanzo/schema/otlp'
import type { DecodeContext, Decoded, OtlpEncoding } from './decoded.ts'
import { readEnvelope } from './envelope.ts'
import { createMetricRows, type MetricRows, readPoints } from './metric-points.ts'
import { exponentialHistogramPointRow, histogramPointRow, numberPointRow, summaryPointRow } from './metric-row.ts'
import { type MetricOrigin, metricIdentityOf } from './metric-series.ts'
import {
  exponentialHistogramDataPointMessage,
  histogramDataPointMessage,
  metricMessage,
  metricsRequestMessage,
  numberDataPointMessage,
  summaryDataPointMessage,
} from './protobuf/otlp-messages.ts'
import { createRequestState, decodedOf, forEachRecord, parseRecord, type RequestState } from './request-state.ts'

/**
 * Makes the rows of an ExportMetricsServiceRequest: tables `metric_series`, `metric_points`, `metric_histogram_points`,
 * `metric_exponential_histogram_points`, `metric_summary_points`, `metric_exemplars` and `resources`. What is counted are points.
 * A point without a time takes the time of receipt; one that is invalid, or outside the time that is stored, is rejected alone.
 * @throws {UndecodableError} when the request as a whole cannot be read.
 * @see https://opentelemetry.io/docs/specs/otlp/
 */
export function decodeMetrics(body: Uint8Array, encoding: OtlpEncoding, context: DecodeContext): Decoded {
  const { envelope, warnings } = readEnvelope(body, encoding, metricsRequestMessage, exportMetricsServiceRequestSchema)
  const groups = envelope.resourceMetrics.map(({ resource, schemaUrl, scopeMetrics }) => ({
    resource,
    schemaUrl,
    scopes: scopeMetrics.map(({ scope, metrics }) => ({ scope, records: metrics })),
  }))
  const state = createRequestState(context)
  const rows = createMetricRows(context.project)
  forEachRecord(
    groups,
    metricMessage,
    state,
    (record, resource, scope) => readMetric(record, { resource, scope }, state, rows),
    pointsIn,
  )
  const { series, ...tables } = rows
  return decodedOf(state, { metric_series: series.list(), ...tables }, warnings)
}

function readMetric(
  record: unknown,
  origin: Pick<MetricOrigin, 'resource' | 'scope'>,
  state: RequestState,
  rows: MetricRows,
): void {
  const metric = parseRecord(metricSchema, record, state, origin.resource, pointsIn(record))
  if (!metric) return
  const reading = { state, rows, origin: { ...origin, metric: metricIdentityOf(metric) } }
  const { gauge, sum, histogram, exponentialHistogram, summary } = metric
  readPoints(reading, (gauge ?? sum)?.dataPoints, numberDataPointMessage, numberDataPointSchema, (columns, point) =>
    rows.metric_points.push(numberPointRow(columns, point)),
  )
  readPoints(reading, histogram?.dataPoints, histogramDataPointMessage, histogramDataPointSchema, (columns, point) =>
    rows.metric_histogram_points.push(histogramPointRow(columns, point)),
  )
  readPoints(
    reading,
    exponentialHistogram?.dataPoints,
    exponentialHistogramDataPointMessage,
    exponentialHistogramDataPointSchema,
    (columns, point) => rows.metric_exponential_histogram_points.push(exponentialHistogramPointRow(columns, point)),
  )
  readPoints(reading, summary?.dataPoints, summaryDataPointMessage, summaryDataPointSchema, (columns, point) =>
    rows.metric_summary_points.push(summaryPointRow(columns, point)),
  )
}

/** The points of a metric that may be broken otherwise. */
function pointsIn(metric: unknown): number {
  if (typeof metric !== 'object' || metric === null) return 1
  const { gauge, sum, histogram, exponentialHistogram, summary } = metric as Record<string, { dataPoints?: unknown }>
  let points = 0
  for (const data of [gauge, sum, histogram, exponentialHistogram, summary]) {
    if (Array.isArray(data?.dataPoints)) points += data.dataPoints.length
  }
  return points
}
