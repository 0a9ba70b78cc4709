import { z } from 'zod'
import { attributeSchema } from './attribute.ts'
import { columnValuesSchema } from './column-values.ts'
import { spanStatusSchema } from './filter.ts'
import { costPartSchema, genAiSummarySchema } from './gen-ai.ts'
import { receiptSchema } from './receipt.ts'

export const spanKindSchema = z.enum(['unspecified', 'internal', 'server', 'client', 'producer', 'consumer'])
export type SpanKind = z.infer<typeof spanKindSchema>

/**
 * What a span that has not ended is: its start has arrived and its end is awaited, or it is so old that no end will come,
 * as when its process was killed.
 */
export const openSpanStateSchema = z.enum(['running', 'no_end'])
export type OpenSpanState = z.infer<typeof openSpanStateSchema>

const state = openSpanStateSchema
  .optional()
  .describe('Absent once ended. `running`: the duration is the one so far. `no_end`: none arrived in the time it had')

/** What a list or a waterfall shows of a span; its attributes are read on demand. Times are nanoseconds in decimal strings. */
export const spanSummarySchema = z.object({
  traceId: z.string(),
  spanId: z.string(),
  parentSpanId: z.string().describe('Empty for a root span'),
  name: z.string(),
  kind: spanKindSchema,
  serviceName: z.string(),
  startTimeUnixNano: z.string(),
  durationNanoseconds: z.string().describe('So far while it runs; 0 when no end arrived'),
  state,
  status: spanStatusSchema,
  statusMessage: z.string(),
  httpRoute: z.string(),
  httpResponseStatusCode: z.number().int().describe('0 when absent'),
  genAiOperationName: z.string(),
  genAiRequestModel: z.string(),
  genAiAgentName: z.string(),
  genAiToolName: z.string(),
  genAiInputTokens: z.number().int(),
  genAiOutputTokens: z.number().int(),
  genAi: genAiSummarySchema.optional().describe('Absent on spans that are not of generative AI'),
  sessionId: z.string(),
  eventCount: z.number().int(),
})
export type SpanSummary = z.infer<typeof spanSummarySchema>

export const spanEventSchema = z.object({
  timeUnixNano: z.string(),
  name: z.string(),
  attributes: z.array(attributeSchema),
  droppedAttributesCount: z.number().int(),
})
export const spanLinkSchema = z.object({
  traceId: z.string(),
  spanId: z.string(),
  traceState: z.string(),
  flags: z.number().int(),
  attributes: z.array(attributeSchema),
  droppedAttributesCount: z.number().int(),
})
export const resourceSchema = z.object({ attributes: z.array(attributeSchema), schemaUrl: z.string() })
export const scopeSchema = z.object({ name: z.string(), version: z.string(), attributes: z.array(attributeSchema) })

/** Everything that was sent of one span. */
export const spanDetailSchema = z.object({
  ...spanSummarySchema.shape,
  costParts: z
    .array(costPartSchema)
    .optional()
    .describe('How the cost comes about; absent where it is not from a price that is still known'),
  traceState: z.string(),
  flags: z.number().int(),
  attributes: z.array(attributeSchema),
  droppedAttributesCount: z.number().int(),
  events: z.array(spanEventSchema),
  droppedEventsCount: z.number().int(),
  links: z.array(spanLinkSchema),
  droppedLinksCount: z.number().int(),
  scope: scopeSchema,
  resource: resourceSchema,
})
export type SpanDetail = z.infer<typeof spanDetailSchema>

export const spanListSchema = z.object({
  rows: z.array(spanSummarySchema.extend({ values: columnValuesSchema })),
  nextCursor: z.string().nullable(),
  receipt: receiptSchema,
})
export type SpanList = z.infer<typeof spanListSchema>

/** A trace in a list. The root is the span without a parent, or the earliest one where no root has arrived. */
export const traceSummarySchema = z.object({
  traceId: z.string(),
  rootName: z.string(),
  rootServiceName: z.string(),
  rootArrived: z.boolean(),
  startTimeUnixNano: z.string(),
  durationNanoseconds: z.string().describe('So far while one of its spans runs'),
  state: state.describe('`running` while one of its spans runs, `no_end` when one of them will not end, else absent'),
  spanCount: z.number().int(),
  errorCount: z.number().int(),
  serviceNames: z.array(z.string()),
  genAiInputTokens: z.number().int(),
  genAiOutputTokens: z.number().int(),
  genAiCost: z.number().describe('US dollars, of the calls whose cost is known'),
  genAiInferenceCount: z.number().int().describe('Calls of models'),
  genAiUnpricedCount: z.number().int().describe('Calls of models whose price is not known'),
})
export type TraceSummary = z.infer<typeof traceSummarySchema>

export const traceListSchema = z.object({
  rows: z.array(traceSummarySchema),
  nextCursor: z.string().nullable(),
  receipt: receiptSchema,
})
export type TraceList = z.infer<typeof traceListSchema>

/** The spans of one trace by start time, each span id once. `truncated` when the trace has more than the limit. */
export const traceDetailSchema = z.object({
  traceId: z.string(),
  startTimeUnixNano: z.string(),
  durationNanoseconds: z.string().describe('So far while one of its spans runs'),
  state: state.describe('`running` while one of its spans runs, `no_end` when one of them will not end, else absent'),
  spanCount: z.number().int(),
  truncated: z.boolean(),
  spans: z.array(spanSummarySchema),
  receipt: receiptSchema,
})
export type TraceDetail = z.infer<typeof traceDetailSchema>

export const spanHistogramSchema = z.object({
  bucketSeconds: z.number().int(),
  buckets: z.array(
    z.object({
      timeUnixSeconds: z.number().int(),
      unset: z.number().int(),
      ok: z.number().int(),
      error: z.number().int(),
    }),
  ),
  receipt: receiptSchema,
})
export type SpanHistogram = z.infer<typeof spanHistogramSchema>
