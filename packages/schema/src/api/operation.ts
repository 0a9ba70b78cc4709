import { z } from 'zod'
import { receiptSchema } from './receipt.ts'
import { redChangeSchema } from './red.ts'
import { spanKindSchema } from './span.ts'
import { timeRangeSchema } from './time-range.ts'

export const listOperationsQuerySchema = z.object({
  ...timeRangeSchema.shape,
  service: z.string().min(1).max(1024).describe('The service whose operations are listed'),
})
export type ListOperationsQuery = z.infer<typeof listOperationsQuerySchema>

/** The spans of a service that share a name and a kind. */
export const operationSchema = redChangeSchema.extend({
  name: z.string(),
  kind: spanKindSchema,
  durationSum: z.number().describe('Nanoseconds that all its spans of the range took together'),
})
export type Operation = z.infer<typeof operationSchema>

export const operationListSchema = z.object({
  seconds: z.number().describe('Length of the range'),
  rows: z.array(operationSchema).describe('At most 1000, those with most spans first'),
  receipt: receiptSchema,
})
export type OperationList = z.infer<typeof operationListSchema>
