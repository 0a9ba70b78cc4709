import { noRecordedValueFlag, otlpLimits } from '@hanzo/schema/otlp'
import { doubleOf } from '../halves.ts'
import { readUint32 } from '../read-scalar.ts'
import { unusualShape } from '../unusual-shape.ts'
import type { WireReader } from '../wire-reader.ts'
import { type PointFields, valueKind } from './point-fields.ts'
import { readExemplar } from './read-exemplar.ts'

/**
 * Each reads the point that stands between `position` and `end`, and makes sure of all that its schema asks for, attributes
 * apart. The tags are those of metrics.proto; a field of another wire type is skipped like an unknown one, but a list of
 * numbers that is not packed is left to the generic path.
 * @throws unusualShape for whatever the schema might refuse or read otherwise.
 */
export type ReadPoint = (reader: WireReader, end: number, point: PointFields) => void

export const readNumberPoint: ReadPoint = (reader, end, point) => {
  point.clear()
  point.kind = valueKind.none
  while (reader.position < end) {
    const tagStart = reader.position
    const tag = reader.varint()
    if (tag === 0x11) point.readStart(reader)
    else if (tag === 0x19) point.readTime(reader)
    else if (tag === 0x21 || tag === 0x31) {
      reader.fixed64()
      point.kind = tag === 0x21 ? valueKind.double : valueKind.integer
      point.valueLow = reader.low
      point.valueHigh = reader.high
    } else if (tag === 0x2a) readExemplar(reader, point.exemplars)
    else if (tag === 0x3a) point.passAttribute(reader, tagStart)
    else if (tag === 0x40) point.flags = readUint32(reader)
    else reader.skip(tag)
  }
  reader.leave(end)
  if (point.kind === valueKind.none && (point.flags & noRecordedValueFlag) === 0) throw unusualShape
}

export const readHistogramPoint: ReadPoint = (reader, end, point) => {
  point.clear()
  point.clearDistribution()
  point.boundsStart = 0
  point.boundsEnd = 0
  while (reader.position < end) {
    const tagStart = reader.position
    const tag = reader.varint()
    switch (tag) {
      case 0x11: // start_time_unix_nano
        point.readStart(reader)
        break
      case 0x19: // time_unix_nano
        point.readTime(reader)
        break
      case 0x21: // count
        point.readCount(reader)
        break
      case 0x29: // sum
        point.readSum(reader)
        break
      case 0x32: // bucket_counts
        point.countsEnd = passList(reader, point.countsEnd)
        point.countsStart = reader.position
        reader.position = point.countsEnd
        break
      case 0x3a: // explicit_bounds
        point.boundsEnd = passList(reader, point.boundsEnd)
        point.boundsStart = reader.position
        reader.position = point.boundsEnd
        break
      case 0x4a: // attributes
        point.passAttribute(reader, tagStart)
        break
      default:
        readRareHistogramField(reader, tag, point)
    }
  }
  reader.leave(end)
  checkBuckets(reader.bytes, point)
}

function readRareHistogramField(reader: WireReader, tag: number, point: PointFields): void {
  if (tag === 0x42) readExemplar(reader, point.exemplars)
  else if (tag === 0x50) point.flags = readUint32(reader)
  else if (tag === 0x59) point.readMin(reader)
  else if (tag === 0x61) point.readMax(reader)
  else if (tag === 0x31 || tag === 0x39) throw unusualShape
  else reader.skip(tag)
}

/** The end of a packed list. A second one would be added to the first. */
function passList(reader: WireReader, formerEnd: number): number {
  if (formerEnd !== 0) throw unusualShape
  return reader.fieldEnd()
}

/** None at all, or one bucket more than bounds, which increase. */
function checkBuckets(bytes: Buffer, { countsStart, countsEnd, boundsStart, boundsEnd }: PointFields): void {
  const countBytes = countsEnd - countsStart
  const boundBytes = boundsEnd - boundsStart
  if (countBytes > otlpLimits.bucketsMax * 8 || ((countBytes | boundBytes) & 7) !== 0) throw unusualShape
  if (countBytes !== boundBytes + 8 && (countBytes | boundBytes) !== 0) throw unusualShape
  let last = Number.NEGATIVE_INFINITY
  for (let at = boundsStart; at < boundsEnd; at += 8) {
    const bound = bytes.readDoubleLE(at)
    if (!(bound > last)) throw unusualShape
    last = bound
  }
}

