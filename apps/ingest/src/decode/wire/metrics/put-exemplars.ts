import type { TableColumns } from '../../../columns/table-columns.ts'
import { putTypedTexts } from '../put-attributes.ts'
import type { TimeBounds } from '../time-bounds.ts'
import type { WireReader } from '../wire-reader.ts'
import { exemplarPart, exemplarWidth, type PointFields, valueKind } from './point-fields.ts'
import type { PointTarget } from './point-target.ts'
import { putNumber } from './put-points.ts'
import type { KnownMetric, KnownSeries } from './series-cache.ts'
import { millisecondsOf } from './wire-times.ts'

/** The first of the dictionaries of keys of both maps, among the indexes that an `AttributeKey` has. */
const keysSlot = 0

/** What the exemplars of a point share with it: its time, of which theirs is absent, is in halves. */
export interface ExemplarOrigin {
  metric: KnownMetric
  series: KnownSeries
  timeLow: number
  timeHigh: number
  bounds: TimeBounds
  /** Indexes of dictionaries are good for one request. */
  request: number
}

/** Puts the exemplars of a point. One that has no value, or would open a partition of its own, is left out. */
export function putExemplars(
  target: PointTarget<'metric_exemplars'>,
  point: PointFields,
  origin: ExemplarOrigin,
  reader: WireReader,
): void {
  const { count, values } = point.exemplars
  let attributesStart = 0
  for (let at = 0; at < count * exemplarWidth; at += exemplarWidth) {
    const attributesEnd = values[at + exemplarPart.attributesEnd] as number
    putExemplar(target, point, at, attributesStart, origin, reader)
    attributesStart = attributesEnd
  }
}

function putExemplar(
  target: PointTarget<'metric_exemplars'>,
  { exemplars: { values, attributes } }: PointFields,
  at: number,
  attributesStart: number,
  origin: ExemplarOrigin,
  reader: WireReader,
): void {
  const part = (name: keyof typeof exemplarPart) => values[at + exemplarPart[name]] as number
  const hasTime = (part('timeLow') | part('timeHigh')) !== 0
  const timeLow = hasTime ? part('timeLow') : origin.timeLow
  const timeHigh = hasTime ? part('timeHigh') : origin.timeHigh
  if (part('kind') === valueKind.none || !origin.bounds.isWithin(timeLow, timeHigh)) return
  const table = target.beginRow(origin.metric, origin.series, millisecondsOf(timeLow, timeHigh))
  const { columns } = table
  putNumber(columns.value, part('kind'), part('valueLow'), part('valueHigh'))
  putId(columns.trace_id, reader, part('traceId'))
  putId(columns.span_id, reader, part('spanId'))
  const { attributes: texts, attribute_types: types } = columns
  putTypedTexts(attributes, attributesStart, part('attributesEnd'), reader, texts, types, keysSlot, origin.request)
  table.endRow()
}

function putId(column: TableColumns<'metric_exemplars'>['columns']['trace_id'], reader: WireReader, at: number): void {
  if (at < 0) column.putZeros()
  else column.putBytes(reader.source, at)
}
