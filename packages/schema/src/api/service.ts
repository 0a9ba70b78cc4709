import { z } from 'zod'
import { receiptSchema } from './receipt.ts'
import { timeRangeSchema } from './time-range.ts'

export const listServicesQuerySchema = timeRangeSchema

export const serviceSchema = z.object({
  name: z.string(),
  spanCount: z.number().int(),
  errorCount: z.number().int(),
  logCount: z.number().int(),
  metricSeriesCount: z.number().int(),
})
export type Service = z.infer<typeof serviceSchema>

export const serviceListSchema = z.object({ rows: z.array(serviceSchema), receipt: receiptSchema })
export type ServiceList = z.infer<typeof serviceListSchema>
