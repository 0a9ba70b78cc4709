import { z } from 'zod'
import { listLogsQuerySchema, listSpansQuerySchema } from './filter.ts'

/** The most rows of one download: newest first, older ones are left out. */
export const downloadRowsMax = 100_000

const format = z.enum(['csv', 'jsonl']).default('csv').describe('CSV with a header line, or a JSON object a line')
const limit = z.coerce
  .number()
  .int()
  .min(1)
  .max(downloadRowsMax)
  .default(downloadRowsMax)
  .describe('The newest rows, at most so many')

export const downloadSpansQuerySchema = listSpansQuerySchema.omit({ cursor: true }).extend({ format, limit })
export const downloadLogsQuerySchema = listLogsQuerySchema.omit({ cursor: true }).extend({ format, limit })
export type DownloadSpansQuery = z.infer<typeof downloadSpansQuerySchema>
export type DownloadLogsQuery = z.infer<typeof downloadLogsQuerySchema>
