import { z } from 'zod'
import { otlpLimits } from './limits.ts'
import { deferredSchema, envelopeListSchema, messageSchema, recordsSchema } from './message.ts'
import { booleanSchema, enumerationSchema, readText, scalar, textSchema } from './scalar.ts'

const metricNameSchema = scalar<string, string>((value) => {
  const name = readText(value)
  return name && name.length <= otlpLimits.metricNameLengthMax ? name : undefined
}, `must be a string of 1 to ${otlpLimits.metricNameLengthMax} characters`)

const aggregationTemporality = enumerationSchema([
  'AGGREGATION_TEMPORALITY_UNSPECIFIED',
  'AGGREGATION_TEMPORALITY_DELTA',
  'AGGREGATION_TEMPORALITY_CUMULATIVE',
])

function dataSchema<Shape extends z.ZodRawShape>(shape: Shape) {
  return z.object({ dataPoints: recordsSchema, ...shape }).nullish()
}

/**
 * A metric; its points are validated one by one with the schema of their kind. A metric that fails makes every point of it fail.
 * Rejected: no name, more than one kind of data. Stored all the same: no points (nothing to store), an unspecified temporality.
 * @see https://github.com/open-telemetry/opentelemetry-proto/blob/main/opentelemetry/proto/metrics/v1/metrics.proto
 */
export const metricSchema = z
  .object({
    name: metricNameSchema,
    description: textSchema,
    unit: textSchema,
    gauge: dataSchema({}),
    sum: dataSchema({ aggregationTemporality, isMonotonic: booleanSchema }),
    histogram: dataSchema({ aggregationTemporality }),
    exponentialHistogram: dataSchema({ aggregationTemporality }),
    summary: dataSchema({}),
  })
  .check((context) => {
    const { gauge, sum, histogram, exponentialHistogram, summary } = context.value
    if ([gauge, sum, histogram, exponentialHistogram, summary].filter(Boolean).length < 2) return
    const message = 'has more than one kind of data; send one of gauge, sum, histogram, …'
    context.issues.push({ code: 'custom', message, input: context.value })
  })
export type Metric = z.output<typeof metricSchema>

/**
 * The envelope of a metrics request; resources, scopes, metrics and points are validated one by one.
 * @see https://github.com/open-telemetry/opentelemetry-proto/blob/main/opentelemetry/proto/collector/metrics/v1/metrics_service.proto
 */
export const exportMetricsServiceRequestSchema = messageSchema({
  resourceMetrics: envelopeListSchema({
    resource: deferredSchema,
    scopeMetrics: envelopeListSchema({ scope: deferredSchema, metrics: recordsSchema, schemaUrl: textSchema }),
    schemaUrl: textSchema,
  }),
})
