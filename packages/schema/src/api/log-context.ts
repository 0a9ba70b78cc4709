import { z } from 'zod'
import { pageSchema } from './filter.ts'
import { logSummarySchema } from './log.ts'
import { receiptSchema } from './receipt.ts'

/** What the records around a log record have in common with it; `all` is every record of the project. */
export const logContextOfSchema = z.enum(['service', 'resource', 'trace', 'session', 'all'])
export type LogContextOf = z.infer<typeof logContextOfSchema>

const cursor = pageSchema.shape.cursor

export const logContextQuerySchema = z.object({
  of: logContextOfSchema.default('service').describe('What the records have in common with the one they surround'),
  query: z.string().max(4096).default('').describe('Terms of the search language that the records around it pass too'),
  limit: z.coerce.number().int().min(1).max(200).default(20).describe('At most so many on each side'),
  before: cursor.describe('`beforeCursor` of an earlier answer: only records before that one'),
  after: cursor.describe('`afterCursor` of an earlier answer: only records after that one'),
})
export type LogContextQuery = z.infer<typeof logContextQuerySchema>

/** Log records around one, the oldest first; it stands among them unless a cursor was given. */
export const logContextSchema = z.object({
  rows: z.array(logSummarySchema),
  /** What the record can be seen in the context of: one without a trace has no other records of it. */
  choices: z.array(logContextOfSchema),
  beforeCursor: z.string().nullable().describe('`null` when nothing earlier stands within 24 hours'),
  afterCursor: z.string().nullable().describe('`null` when nothing later stands within 24 hours'),
  receipt: receiptSchema,
})
export type LogContext = z.infer<typeof logContextSchema>
