import { exportMetricsServiceRequestSchema } from '@hanzo/schema/otlp'
import type { DecodeContext, Decoded, OtlpEncoding } from './decoded.ts'
import { readEnvelope } from './envelope.ts'
import { createMetricRows } from './metric-points.ts'
import { metricMessage, metricsRequestMessage } from './protobuf/otlp-messages.ts'
import { pointsIn, readMetric } from './read-metric.ts'
import { createRequestState, decodedOf, forEachRecord } from './request-state.ts'

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
