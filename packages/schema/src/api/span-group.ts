import { z } from 'zod'
import { spanFilterSchema } from './filter.ts'
import { many } from './many.ts'
import { receiptSchema } from './receipt.ts'
import { timeRangeSchema } from './time-range.ts'

export const spanGroupOrderSchema = z.enum(['spans', 'errors', 'errorRate', 'p50', 'p95', 'p99', 'tokens', 'cost'])
export type SpanGroupOrder = z.infer<typeof spanGroupOrderSchema>

export const spanGroupsQuerySchema = z.object({
  ...timeRangeSchema.shape,
  ...spanFilterSchema.shape,
  groupBy: many(z.string().min(1).max(1100), 3)
    .refine((keys) => keys.length > 0, 'expected a key to group by')
    .describe('Up to three keys of the search language: `model`, `http.route`, `resource.k8s.pod.name`'),
  order: spanGroupOrderSchema.default('spans').describe('The greatest first'),
  limit: z.coerce.number().int().min(1).max(1000).default(200),
})
export type SpanGroupsQuery = z.infer<typeof spanGroupsQuerySchema>

/** Spans that have the same values. Durations are nanoseconds; tokens and costs are those of calls of models. */
export const spanGroupSchema = z.object({
  values: z
    .array(z.string().nullable())
    .describe('In the order of `groupBy`, as text; `null` for spans that have none'),
  spanCount: z.number().int(),
  errorCount: z.number().int(),
  p50: z.number(),
  p95: z.number(),
  p99: z.number(),
  inputTokens: z.number().int(),
  outputTokens: z.number().int(),
  cost: z.number().describe('US dollars, of the calls whose price is known'),
})
export type SpanGroup = z.infer<typeof spanGroupSchema>

/** Groups of ended spans, and how many there are in all. */
export const spanGroupListSchema = z.object({
  rows: z.array(spanGroupSchema),
  groupCount: z.number().int().describe('All groups, also those beyond `limit`'),
  spanCount: z.number().int().describe('The spans of all groups'),
  sample: z
    .object({ spanCount: z.number().int(), ofSpans: z.number().int() })
    .describe(
      'Of how many spans that pass the groups were told; of fewer than all of them, every figure is an estimate',
    ),
  isPartial: z.boolean().describe('True where there are so many groups that the rest was not counted'),
  receipt: receiptSchema,
})
export type SpanGroupList = z.infer<typeof spanGroupListSchema>
