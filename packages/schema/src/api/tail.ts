import { z } from 'zod'
import { attributeSchema } from './attribute.ts'
import { logFilterSchema, metricFilterSchema, spanFilterSchema } from './filter.ts'
import { logSummarySchema } from './log.ts'
import { metricTypeSchema } from './metric.ts'
import { spanSummarySchema } from './span.ts'

/** Query parameters of the three tails: the filters of the lists. */
export const tracesTailQuerySchema = spanFilterSchema
export const logsTailQuerySchema = logFilterSchema
export const metricsTailQuerySchema = metricFilterSchema

/** A data point as the metrics tail sends it. `value` is the number, or a histogram's or summary's sum. */
export const metricPointSchema = z.object({
  name: z.string(),
  type: metricTypeSchema,
  unit: z.string(),
  serviceName: z.string(),
  seriesId: z.string(),
  attributes: z.array(attributeSchema),
  timeUnixMilliseconds: z.number().int(),
  value: z.number().nullable(),
  count: z.number().int().nullable(),
})
export type MetricPoint = z.infer<typeof metricPointSchema>

const message = <T extends z.ZodType>(row: T) =>
  z.discriminatedUnion('type', [
    z.object({ type: z.literal('ready') }),
    z.object({ type: z.literal('rows'), rows: z.array(row), cursor: z.string() }),
    z.object({
      type: z.literal('skipped'),
      count: z.number().int().describe('Rows that this client was too slow for'),
    }),
  ])

export const tracesTailMessageSchema = message(spanSummarySchema)
export const logsTailMessageSchema = message(logSummarySchema)
export const metricsTailMessageSchema = message(metricPointSchema)
export type TracesTailMessage = z.infer<typeof tracesTailMessageSchema>
export type LogsTailMessage = z.infer<typeof logsTailMessageSchema>
export type MetricsTailMessage = z.infer<typeof metricsTailMessageSchema>
