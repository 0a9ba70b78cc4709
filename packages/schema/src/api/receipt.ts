import { z } from 'zod'

/** What an answer cost: shown beside every list and chart. */
export const receiptSchema = z.object({
  rowsRead: z.number().int(),
  bytesRead: z.number().int(),
  elapsedMilliseconds: z.number(),
  sql: z.string(),
})
export type Receipt = z.infer<typeof receiptSchema>
