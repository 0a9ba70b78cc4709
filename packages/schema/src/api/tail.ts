import { z } from 'zod'
import { attributeSchema } from './attribute.ts'
import { logFilterSchema, metricFilterSchema, spanFilterSchema } from './filter.ts'
import { logSummarySchema } from './log.ts'
import { metricTypeSchema } from './metric.ts'
import { spanSummarySchema } from './span.ts'

/** Where a tail goes on, from one of its messages. */
const cursor = {
  cursor: z
    .string()
    .min(1)
    .max(12_000)
    .optional()
    .describe('`cursor` of the last message before: rows that arrived since are sent first'),
}

/** Query parameters of the three tails: the filters of the lists. */
export const tracesTailQuerySchema = spanFilterSchema.extend(cursor)
export const logsTailQuerySchema = logFilterSchema.extend(cursor)
export const metricsTailQuerySchema = metricFilterSchema.extend(cursor)

/** Why the platform closes a tail, beside the codes of WebSocket itself. */
export const tailCloseCodes = { tryLater: 1013, accessEnded: 4401 } as const

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

const place = { cursor: z.string().describe('Where the tail goes on when it is given back as a parameter') }

const message = <T extends z.ZodType>(row: T) =>
  z.discriminatedUnion('type', [
    z.object({ type: z.literal('ready'), ...place }),
    z.object({
      type: z.literal('rows'),
      rows: z.array(row).describe('In the order of their arrival; none where only the cursor moved'),
      ...place,
    }),
    z.object({
      type: z.literal('skipped'),
      count: z
        .number()
        .int()
        .nullable()
        .describe(
          'Rows that were left out: this client was too slow, or away for too long; null when nobody counted them',
        ),
      ...place,
    }),
  ])

export const tracesTailMessageSchema = message(spanSummarySchema)
export const logsTailMessageSchema = message(logSummarySchema)
export const metricsTailMessageSchema = message(metricPointSchema)
export type TracesTailMessage = z.infer<typeof tracesTailMessageSchema>
export type LogsTailMessage = z.infer<typeof logsTailMessageSchema>
export type MetricsTailMessage = z.infer<typeof metricsTailMessageSchema>
