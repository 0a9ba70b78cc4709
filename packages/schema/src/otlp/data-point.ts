import { z } from 'zod'
import { attributesSchema } from './any-value.ts'
import { lenientSpanIdSchema, lenientTraceIdSchema } from './identifier.ts'
import { otlpLimits } from './limits.ts'
import { listSchema, messageSchema } from './message.ts'
import {
  type Absent,
  doubleSchema,
  type Integer64Input,
  int32Schema,
  optionalDoubleSchema,
  readDouble,
  readInt64,
  scalar,
  uint32Schema,
  uint64Schema,
  unixNanoSchema,
} from './scalar.ts'

/** Bit of `flags`: the point marks that its series has stopped; its values mean nothing. */
export const noRecordedValueFlag = 1

const optionalInt64Schema = scalar<Integer64Input | Absent, bigint | null>(
  (value) => (value === undefined || value === null ? null : readInt64(value)),
  'must be a 64-bit integer, in JSON best as a decimal string',
)

const numberShape = { asDouble: optionalDoubleSchema, asInt: optionalInt64Schema }

/** An exemplar without a value is left out of the rows, one without a time takes its point's, an invalid id is absent. */
export const exemplarSchema = z.object({
  ...numberShape,
  timeUnixNano: unixNanoSchema,
  traceId: lenientTraceIdSchema,
  spanId: lenientSpanIdSchema,
  filteredAttributes: attributesSchema,
})
export type Exemplar = z.output<typeof exemplarSchema>

/** A point without a time takes the time of receipt. */
const pointShape = {
  attributes: attributesSchema,
  startTimeUnixNano: unixNanoSchema,
  timeUnixNano: unixNanoSchema,
  flags: uint32Schema,
}
const exemplarsShape = { exemplars: listSchema(exemplarSchema, otlpLimits.exemplarsMax) }
const bucketCountsSchema = listSchema(uint64Schema, otlpLimits.bucketsMax)

/** A point of a gauge or sum. It has one value, unless it is flagged as without one. */
export const numberDataPointSchema = z.object({ ...pointShape, ...exemplarsShape, ...numberShape }).check((context) => {
  const { asDouble, asInt, flags } = context.value
  const values = Number(asDouble !== null) + Number(asInt !== null)
  if (values === 1 || (values === 0 && flags & noRecordedValueFlag)) return
  const message = values ? 'has both asDouble and asInt; send one' : 'has no value; send asDouble or asInt'
  context.issues.push({ code: 'custom', message, input: context.value })
})
export type NumberDataPoint = z.output<typeof numberDataPointSchema>

/**
 * A point of a histogram with given bounds: none at all, or one bucket more than bounds, which increase.
 * `count` is stored as sent, also where it differs from the sum of the buckets.
 */
export const histogramDataPointSchema = z
  .object({
    ...pointShape,
    ...exemplarsShape,
    count: uint64Schema,
    sum: optionalDoubleSchema,
    min: optionalDoubleSchema,
    max: optionalDoubleSchema,
    bucketCounts: bucketCountsSchema,
    explicitBounds: listSchema(doubleSchema, otlpLimits.bucketsMax),
  })
  .check((context) => {
    const { bucketCounts, explicitBounds } = context.value
    const isWithoutBuckets = bucketCounts.length === 0 && explicitBounds.length === 0
    if (!isWithoutBuckets && bucketCounts.length !== explicitBounds.length + 1) {
      const message = 'must have one element more than explicitBounds, or both must be empty'
      context.issues.push({ code: 'custom', message, path: ['bucketCounts'], input: bucketCounts })
    }
    if (explicitBounds.some((bound, index) => !(bound > (explicitBounds[index - 1] ?? Number.NEGATIVE_INFINITY)))) {
      const message = 'must increase from element to element'
      context.issues.push({ code: 'custom', message, path: ['explicitBounds'], input: explicitBounds })
    }
  })
export type HistogramDataPoint = z.output<typeof histogramDataPointSchema>

const bucketsSchema = messageSchema({ offset: int32Schema, bucketCounts: bucketCountsSchema })

/**
 * A point of an exponential histogram: bucket `i` of a side covers (base^(offset+i), base^(offset+i+1)], base 2^(2^-scale).
 * @see https://opentelemetry.io/docs/specs/otel/metrics/data-model/#exponentialhistogram
 */
export const exponentialHistogramDataPointSchema = z.object({
  ...pointShape,
  ...exemplarsShape,
  count: uint64Schema,
  sum: optionalDoubleSchema,
  min: optionalDoubleSchema,
  max: optionalDoubleSchema,
  scale: int32Schema,
  zeroCount: uint64Schema,
  zeroThreshold: doubleSchema,
  positive: bucketsSchema,
  negative: bucketsSchema,
})
export type ExponentialHistogramDataPoint = z.output<typeof exponentialHistogramDataPointSchema>

const quantileSchema = scalar<number | string | Absent, number>((value) => {
  const quantile = readDouble(value)
  return quantile !== undefined && quantile >= 0 && quantile <= 1 ? quantile : undefined
}, 'must be a number from 0 to 1')

/** A point of a summary, as Prometheus clients make them. */
export const summaryDataPointSchema = z.object({
  ...pointShape,
  count: uint64Schema,
  sum: doubleSchema,
  quantileValues: listSchema(z.object({ quantile: quantileSchema, value: doubleSchema }), otlpLimits.quantilesMax),
})
export type SummaryDataPoint = z.output<typeof summaryDataPointSchema>
