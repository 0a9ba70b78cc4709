import { z } from 'zod'
import { attributeFilterSchema, metricFilterSchema } from './filter.ts'
import { many } from './many.ts'
import { receiptSchema } from './receipt.ts'
import { timeRangeSchema } from './time-range.ts'

export const metricTypeSchema = z.enum(['gauge', 'sum', 'histogram', 'exponential_histogram', 'summary'])
export type MetricType = z.infer<typeof metricTypeSchema>
export const temporalitySchema = z.enum(['unspecified', 'delta', 'cumulative'])

export const listMetricsQuerySchema = z.object({
  ...timeRangeSchema.shape,
  ...metricFilterSchema.shape,
  type: many(metricTypeSchema).describe('Any of these types'),
  sort: z.enum(['name', 'series', 'samples', 'lastSeen']).default('name'),
  order: z.enum(['ascending', 'descending']).optional().describe('Names ascending, figures descending when absent'),
  limit: z.coerce.number().int().min(1).max(10_000).default(10_000),
})
export type ListMetricsQuery = z.infer<typeof listMetricsQuerySchema>

export const metricSummarySchema = z.object({
  name: z.string(),
  type: metricTypeSchema,
  unit: z.string(),
  description: z.string(),
  temporality: temporalitySchema,
  isMonotonic: z.boolean(),
  serviceNames: z.array(z.string()),
  serviceSeries: z.array(z.number().int()).describe('Series of each of `serviceNames`'),
  seriesCount: z.number().int(),
  sampleCount: z
    .number()
    .int()
    .describe('Points in the range, from the start of a five minutes on; of a name that is a gauge and a sum, of both'),
  samplesPerSecond: z.number(),
  firstSeenUnixSeconds: z.number().int().describe('Since points are counted, to five minutes; 0 for not since then'),
  lastSeenUnixSeconds: z.number().int(),
})
export type MetricSummary = z.infer<typeof metricSummarySchema>

export const metricListSchema = z.object({
  rows: z.array(metricSummarySchema),
  total: z.number().int().describe('Metrics before the limit'),
  receipt: receiptSchema,
})
export type MetricList = z.infer<typeof metricListSchema>

export const aggregationSchema = z.enum([
  'avg',
  'sum',
  'min',
  'max',
  'last',
  'count',
  'rate',
  'increase',
  'p50',
  'p75',
  'p90',
  'p95',
  'p99',
])
export type Aggregation = z.infer<typeof aggregationSchema>

/** The aggregations that mean something for a type; the first is the default. */
export const aggregationsOf: Record<MetricType, readonly Aggregation[]> = {
  gauge: ['avg', 'min', 'max', 'last', 'sum', 'count'],
  sum: ['rate', 'increase', 'sum', 'avg', 'min', 'max', 'last'],
  histogram: ['p95', 'p50', 'p75', 'p90', 'p99', 'avg', 'sum', 'count', 'rate'],
  exponential_histogram: ['p95', 'p50', 'p75', 'p90', 'p99', 'avg', 'sum', 'count', 'rate'],
  summary: ['p50', 'p75', 'p90', 'p95', 'p99', 'avg', 'sum', 'count', 'rate'],
}

export const metricSeriesQuerySchema = z.object({
  ...timeRangeSchema.shape,
  name: z.string().min(1).max(1024),
  type: metricTypeSchema.optional().describe('Needed only where one name was sent with several types'),
  aggregation: aggregationSchema.optional().describe('The default of the metric type when absent'),
  groupBy: many(z.string().max(1024), 5).describe('Attribute keys, `service.name` or other resource attributes'),
  service: metricFilterSchema.shape.service,
  attribute: many(attributeFilterSchema, 20),
  stepSeconds: z.coerce.number().int().min(1).max(86_400).optional().describe('Chosen from the range when absent'),
  limit: z.coerce.number().int().min(1).max(100).default(20).describe('At most this many series, the largest first'),
})
export type MetricSeriesQuery = z.infer<typeof metricSeriesQuerySchema>

export const metricSeriesSchema = z.object({
  name: z.string(),
  type: metricTypeSchema,
  unit: z.string(),
  aggregation: aggregationSchema,
  stepSeconds: z.number().int(),
  seriesTotal: z.number().int().describe('Series before the limit'),
  series: z.array(
    z.object({
      labels: z.record(z.string(), z.string()),
      points: z.array(z.tuple([z.number().int().describe('Unix seconds'), z.number().nullable()])),
    }),
  ),
  receipt: receiptSchema,
})
export type MetricSeries = z.infer<typeof metricSeriesSchema>

export const metricAttributesQuerySchema = z.object({ ...timeRangeSchema.shape, name: z.string().min(1).max(1024) })
export const metricAttributesSchema = z.object({
  seriesCount: z.number().int(),
  attributes: z.array(
    z.object({
      key: z.string(),
      values: z.array(z.string()),
      valueCount: z.number().int(),
      isResource: z.boolean().describe('Of the resource, not of the series itself'),
      seriesCount: z.number().int().describe('Series that have it'),
      seriesWithout: z.number().int().nullable().describe('Series there would be without it; `null` for the resource'),
    }),
  ),
  receipt: receiptSchema,
})
export type MetricAttributes = z.infer<typeof metricAttributesSchema>
