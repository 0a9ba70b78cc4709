import { z } from 'zod'
import { listLogsQuerySchema, listSpansQuerySchema } from './filter.ts'

/** The most rows of one download of spans or log records: newest first, older ones are left out. */
export const downloadRowsMax = 1_000_000
/** The same of traces, each of which is put together from its spans. */
export const downloadTracesMax = 100_000

const format = z.enum(['csv', 'jsonl']).default('csv').describe('CSV with a header line, or a JSON object a line')
const limit = (most: number) =>
  z.coerce.number().int().min(1).max(most).default(most).describe('The newest rows, at most so many')

const rows = { format, limit: limit(downloadRowsMax) }
export const downloadSpansQuerySchema = listSpansQuerySchema.omit({ cursor: true }).extend(rows)
export const downloadLogsQuerySchema = listLogsQuerySchema.omit({ cursor: true }).extend(rows)
export const downloadTracesQuerySchema = downloadSpansQuerySchema
  .omit({ columns: true })
  .extend({ limit: limit(downloadTracesMax) })
export type DownloadTracesQuery = z.infer<typeof downloadTracesQuerySchema>
