import { z } from 'zod'
import { attributeFilterSchema, metricFilterSchema } from './filter.ts'
import { many } from './many.ts'
import { metricTypeSchema } from './metric.ts'
import { receiptSchema } from './receipt.ts'
import { timeRangeSchema } from './time-range.ts'

export const metricExemplarsQuerySchema = z.object({
  ...timeRangeSchema.shape,
  name: z.string().min(1).max(1024),
  type: metricTypeSchema.optional().describe('Needed only where one name was sent with several types'),
  query: z.string().max(4096).default('').describe('Series that match, in the search language'),
  groupBy: many(z.string().max(1024), 5).describe('Attribute keys, `service.name` or other resource attributes'),
  service: metricFilterSchema.shape.service,
  attribute: many(attributeFilterSchema, 20),
  limit: z.coerce.number().int().min(1).max(1000).default(300),
})
export type MetricExemplarsQuery = z.infer<typeof metricExemplarsQuerySchema>

const exemplar = {
  timeUnixMilliseconds: z.number().int(),
  value: z.number(),
  traceId: z.string(),
  spanId: z.string(),
}

export const metricExemplarsSchema = z.object({
  exemplars: z
    .array(z.object({ ...exemplar, labels: z.record(z.string(), z.string()) }))
    .describe('By time; of each stretch of the range those with the largest values'),
  receipt: receiptSchema,
})
export type MetricExemplars = z.infer<typeof metricExemplarsSchema>

export const traceExemplarsQuerySchema = z.object({
  spanId: z
    .string()
    .regex(/^[0-9a-f]{16}$/)
    .optional(),
})
export type TraceExemplarsQuery = z.infer<typeof traceExemplarsQuerySchema>

/** The measurements that a trace is an example of, by metric. */
export const traceExemplarsSchema = z.object({
  metrics: z.array(
    z.object({
      name: z.string(),
      type: metricTypeSchema,
      unit: z.string(),
      serviceName: z.string(),
      exemplars: z.array(z.object(exemplar)),
    }),
  ),
  receipt: receiptSchema,
})
export type TraceExemplars = z.infer<typeof traceExemplarsSchema>
export type TraceExemplarMetric = TraceExemplars['metrics'][number]
