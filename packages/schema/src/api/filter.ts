import { z } from 'zod'
import { many } from './many.ts'
import { timeRangeSchema } from './time-range.ts'

const decimal = z.string().regex(/^\d{1,19}$/, 'expected a whole number of nanoseconds')
const flag = z.enum(['true', 'false']).transform((value) => value === 'true')

/** `key=value`; the key ends at the first `=`. */
export const attributeFilterSchema = z
  .string()
  .max(4096)
  .regex(/^[^=]+=/, 'expected key=value')
  .describe('Attribute equality as `key=value`, of the record or its resource')

/** Splits `key=value` at the first `=`. */
export function splitAttributeFilter(text: string): { key: string; value: string } {
  const at = text.indexOf('=')
  return { key: text.slice(0, at), value: text.slice(at + 1) }
}

export const spanStatusSchema = z.enum(['unset', 'ok', 'error'])
export type SpanStatus = z.infer<typeof spanStatusSchema>

/** What lists are filtered by: how a span ended, or that it has not. */
export const spanStatusFilterSchema = z.enum([...spanStatusSchema.options, 'running'])

/** Severity bands of OpenTelemetry: numbers 1–4 trace, 5–8 debug, 9–12 info, 13–16 warn, 17–20 error, 21–24 fatal. */
export const severitySchema = z.enum(['unspecified', 'trace', 'debug', 'info', 'warn', 'error', 'fatal'])
export type Severity = z.infer<typeof severitySchema>

/** @param severityNumber 0 to 24. */
export function severityOf(severityNumber: number): Severity {
  return severitySchema.options[Math.ceil(severityNumber / 4)] ?? 'unspecified'
}

const shared = {
  query: z
    .string()
    .max(4096)
    .default('')
    .describe('Terms of the search language: `service:checkout status:error duration:>500ms "card declined" -env:dev`'),
  service: many(z.string().max(1024)).describe('Any of these service names'),
  text: z.string().max(1024).default('').describe('Text to find, case-insensitive, its words whole'),
  attribute: many(attributeFilterSchema),
}

export const spanFilterSchema = z.object({
  ...shared,
  name: many(z.string().max(1024)).describe('Any of these span names'),
  status: many(spanStatusFilterSchema),
  rootOnly: flag.default(false).describe('Only spans without a parent'),
  minDurationNanoseconds: decimal.optional(),
  maxDurationNanoseconds: decimal.optional(),
})
export type SpanFilter = z.infer<typeof spanFilterSchema>

const hexId = (length: number) =>
  z
    .string()
    .toLowerCase()
    .regex(new RegExp(`^[0-9a-f]{${length}}$`), `expected ${length} hex characters`)
export const traceIdSchema = hexId(32)
export const spanIdSchema = hexId(16)

export const logFilterSchema = z.object({
  ...shared,
  severity: many(severitySchema),
  traceId: traceIdSchema.optional(),
  spanId: spanIdSchema.optional(),
})
export type LogFilter = z.infer<typeof logFilterSchema>

export const metricFilterSchema = z.object({
  query: shared.query.describe(
    'Series that match, in the search language: `name:http.* service:checkout k8s.pod.name:*`',
  ),
  service: shared.service,
  text: shared.text.describe('Text to find in the metric name, case-insensitive'),
})
export type MetricFilter = z.infer<typeof metricFilterSchema>

export const pageSchema = z.object({
  cursor: z.string().max(200).optional().describe('`nextCursor` of the page before'),
  limit: z.coerce.number().int().min(1).max(1000).default(100),
})

const columns = {
  columns: many(z.string().min(1).max(1100), 30).describe(
    'Keys of the search language whose values stand beside each row: `model`, `http.route`, `resource.k8s.pod.name`',
  ),
}
export const listTracesQuerySchema = z.object({
  ...timeRangeSchema.shape,
  ...spanFilterSchema.shape,
  ...pageSchema.shape,
})
export const listSpansQuerySchema = z.object({ ...listTracesQuerySchema.shape, ...columns })
export const listLogsQuerySchema = z.object({
  ...timeRangeSchema.shape,
  ...logFilterSchema.shape,
  ...pageSchema.shape,
  ...columns,
})
export type ListTracesQuery = z.infer<typeof listTracesQuerySchema>
export type ListSpansQuery = z.infer<typeof listSpansQuerySchema>
export type ListLogsQuery = z.infer<typeof listLogsQuerySchema>

const buckets = { buckets: z.coerce.number().int().min(1).max(500).default(60).describe('At most this many buckets') }
export const spanHistogramQuerySchema = z.object({ ...timeRangeSchema.shape, ...spanFilterSchema.shape, ...buckets })
export const logHistogramQuerySchema = z.object({ ...timeRangeSchema.shape, ...logFilterSchema.shape, ...buckets })
export type SpanHistogramQuery = z.infer<typeof spanHistogramQuerySchema>
export type LogHistogramQuery = z.infer<typeof logHistogramQuerySchema>
