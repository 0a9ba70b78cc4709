import { z } from 'zod'
import { spanFilterSchema } from './filter.ts'
import { receiptSchema } from './receipt.ts'
import { timeRangeSchema, timeSchema } from './time-range.ts'

export const spanHeatmapQuerySchema = z.object({
  ...timeRangeSchema.shape,
  ...spanFilterSchema.shape,
  buckets: z.coerce.number().int().min(1).max(300).default(120).describe('At most this many columns'),
})
export type SpanHeatmapQuery = z.infer<typeof spanHeatmapQuerySchema>

export const spanHeatmapSchema = z.object({
  bucketSeconds: z.number().int(),
  times: z.array(z.number().int()).describe('Start of every column, Unix seconds'),
  durations: z
    .array(z.number().int())
    .describe('Where the rows begin, ascending, in nanoseconds, and where the last one ends; empty without spans'),
  cells: z
    .array(z.tuple([z.number().int(), z.number().int(), z.number().int()]))
    .describe('Column, row and spans of every cell that has some'),
  receipt: receiptSchema,
})
export type SpanHeatmap = z.infer<typeof spanHeatmapSchema>

const nanoseconds = z.string().regex(/^\d{1,19}$/, 'expected a whole number of nanoseconds')

export const spanDifferencesQuerySchema = z.object({
  ...timeRangeSchema.shape,
  ...spanFilterSchema.shape,
  selectionFrom: timeSchema.optional().describe('The selection: from here on, `from` when absent'),
  selectionTo: timeSchema.optional().describe('and before here, `to` when absent'),
  selectionMinNanoseconds: nanoseconds.optional().describe('and at least this long'),
  selectionMaxNanoseconds: nanoseconds.optional().describe('and shorter than this'),
  selectionQuery: z.string().max(4096).default('').describe('and what this search finds'),
})
export type SpanDifferencesQuery = z.infer<typeof spanDifferencesQuerySchema>

const side = z.object({
  spanCount: z.number().int().describe('Spans of this side that were compared'),
  ofSpans: z.number().int().describe('Spans that this side has'),
})

export const spanDifferencesSchema = z.object({
  selected: side,
  rest: side,
  differences: z
    .array(
      z.object({
        key: z.string().describe('As the search language writes it'),
        value: z.string(),
        term: z.string().describe('The search term that finds these spans'),
        selectedCount: z.number().int().describe('Of the compared spans of the selection'),
        restCount: z.number().int().describe('Of the compared spans of the rest'),
      }),
    )
    .describe('By how much more, or less, often the selection has it; at most 200'),
  receipt: receiptSchema,
})
export type SpanDifferences = z.infer<typeof spanDifferencesSchema>
export type SpanDifference = SpanDifferences['differences'][number]
