import { z } from 'zod'
import { attributeSchema } from './attribute.ts'
import { columnValuesSchema } from './column-values.ts'
import { severitySchema } from './filter.ts'
import { receiptSchema } from './receipt.ts'
import { resourceSchema, scopeSchema } from './span.ts'

/** A log record. `logId` is `<timeUnixNano>-<sequence>` and finds the record again. */
export const logSummarySchema = z.object({
  logId: z.string(),
  timeUnixNano: z.string(),
  observedTimeUnixNano: z.string(),
  severityNumber: z.number().int(),
  severityText: z.string(),
  serviceName: z.string(),
  body: z.string(),
  bodyTruncated: z
    .boolean()
    .optional()
    .describe('True where a list or tail cut a long body; the record itself has all of it'),
  bodyIsJson: z.boolean(),
  eventName: z.string(),
  traceId: z.string().describe('Empty when the record has no trace context'),
  spanId: z.string().describe('Empty when the record has no trace context'),
  attributes: z.array(attributeSchema),
})
export type LogSummary = z.infer<typeof logSummarySchema>

export const logDetailSchema = z.object({
  ...logSummarySchema.shape,
  flags: z.number().int(),
  droppedAttributesCount: z.number().int(),
  scope: scopeSchema,
  resource: resourceSchema,
  pattern: z
    .object({ patternId: z.string(), template: z.string().describe('Empty when it is not known') })
    .nullable()
    .describe('What it has in common with other records; `null` for one that has no pattern'),
})
export type LogDetail = z.infer<typeof logDetailSchema>

export const logListSchema = z.object({
  rows: z.array(logSummarySchema.extend({ values: columnValuesSchema })),
  nextCursor: z.string().nullable(),
  receipt: receiptSchema,
})
export type LogList = z.infer<typeof logListSchema>

export const logHistogramSchema = z.object({
  bucketSeconds: z.number().int(),
  buckets: z.array(
    z.object({ timeUnixSeconds: z.number().int(), counts: z.partialRecord(severitySchema, z.number().int()) }),
  ),
  receipt: receiptSchema,
})
export type LogHistogram = z.infer<typeof logHistogramSchema>
