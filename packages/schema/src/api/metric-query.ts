import { z } from 'zod'
import { aggregationSchema, metricTypeSchema } from './metric.ts'
import { receiptSchema } from './receipt.ts'
import { timeRangeSchema } from './time-range.ts'

const idSchema = z
  .string()
  .regex(/^[A-Za-z][A-Za-z0-9_]{0,15}$/, 'expected a letter, then at most 15 letters, digits or _')
  .describe('What formulas and the answer call it, such as A')

/** Which series of a result are answered; what is left out is counted all the same. */
export const seriesChoiceSchema = z
  .object({
    limit: z.number().int().min(1).max(1000).default(20),
    by: z.enum(['mean', 'last', 'max', 'sum']).default('mean').describe('The measure of a series over the range'),
    order: z.enum(['top', 'bottom']).default('top'),
  })
  .prefault({})
  .describe('At most so many series, those with the greatest or least measure')
export type SeriesChoice = z.infer<typeof seriesChoiceSchema>

/** What a metric is asked: which series, grouped by what, made one by which aggregation. */
export const metricSelectionSchema = z.object({
  name: z.string().min(1).max(1024),
  type: metricTypeSchema.optional().describe('Needed only where one name was sent with several types'),
  query: z
    .string()
    .max(4096)
    .default('')
    .describe('Series that match, in the search language: `service:checkout -http.route:/health* k8s.pod.name:*`'),
})
export type MetricSelection = z.infer<typeof metricSelectionSchema>

export const metricQuerySchema = z.object({
  id: idSchema,
  ...metricSelectionSchema.shape,
  aggregation: aggregationSchema.optional().describe('The default of the metric type when absent'),
  quantile: z.number().min(0).max(1).optional().describe('Any quantile of a histogram, in place of an aggregation'),
  groupBy: z
    .array(z.string().min(1).max(1024))
    .max(10)
    .default([])
    .describe('Attribute keys, `service.name` or other resource attributes'),
  series: seriesChoiceSchema,
  hidden: z.boolean().default(false).describe('Read for formulas only, and not answered'),
})
export type MetricQuery = z.infer<typeof metricQuerySchema>

export const metricFormulaSchema = z.object({
  id: idSchema,
  expression: z
    .string()
    .min(1)
    .max(1000)
    .describe('`A / B * 100`: + - * / and parentheses, abs, min, max, clamp, default_zero, ln, log10'),
  series: seriesChoiceSchema,
})
export type MetricFormula = z.infer<typeof metricFormulaSchema>

export const metricQueryRequestSchema = z.object({
  ...timeRangeSchema.shape,
  queries: z.array(metricQuerySchema).min(1).max(10),
  formulas: z.array(metricFormulaSchema).max(10).default([]),
  stepSeconds: z.number().int().min(1).max(604_800).optional().describe('Chosen from the range when absent'),
  maxPoints: z.number().int().min(1).max(2000).default(300).describe('At most so many steps, where the step is chosen'),
  compareWith: z
    .union([z.enum(['day', 'week']), z.number().int().min(1).max(31_622_400)])
    .optional()
    .describe('How long before, a day, a week or seconds: the same is read there and answered beside each series'),
})
export type MetricQueryRequest = z.infer<typeof metricQueryRequestSchema>
/** As a request is written, defaults left out. */
export type MetricQueryInput = z.input<typeof metricQueryRequestSchema>

const valuesSchema = z.array(z.number().nullable()).describe('One for each of `times`')

export const metricQueryResultSchema = z.object({
  id: z.string(),
  expression: z.string().optional().describe('Of a formula'),
  name: z.string().optional().describe('Of a query, as are type, aggregation and quantile'),
  type: metricTypeSchema.optional(),
  aggregation: aggregationSchema.optional(),
  quantile: z.number().optional(),
  unit: z.string().describe('As the metric was sent; empty for a formula'),
  seriesTotal: z.number().int().describe('Series before the limit'),
  series: z.array(
    z.object({
      labels: z.record(z.string(), z.string()),
      values: valuesSchema,
      compared: valuesSchema.optional().describe('The same series `compareSeconds` before'),
    }),
  ),
})
export type MetricQueryResult = z.infer<typeof metricQueryResultSchema>

export const metricQueryAnswerSchema = z.object({
  stepSeconds: z.number().int(),
  times: z.array(z.number().int()).describe('Start of every step, Unix seconds'),
  compareSeconds: z.number().int().optional().describe('As asked for, in whole steps'),
  results: z.array(metricQueryResultSchema).describe('Queries that are not hidden, then formulas, as they were asked'),
  warnings: z.array(z.object({ id: z.string(), message: z.string() })).describe('What an answer leaves out'),
  receipt: receiptSchema,
})
export type MetricQueryAnswer = z.infer<typeof metricQueryAnswerSchema>

export const metricHeatmapQuerySchema = z.object({
  ...timeRangeSchema.shape,
  ...metricSelectionSchema.shape,
  buckets: z.coerce.number().int().min(1).max(500).default(120).describe('At most this many columns'),
  rows: z.coerce.number().int().min(2).max(160).default(40).describe('At most this many rows: neighbours are merged'),
})
export type MetricHeatmapQuery = z.infer<typeof metricHeatmapQuerySchema>

export const metricHeatmapSchema = z.object({
  name: z.string(),
  type: metricTypeSchema,
  unit: z.string(),
  stepSeconds: z.number().int(),
  times: z.array(z.number().int()).describe('Start of every column, Unix seconds'),
  bounds: z
    .array(z.number().nullable())
    .describe('Where the rows begin, ascending, and where the last one ends; `null` at either end is infinite'),
  cells: z
    .array(z.tuple([z.number().int(), z.number().int(), z.number()]))
    .describe('Column, row and new measurements of every cell that has some'),
  receipt: receiptSchema,
})
export type MetricHeatmap = z.infer<typeof metricHeatmapSchema>
