import { otlpLimits } from '@hanzo/schema/otlp'
import { metricTypeCode } from '@hanzo/schema/row'
import type { MetricIdentity } from '../../metric-series.ts'
import type { MetricDataField } from '../../read-metric.ts'
import { textEnd } from '../read-any-value.ts'
import { readEnumeration } from '../read-scalar.ts'
import { unusualShape } from '../unusual-shape.ts'
import type { WireReader } from '../wire-reader.ts'

/** The generic decoder stops a metric of a million elements; here points are counted, of which each is one. */
const pointsMax = 900_000
const temporalityMax = 2

/** Where the parts of a metric stand in its bytes, and what of it is a number. */
export interface MetricPlace {
  /** Name, description and unit are between these. */
  headerStart: number
  headerEnd: number
  field: MetricDataField
  dataStart: number
  dataEnd: number
  temporality: number
  isMonotonic: boolean
}

export function createMetricPlace(): MetricPlace {
  return {
    headerStart: 0,
    headerEnd: 0,
    field: 'gauge',
    dataStart: 0,
    dataEnd: 0,
    temporality: 0,
    isMonotonic: false,
  }
}

/** The fields of `Metric` in metrics.proto that hold data, by their tag. */
function dataFieldOf(tag: number): MetricDataField | undefined {
  switch (tag) {
    case 0x2a:
      return 'gauge'
    case 0x3a:
      return 'sum'
    case 0x4a:
      return 'histogram'
    case 0x52:
      return 'exponentialHistogram'
    case 0x5a:
      return 'summary'
    default:
      return undefined
  }
}

/**
 * Finds the parts of the metric between `position` and `limit`. Its texts are not looked at.
 * @throws unusualShape for one without data or with more than one kind of it, and for texts behind the data.
 */
export function findMetric(reader: WireReader, place: MetricPlace): void {
  const end = reader.limit
  place.headerStart = reader.position
  place.dataEnd = 0
  while (reader.position < end) {
    const tagStart = reader.position
    const tag = reader.varint()
    const field = dataFieldOf(tag)
    if (field !== undefined) {
      if (place.dataEnd !== 0) throw unusualShape
      place.headerEnd = tagStart
      place.field = field
      place.dataEnd = reader.fieldEnd()
      place.dataStart = reader.position
      readData(reader, place)
    } else if (isHeader(tag) && place.dataEnd !== 0) throw unusualShape
    else reader.skip(tag)
  }
  reader.leave(end)
  if (place.dataEnd === 0) throw unusualShape
}

/** Name, description, unit. */
function isHeader(tag: number): boolean {
  return tag === 0x0a || tag === 0x12 || tag === 0x1a
}

/** Passes over the points, behind which their temporality stands. */
function readData(reader: WireReader, place: MetricPlace): void {
  const { field, dataEnd } = place
  const hasTemporality = field !== 'gauge' && field !== 'summary'
  let points = 0
  place.temporality = 0
  place.isMonotonic = false
  while (reader.position < dataEnd) {
    const tag = reader.varint()
    if (tag === 0x0a) {
      reader.position = reader.fieldEnd()
      points += 1
    } else if (tag === 0x10 && hasTemporality) place.temporality = readEnumeration(reader, temporalityMax)
    else if (tag === 0x18 && field === 'sum') {
      reader.varint64()
      place.isMonotonic = (reader.low | reader.high) !== 0
    } else reader.skip(tag)
  }
  reader.leave(dataEnd)
  if (points > pointsMax) throw unusualShape
}

const typeOf = {
  gauge: metricTypeCode.gauge,
  sum: metricTypeCode.sum,
  histogram: metricTypeCode.histogram,
  exponentialHistogram: metricTypeCode.exponential_histogram,
  summary: metricTypeCode.summary,
} as const

/** Reads the texts of a metric. @throws unusualShape for one that is not UTF-8 or too long, and for one without a name. */
export function readMetricIdentity(reader: WireReader, place: MetricPlace): MetricIdentity {
  const { headerEnd, field, temporality, isMonotonic } = place
  const metric = { name: '', description: '', unit: '', type: typeOf[field], temporality, isMonotonic }
  reader.position = place.headerStart
  while (reader.position < headerEnd) {
    const tag = reader.varint()
    if (!isHeader(tag)) {
      reader.skip(tag)
      continue
    }
    const end = textEnd(reader)
    const text = reader.text(reader.position, end)
    reader.position = end
    if (tag === 0x0a) metric.name = text
    else if (tag === 0x12) metric.description = text
    else metric.unit = text
  }
  if (metric.name === '' || metric.name.length > otlpLimits.metricNameLengthMax) throw unusualShape
  return metric
}
