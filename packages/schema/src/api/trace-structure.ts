import { z } from 'zod'
import { receiptSchema } from './receipt.ts'
import { openSpanStateSchema, spanKindSchema } from './span.ts'

/** What many spans of a trace have in common: a structure tells it once. */
export const traceOperationSchema = z.object({
  name: z.string(),
  serviceName: z.string(),
  kind: spanKindSchema,
  genAi: z
    .object({
      kind: z.string(),
      operationName: z.string(),
      requestModel: z.string(),
      responseModel: z.string(),
      agentName: z.string(),
      toolName: z.string(),
      isInference: z.boolean(),
      costSource: z.string(),
    })
    .optional()
    .describe('Absent on spans that are not of generative AI'),
})
export type TraceOperation = z.infer<typeof traceOperationSchema>

const rows = z.array(z.number().int()).describe('Places of spans, ascending')

/**
 * A trace as columns: the value at place `i` of each is of the `i`-th span by start time. 100 000 spans are a few megabytes, and
 * are read in milliseconds. What few spans have stands beside their places.
 */
export const traceStructureSchema = z.object({
  traceId: z.string(),
  startTimeUnixNano: z.string(),
  durationNanoseconds: z.string().describe('So far while one of its spans runs'),
  state: openSpanStateSchema.optional(),
  spanCount: z.number().int(),
  truncated: z.boolean().describe('The trace has more spans than the columns'),
  spanIds: z.string().describe('16 hexadecimal digits a span, one after the other'),
  parents: z
    .array(z.number().int())
    .describe('The place of the parent; -1 for a root, -2 - i where the parent is the i-th of missingParentIds'),
  missingParentIds: z.array(z.string()).describe('Parents that were named and have not arrived'),
  startSteps: z.array(z.number()).describe('Nanoseconds since the start of the span before; the first since the trace'),
  durations: z.array(z.number()).describe('Nanoseconds; so far while a span runs, 0 where no end arrived'),
  operations: z.array(traceOperationSchema),
  operationOf: z.array(z.number().int()).describe('Which of the operations a span is'),
  errors: rows,
  oks: rows,
  running: rows,
  noEnd: rows.describe('Places of spans whose end did not arrive in the time it had'),
  statusMessages: z.array(z.object({ text: z.string().describe('At most 200 characters'), rows })),
  httpRoutes: z.array(z.object({ text: z.string(), rows })),
  usage: z.object({
    rows,
    inputTokens: z.array(z.number().int()),
    outputTokens: z.array(z.number().int()),
    costs: z.array(z.number()).describe('US dollars'),
  }),
  events: z.object({
    rows: rows.describe('A place for each event; of a span the first 8'),
    offsets: z.array(z.number()).describe('Nanoseconds since the start of the trace'),
    names: z.array(z.string()),
    nameOf: z.array(z.number().int()),
  }),
  eventCounts: z.object({ rows, counts: z.array(z.number().int()) }),
  links: z
    .array(z.object({ row: z.number().int(), traceId: z.string(), spanId: z.string() }))
    .describe('Of a span the first 8'),
  receipt: receiptSchema,
})
export type TraceStructure = z.infer<typeof traceStructureSchema>

export const traceStructureQuerySchema = z.object({
  earliest: z.coerce
    .number()
    .int()
    .min(1)
    .max(10_000)
    .optional()
    .describe('So many of the first spans, sooner than all of a larger trace; `truncated` says that there are more'),
})

/** The values of one attribute in a trace, of all spans that have it. */
export const traceAttributeSchema = z.object({
  key: z.string(),
  spanIds: z.string().describe('16 hexadecimal digits a span, one after the other'),
  values: z.array(z.string()).describe('At most 1000, each at most 200 characters'),
  codes: z.array(z.number().int()).describe('Which of the values a span has; -1 for one beyond the first 1000'),
  receipt: receiptSchema,
})
export type TraceAttribute = z.infer<typeof traceAttributeSchema>

export const traceAttributeQuerySchema = z.object({ key: z.string().min(1).max(500) })

/** The keys that spans of a trace have, the most frequent first. */
export const traceAttributeKeysSchema = z.object({
  rows: z.array(z.object({ key: z.string(), spanCount: z.number().int(), valueCount: z.number().int() })),
  receipt: receiptSchema,
})
export type TraceAttributeKeys = z.infer<typeof traceAttributeKeysSchema>
