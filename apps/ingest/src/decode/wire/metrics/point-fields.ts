import { otlpLimits } from '@hanzo/schema/otlp'
import type { AttributeKey } from '../attribute-key.ts'
import type { KeyCache } from '../key-cache.ts'
import { NestedRecords } from '../nested-records.ts'
import { unusualShape } from '../unusual-shape.ts'
import type { WireReader } from '../wire-reader.ts'

/** Which of the two kinds of value a point or exemplar has. */
export const valueKind = { none: 0, double: 1, integer: 2 } as const

/** The numbers of an exemplar: halves of its time and value, where its ids are (-1 when absent), where its attributes end. */
export const exemplarPart = {
  timeLow: 0,
  timeHigh: 1,
  kind: 2,
  valueLow: 3,
  valueHigh: 4,
  traceId: 5,
  spanId: 6,
  attributesEnd: 7,
} as const
export const exemplarWidth = 8

/** The bits of NaN, which stands for a number that is absent. */
export const nanHigh = 0x7ff8_0000

/**
 * The fields of one point where they stand in its bytes: numbers of 64 bits as halves, lists as a start and an end.
 * All kinds of points share one object, so that the code that reads them meets one shape.
 */
export class PointFields {
  startLow = 0
  startHigh = 0
  timeLow = 0
  timeHigh = 0
  flags = 0
  /** All attributes with their tags: one list without a gap. */
  attributesStart = 0
  attributesEnd = 0

  kind: number = valueKind.none
  valueLow = 0
  valueHigh = 0

  countLow = 0
  countHigh = 0
  sumLow = 0
  sumHigh = 0
  minLow = 0
  minHigh = 0
  maxLow = 0
  maxHigh = 0

  /** Fixed numbers of 64 bits of an explicit histogram, or varints of the positive side of an exponential one. */
  countsStart = 0
  countsEnd = 0
  boundsStart = 0
  boundsEnd = 0

  scale = 0
  zeroCountLow = 0
  zeroCountHigh = 0
  thresholdLow = 0
  thresholdHigh = 0
  positiveOffset = 0
  negativeOffset = 0
  negativeStart = 0
  negativeEnd = 0

  /** Pairs of quantile and value. */
  quantiles: number[] = []

  readonly exemplars: NestedRecords

  constructor(keys: KeyCache<AttributeKey>) {
    this.exemplars = new NestedRecords(exemplarWidth, otlpLimits.exemplarsMax, keys)
  }

  /** Forgets what all kinds of points have. */
  clear(): void {
    this.startLow = 0
    this.startHigh = 0
    this.timeLow = 0
    this.timeHigh = 0
    this.flags = 0
    this.attributesStart = 0
    this.attributesEnd = 0
    this.exemplars.clear()
  }

  /** Likewise what distributions have; what is optional is NaN. */
  clearDistribution(): void {
    this.countLow = 0
    this.countHigh = 0
    this.sumLow = 0
    this.sumHigh = nanHigh
    this.minLow = 0
    this.minHigh = nanHigh
    this.maxLow = 0
    this.maxHigh = nanHigh
    this.countsStart = 0
    this.countsEnd = 0
  }

  readStart(reader: WireReader): void {
    reader.fixed64()
    this.startLow = reader.low
    this.startHigh = reader.high
  }

  readTime(reader: WireReader): void {
    reader.fixed64()
    this.timeLow = reader.low
    this.timeHigh = reader.high
  }

  readCount(reader: WireReader): void {
    reader.fixed64()
    this.countLow = reader.low
    this.countHigh = reader.high
  }

  readSum(reader: WireReader): void {
    reader.fixed64()
    this.sumLow = reader.low
    this.sumHigh = reader.high
  }

  readMin(reader: WireReader): void {
    reader.fixed64()
    this.minLow = reader.low
    this.minHigh = reader.high
  }

  readMax(reader: WireReader): void {
    reader.fixed64()
    this.maxLow = reader.low
    this.maxHigh = reader.high
  }

  /** Notes an attribute, whose tag starts at `tagStart` and was read; what is in it is read when nobody knows the list. */
  passAttribute(reader: WireReader, tagStart: number): void {
    if (this.attributesEnd === 0) this.attributesStart = tagStart
    else if (this.attributesEnd !== tagStart) throw unusualShape
    this.attributesEnd = reader.fieldEnd()
    reader.position = this.attributesEnd
  }
}
