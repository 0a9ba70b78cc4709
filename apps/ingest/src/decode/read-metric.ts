import {
  exponentialHistogramDataPointSchema,
  histogramDataPointSchema,
  metricSchema,
  numberDataPointSchema,
  summaryDataPointSchema,
} from '@hanzo/schema/otlp'
import { cutRemark, limitText } from './limited-text.ts'
import { type MetricRows, type PointReading, readPoints } from './metric-points.ts'
import { exponentialHistogramPointRow, histogramPointRow, numberPointRow, summaryPointRow } from './metric-row.ts'
import { type MetricOrigin, metricIdentityOf } from './metric-series.ts'
import {
  exponentialHistogramDataPointMessage,
  histogramDataPointMessage,
  numberDataPointMessage,
  summaryDataPointMessage,
} from './protobuf/otlp-messages.ts'
import { parseRecord, type RequestState } from './request-state.ts'

/** The fields of a metric that hold its points; it has one of them. */
export const metricDataFields = ['gauge', 'sum', 'histogram', 'exponentialHistogram', 'summary'] as const
export type MetricDataField = (typeof metricDataFields)[number]

/** Validates a metric, and stores its points one by one. @param record a decoded message or JSON. */
export function readMetric(
  record: unknown,
  origin: Pick<MetricOrigin, 'resource' | 'scope'>,
  state: RequestState,
  rows: MetricRows,
): void {
  const sent = parseRecord(metricSchema, record, state, origin.resource, pointsIn(record))
  if (!sent) return
  const metric = { ...sent, description: limitText(sent.description), unit: limitText(sent.unit) }
  if (metric.description !== sent.description || metric.unit !== sent.unit)
    state.remarks.note(cutRemark, origin.resource)
  const reading = { state, rows, origin: { ...origin, metric: metricIdentityOf(metric) } }
  for (const field of metricDataFields) readPointsOf[field](reading, metric[field]?.dataPoints)
}

type ReadPoints = (reading: PointReading, dataPoints: readonly unknown[] | undefined) => void

const readNumberPoints: ReadPoints = (reading, dataPoints) =>
  readPoints(reading, dataPoints, numberDataPointMessage, numberDataPointSchema, (columns, point) =>
    reading.rows.metric_points.push(numberPointRow(columns, point)),
  )

/** Stores points, bytes or JSON, of a metric whose data is in this field. */
export const readPointsOf: Readonly<Record<MetricDataField, ReadPoints>> = {
  gauge: readNumberPoints,
  sum: readNumberPoints,
  histogram: (reading, dataPoints) =>
    readPoints(reading, dataPoints, histogramDataPointMessage, histogramDataPointSchema, (columns, point) =>
      reading.rows.metric_histogram_points.push(histogramPointRow(columns, point)),
    ),
  exponentialHistogram: (reading, dataPoints) =>
    readPoints(
      reading,
      dataPoints,
      exponentialHistogramDataPointMessage,
      exponentialHistogramDataPointSchema,
      (columns, point) =>
        reading.rows.metric_exponential_histogram_points.push(exponentialHistogramPointRow(columns, point)),
    ),
  summary: (reading, dataPoints) =>
    readPoints(reading, dataPoints, summaryDataPointMessage, summaryDataPointSchema, (columns, point) =>
      reading.rows.metric_summary_points.push(summaryPointRow(columns, point)),
    ),
}

/** The points of a metric that may be broken otherwise. */
export function pointsIn(metric: unknown): number {
  if (typeof metric !== 'object' || metric === null) return 1
  let points = 0
  for (const field of metricDataFields) {
    const data = (metric as Record<string, { dataPoints?: unknown } | undefined>)[field]
    if (Array.isArray(data?.dataPoints)) points += data.dataPoints.length
  }
  return points
}
