import { z } from 'zod'

const limit = z.number().int().min(1).max(Number.MAX_SAFE_INTEGER).nullable()

/** What a project may send; null is no limit. Bytes are those of requests, decompressed; days are those of UTC. */
export const limitsSchema = z.object({
  recordsPerSecond: limit.describe('Spans, log records and metric points a second, on average'),
  bytesPerSecond: limit,
  burstSeconds: z
    .number()
    .int()
    .min(1)
    .max(3600)
    .describe('After a pause, this many seconds of the rates may be sent at once'),
  recordsPerDay: limit,
  bytesPerDay: limit,
})
export type Limits = z.infer<typeof limitsSchema>

export const noLimits: Limits = {
  recordsPerSecond: null,
  bytesPerSecond: null,
  burstSeconds: 10,
  recordsPerDay: null,
  bytesPerDay: null,
}

const count = z.number().int().nonnegative()
const useSchema = z.object({
  records: count.describe('Records that were accepted'),
  bytes: count.describe('Bytes of requests, decompressed'),
  refusedRequests: count.describe('Requests that were answered with 429'),
})

export const signalNameSchema = z.enum(['traces', 'metrics', 'logs'])

export const limitStateSchema = z.object({
  limits: limitsSchema.describe("The project's own limits"),
  ceiling: limitsSchema.describe('The limits of the platform for every project: whichever is lower holds'),
  today: z.object({
    ...useSchema.shape,
    day: z.iso.date().describe('The day of UTC'),
    endsInSeconds: count,
  }),
  recent: z
    .array(useSchema)
    .describe('The last 60 seconds by the second, oldest first, as the receiver saw them that answers'),
})
export type LimitState = z.infer<typeof limitStateSchema>

export const usageQuerySchema = z.object({
  days: z.coerce.number().int().min(1).max(400).default(30).describe('How many days of UTC, today included'),
})

export const usageDaySchema = z.object({ day: z.iso.date(), signal: signalNameSchema, ...useSchema.shape })
export const usageListSchema = z.object({
  rows: z.array(usageDaySchema).describe('By day, oldest first; days and signals without use are left out'),
})
export type UsageDay = z.infer<typeof usageDaySchema>
