import type { Exemplar, KeyValues } from '@hanzo/schema/otlp'
import type { RowBatch } from '@hanzo/schema/row'
import type { z } from 'zod'
import type { ProjectIdentity } from '../project-identity.ts'
import { admitSeries } from './admit-series.ts'
import { decodeRecord } from './envelope.ts'
import { cutRemark, limitAttributes } from './limited-text.ts'
import { exemplarRow, type PointColumns, pointColumnsOf } from './metric-row.ts'
import { createSeriesRows, type MetricOrigin, type SeriesRows } from './metric-series.ts'
import type { MessageDescriptor } from './protobuf/message-descriptor.ts'
import { isWithin, timeProblem } from './record-time.ts'
import { accept, parseRecord, type RequestState, remarkTime } from './request-state.ts'

type PointTable =
  | 'metric_points'
  | 'metric_histogram_points'
  | 'metric_exponential_histogram_points'
  | 'metric_summary_points'
  | 'metric_exemplars'

/** The rows that the points of a request become. */
export type MetricRows = Required<Pick<RowBatch, PointTable>> & { series: SeriesRows }

export function createMetricRows(project: ProjectIdentity): MetricRows {
  return {
    series: createSeriesRows(project),
    metric_points: [],
    metric_histogram_points: [],
    metric_exponential_histogram_points: [],
    metric_summary_points: [],
    metric_exemplars: [],
  }
}

interface DataPoint {
  attributes: KeyValues
  startTimeUnixNano: bigint
  timeUnixNano: bigint
  flags: number
  exemplars?: Exemplar[]
}

/** What the points of one metric are read with. */
export interface PointReading {
  state: RequestState
  rows: MetricRows
  origin: MetricOrigin
}

/** Validates the points of a metric one by one and stores each with its series and exemplars. */
export function readPoints<Point extends DataPoint>(
  { state, rows, origin }: PointReading,
  dataPoints: readonly unknown[] | undefined,
  descriptor: MessageDescriptor,
  schema: z.ZodType<Point>,
  store: (columns: PointColumns, point: Point) => void,
): void {
  const { metric, resource } = origin
  const { project, receivedAtUnixNano, cardinality } = state.context
  for (const bytesOrObject of dataPoints ?? []) {
    const record = decodeRecord(bytesOrObject, descriptor)
    const sent = parseRecord(schema, record, state, resource)
    if (!sent) continue
    const point = limitPoint(sent)
    const time = point.timeUnixNano || receivedAtUnixNano
    const problem = timeProblem(state.window, 'timeUnixNano', time)
    const admission = problem === undefined ? admitSeries(cardinality, origin, point.attributes) : { refusal: problem }
    if (!accept(state, record, resource, time, admission.refusal) || !admission.series) continue
    remarkTime(state, resource, time)
    if (point !== sent) state.remarks.note(cutRemark, resource)
    if (admission.remark) state.remarks.note(admission.remark, resource)
    rows.series.see(admission.series, origin, Number(time / 1_000_000_000n))
    const columns = pointColumnsOf(point, time, metric.name, admission.series.id, project)
    store(columns, point)
    for (const exemplar of point.exemplars ?? []) {
      const exemplarTime = exemplar.timeUnixNano || time
      // An exemplar is an example: one that has no value, or would open a partition of its own, is left out without a rejection.
      const hasValue = exemplar.asDouble !== null || exemplar.asInt !== null
      if (hasValue && isWithin(state.window, exemplarTime)) {
        rows.metric_exemplars.push(exemplarRow(columns, exemplar, exemplarTime))
      }
    }
  }
}

/** The point with texts within the limit: the same one when all are. */
export function limitPoint<Point extends Pick<DataPoint, 'attributes' | 'exemplars'>>(point: Point): Point {
  const attributes = limitAttributes(point.attributes)
  let isSame = attributes === point.attributes
  const exemplars = point.exemplars?.map((exemplar) => {
    const filteredAttributes = limitAttributes(exemplar.filteredAttributes)
    if (filteredAttributes === exemplar.filteredAttributes) return exemplar
    isSame = false
    return { ...exemplar, filteredAttributes }
  })
  return isSame ? point : { ...point, attributes, ...(exemplars && { exemplars }) }
}
