import { z } from 'zod'
import { many } from './many.ts'
import { receiptSchema } from './receipt.ts'
import { timeRangeSchema } from './time-range.ts'

/**
 * What became of what was sent. `accepted`: records that are durable. `rejected`: records that were refused alone.
 * `refused`: whole requests. `warned`: requests that were taken, and whose sender was told something.
 */
export const ingestOutcomeSchema = z.enum(['accepted', 'rejected', 'refused', 'warned'])
export type IngestOutcome = z.infer<typeof ingestOutcomeSchema>

/** The outcomes that somebody should look at. */
export const ingestProblemOutcomeSchema = ingestOutcomeSchema.exclude(['accepted'])

export const ingestSignalSchema = z.enum(['traces', 'metrics', 'logs'])
export type IngestSignal = z.infer<typeof ingestSignalSchema>

/** Everything that was not stored for one reason, of one service and SDK. Times are Unix milliseconds. */
export const ingestProblemSchema = z.object({
  outcome: ingestProblemOutcomeSchema,
  signal: ingestSignalSchema.nullable().describe('Null where a request was refused before it told'),
  statusCode: z.number().int().describe('What the sender was answered'),
  code: z.string().describe('Of a refused request, such as `RATE_LIMITED`; empty for records'),
  reason: z.string().describe('Field and fix, without values of records'),
  serviceName: z.string().describe('Empty where it is not known, as for requests that were not read'),
  sdk: z.string().describe("`telemetry.sdk.*` of the resource, or the client's user agent"),
  recordCount: z.number().int(),
  requestCount: z.number().int(),
  firstSeenUnixMs: z.number().int(),
  lastSeenUnixMs: z.number().int(),
  sample: z.string().describe('The first such record as JSON with its texts left out; empty when there is none'),
})
export type IngestProblem = z.infer<typeof ingestProblemSchema>

export const listIngestProblemsQuerySchema = timeRangeSchema.extend({
  outcome: many(ingestProblemOutcomeSchema),
  signal: many(ingestSignalSchema),
  service: many(z.string().max(200)),
  limit: z.coerce.number().int().min(1).max(1_000).default(500),
})
export type ListIngestProblemsQuery = z.infer<typeof listIngestProblemsQuerySchema>

export const ingestProblemListSchema = z.object({ rows: z.array(ingestProblemSchema), receipt: receiptSchema })
export type IngestProblemList = z.infer<typeof ingestProblemListSchema>

export const ingestHistogramQuerySchema = timeRangeSchema.extend({
  buckets: z.coerce.number().int().min(1).max(500).default(60),
})
export type IngestHistogramQuery = z.infer<typeof ingestHistogramQuerySchema>

/** By the time of receipt. `accepted` and `rejected` are records, `refused` and `warned` are requests. */
export const ingestHistogramSchema = z.object({
  bucketSeconds: z.number().int(),
  buckets: z.array(
    z.object({ timeUnixSeconds: z.number().int(), counts: z.partialRecord(ingestOutcomeSchema, z.number().int()) }),
  ),
  receipt: receiptSchema,
})
export type IngestHistogram = z.infer<typeof ingestHistogramSchema>

/** Requests that were refused before their project was known, such as those with an unknown key. */
const unidentifiedSchema = z.object({
  statusCode: z.number().int(),
  code: z.string(),
  reason: z.string(),
  client: z.string().describe('User agent'),
  requestCount: z.number().int(),
  lastSeenUnixMs: z.number().int(),
})

/**
 * How receiving and writing go right now, in the process that answers. `recent` and `deadLetters` are of the project, the
 * rest is of all projects together.
 */
export const ingestStatusSchema = z.object({
  startedAtUnixMs: z.number().int(),
  recent: z
    .object({
      minutes: z.number().int(),
      acceptedRecords: z.number().int(),
      rejectedRecords: z.number().int(),
      refusedRequests: z.number().int(),
      warnedRequests: z.number().int(),
    })
    .describe('Of this project, in the last minutes'),
  spool: z.object({
    bytes: z.number().int(),
    bytesMax: z.number().int(),
    segments: z.number().int().describe('Files that wait for ClickHouse or are being written to it'),
  }),
  lag: z
    .object({
      windowMinutes: z.number().int(),
      rows: z.number().int().describe('Rows that became queryable in the window'),
      p50Milliseconds: z.number().nullable(),
      p95Milliseconds: z.number().nullable(),
      maxMilliseconds: z.number().nullable(),
    })
    .describe('From the receipt of a row until ClickHouse answers questions with it'),
  writerFailure: z
    .object({
      table: z.string(),
      code: z.string(),
      message: z.string(),
      attempts: z.number().int(),
      sinceUnixMs: z.number().int(),
    })
    .nullable()
    .describe('Why the oldest rows are not stored yet'),
  deadLetters: z
    .object({ count: z.number().int(), bytes: z.number().int() })
    .describe('Those with rows of this project'),
  unidentified: z.array(unidentifiedSchema).describe('In the last minutes of `recent`, most recent first'),
})
export type IngestStatus = z.infer<typeof ingestStatusSchema>

/** Rows of one segment that ClickHouse refused for good, as far as they are of the project. */
export const deadLetterSchema = z.object({
  id: z.string(),
  refusedAtUnixMs: z.number().int(),
  bytes: z.number().int().describe('On disk, with the rows of other projects'),
  hasOtherProjects: z.boolean().describe('Rows of other projects are in it: it can be replayed, not deleted'),
  tables: z.array(
    z.object({
      table: z.string(),
      rows: z.number().int(),
      code: z.string().describe("ClickHouse's name of the error"),
      message: z.string(),
      attempts: z.number().int(),
    }),
  ),
})
export type DeadLetterSummary = z.infer<typeof deadLetterSchema>

export const deadLetterListSchema = z.object({ rows: z.array(deadLetterSchema) })
export type DeadLetterList = z.infer<typeof deadLetterListSchema>

export const deadLetterRowsQuerySchema = z.object({
  table: z.string().max(100),
  limit: z.coerce.number().int().min(1).max(100).default(20),
})

/** Rows of a dead letter, column by column: maps as objects, 64-bit integers as decimal strings, long texts cut. */
export const deadLetterRowsSchema = z.object({ rows: z.array(z.record(z.string(), z.unknown())) })
export type DeadLetterRows = z.infer<typeof deadLetterRowsSchema>
