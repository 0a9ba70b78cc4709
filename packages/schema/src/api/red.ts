import { z } from 'zod'
import { spanFilterSchema } from './filter.ts'
import { receiptSchema } from './receipt.ts'
import { timeRangeSchema } from './time-range.ts'

const quantile = z.number().nullable().describe('Nanoseconds, at most 6 % beside the exact one; null without spans')

/** Rate, errors and durations of some spans over some time. The rate is `spanCount` over the seconds that the answer names. */
export const redSchema = z.object({
  spanCount: z.number().int(),
  errorCount: z.number().int(),
  p50: quantile,
  p95: quantile,
  p99: quantile,
})
export type Red = z.infer<typeof redSchema>

/** The figures of a range beside those of the range of the same length before it. */
export const redChangeSchema = z.object({ current: redSchema, previous: redSchema })
export type RedChange = z.infer<typeof redChangeSchema>

export const spanRedQuerySchema = z.object({ ...timeRangeSchema.shape, ...spanFilterSchema.shape })
export type SpanRedQuery = z.infer<typeof spanRedQuerySchema>

export const spanRedSchema = redChangeSchema.extend({
  seconds: z.number().describe('Length of the range'),
  receipt: receiptSchema,
})
export type SpanRed = z.infer<typeof spanRedSchema>

/**
 * What is counted as the work of a service: its server and consumer spans (`requests`), or all its spans where it has
 * none of these, as a worker or an agent that nobody calls.
 */
export const serviceBasisSchema = z.enum(['requests', 'spans'])
export type ServiceBasis = z.infer<typeof serviceBasisSchema>

export const serviceRedQuerySchema = z.object({
  ...timeRangeSchema.shape,
  buckets: z.coerce.number().int().min(1).max(120).default(30).describe('At most this many points of each service'),
})
export type ServiceRedQuery = z.infer<typeof serviceRedQuerySchema>

export const serviceRedSchema = z.object({
  seconds: z.number().describe('Length of the range'),
  bucketSeconds: z.number().int(),
  rows: z.array(
    redChangeSchema.extend({
      name: z.string(),
      basis: serviceBasisSchema,
      points: z
        .array(
          z.object({ timeUnixSeconds: z.number().int(), spanCount: z.number().int(), errorCount: z.number().int() }),
        )
        .describe('Every bucket of the range'),
    }),
  ),
  receipt: receiptSchema,
})
export type ServiceRed = z.infer<typeof serviceRedSchema>
export type ServiceRedRow = ServiceRed['rows'][number]
