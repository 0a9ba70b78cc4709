import { z } from 'zod'
import { logFilterSchema, severitySchema } from './filter.ts'
import { receiptSchema } from './receipt.ts'
import { timeRangeSchema, timeSchema } from './time-range.ts'

export const logPatternOrderSchema = z.enum(['count', 'newest', 'growth'])
export type LogPatternOrder = z.infer<typeof logPatternOrderSchema>

export const logPatternsQuerySchema = z.object({
  ...timeRangeSchema.shape,
  ...logFilterSchema.shape,
  order: logPatternOrderSchema
    .default('count')
    .describe(
      'Most records, latest first sight, or most more records in the second half of the range than in the first',
    ),
  newSince: timeSchema
    .optional()
    .describe('Patterns that were first seen from then on are new; without it, those first seen in the range'),
  buckets: z.coerce.number().int().min(2).max(120).default(30).describe('At most this many numbers in a trend'),
  limit: z.coerce.number().int().min(1).max(500).default(200),
})
export type LogPatternsQuery = z.infer<typeof logPatternsQuerySchema>

const patternIdSchema = z.string().regex(/^[0-9a-f]{16}$/)

/** What some log records have in common. */
export const logPatternSchema = z.object({
  patternId: patternIdSchema.describe('Of the most frequent of `patternIds`'),
  patternIds: z
    .array(patternIdSchema)
    .describe(
      'For `pattern:(… OR …)`: the pattern, and the most frequent of those that were found before it was known that a word varies',
    ),
  template: z
    .string()
    .describe(
      'What is the same; `<num>` `<hex>` `<uuid>` `<ip>` `<time>` `<str>` `<email>` `<id>` `<*>` stand for what varies',
    ),
  recordCount: z.number().int(),
  share: z.number().describe('Of all records that pass the filter'),
  trend: z.array(z.number().int()).describe('Records by time, one number for each `bucketSeconds` of the range'),
  severities: z.partialRecord(severitySchema, z.number().int()),
  services: z.array(z.string()).describe('The first ten by name'),
  firstSeenUnixSeconds: z.number().int().describe('Ever known, to the hour or so; 0 when it is not known'),
  lastSeenUnixSeconds: z.number().int().describe('In the range, to the minute'),
  isNew: z.boolean(),
  example: z.string().describe('The beginning of a body that has the pattern'),
})
export type LogPattern = z.infer<typeof logPatternSchema>

export const logPatternListSchema = z.object({
  rows: z.array(logPatternSchema),
  patternCount: z.number().int().describe('All patterns of the range, also those beyond `limit`'),
  recordCount: z.number().int().describe('All records that pass the filter'),
  withoutPattern: z
    .number()
    .int()
    .describe('Records without a pattern: of before there were patterns, or that say nothing'),
  bucketSeconds: z.number().int(),
  firstBucketUnixSeconds: z.number().int(),
  isPartial: z.boolean().describe('True where there are so many patterns that the rest was not looked at'),
  receipt: receiptSchema,
})
export type LogPatternList = z.infer<typeof logPatternListSchema>