export const readExponentialHistogramPoint: ReadPoint = (reader, end, point) => {
  point.clear()
  point.clearDistribution()
  clearExponential(point)
  while (reader.position < end) {
    const tagStart = reader.position
    const tag = reader.varint()
    switch (tag) {
      case 0x0a: // attributes
        point.passAttribute(reader, tagStart)
        break
      case 0x11: // start_time_unix_nano
        point.readStart(reader)
        break
      case 0x19: // time_unix_nano
        point.readTime(reader)
        break
      case 0x21: // count
        point.readCount(reader)
        break
      case 0x29: // sum
        point.readSum(reader)
        break
      case 0x30: // scale
        point.scale = readSint32(reader)
        break
      case 0x39: // zero_count
        reader.fixed64()
        point.zeroCountLow = reader.low
        point.zeroCountHigh = reader.high
        break
      default:
        readRareExponentialField(reader, tag, point)
    }
  }
  reader.leave(end)
}

function clearExponential(point: PointFields): void {
  point.scale = 0
  point.zeroCountLow = 0
  point.zeroCountHigh = 0
  point.thresholdLow = 0
  point.thresholdHigh = 0
  point.positiveOffset = 0
  point.negativeOffset = 0
  point.negativeStart = 0
  point.negativeEnd = 0
}

function readRareExponentialField(reader: WireReader, tag: number, point: PointFields): void {
  switch (tag) {
    case 0x42: // positive
      readBuckets(reader, point.countsEnd, buckets)
      point.positiveOffset = buckets.offset
      point.countsStart = buckets.start
      point.countsEnd = buckets.end
      break
    case 0x4a: // negative
      readBuckets(reader, point.negativeEnd, buckets)
      point.negativeOffset = buckets.offset
      point.negativeStart = buckets.start
      point.negativeEnd = buckets.end
      break
    case 0x50: // flags
      point.flags = readUint32(reader)
      break
    case 0x5a: // exemplars
      readExemplar(reader, point.exemplars)
      break
    case 0x61: // min
      point.readMin(reader)
      break
    case 0x69: // max
      point.readMax(reader)
      break
    case 0x71: // zero_threshold
      reader.fixed64()
      point.thresholdLow = reader.low
      point.thresholdHigh = reader.high
      break
    default:
      reader.skip(tag)
  }
}

const buckets = { offset: 0, start: 0, end: 0 }

/** Reads the buckets of one side, whose tag was read, into `into`; `end` is never 0 then. A second side would be merged into the first. */
function readBuckets(reader: WireReader, formerEnd: number, into: typeof buckets): void {
  if (formerEnd !== 0) throw unusualShape
  const end = reader.fieldEnd()
  into.offset = 0
  into.start = end
  into.end = 0
  while (reader.position < end) {
    const tag = reader.varint()
    if (tag === 0x08) into.offset = readSint32(reader)
    else if (tag === 0x12) {
      into.end = passList(reader, into.end)
      into.start = reader.position
      passVarints(reader, into.end)
    } else if (tag === 0x10) throw unusualShape
    else reader.skip(tag)
  }
  reader.leave(end)
  if (into.end === 0) into.end = end
}

function passVarints(reader: WireReader, end: number): void {
  let count = 0
  while (reader.position < end) {
    reader.varint64()
    count += 1
  }
  reader.leave(end)
  if (count > otlpLimits.bucketsMax) throw unusualShape
}

function readSint32(reader: WireReader): number {
  const value = readUint32(reader)
  return (value >>> 1) ^ -(value & 1)
}

export const readSummaryPoint: ReadPoint = (reader, end, point) => {
  point.clear()
  point.clearDistribution()
  // Of a summary, the sum is not optional.
  point.sumHigh = 0
  point.quantiles.length = 0
  while (reader.position < end) {
    const tagStart = reader.position
    const tag = reader.varint()
    if (tag === 0x11) point.readStart(reader)
    else if (tag === 0x19) point.readTime(reader)
    else if (tag === 0x21) point.readCount(reader)
    else if (tag === 0x29) point.readSum(reader)
    else if (tag === 0x32) readQuantile(reader, point.quantiles)
    else if (tag === 0x3a) point.passAttribute(reader, tagStart)
    else if (tag === 0x40) point.flags = readUint32(reader)
    else reader.skip(tag)
  }
  reader.leave(end)
}

function readQuantile(reader: WireReader, quantiles: number[]): void {
  if (quantiles.length === otlpLimits.quantilesMax * 2) throw unusualShape
  const end = reader.fieldEnd()
  let quantile = 0
  let value = 0
  while (reader.position < end) {
    const tag = reader.varint()
    if (tag === 0x09) quantile = readDouble(reader)
    else if (tag === 0x11) value = readDouble(reader)
    else reader.skip(tag)
  }
  reader.leave(end)
  if (!(quantile >= 0 && quantile <= 1)) throw unusualShape
  quantiles.push(quantile, value)
}

function readDouble(reader: WireReader): number {
  reader.fixed64()
  const value = doubleOf(reader.low, reader.high)
  return Number.isNaN(value) ? Number.NaN : value
}
