import { z } from 'zod'
import { receiptSchema } from './receipt.ts'
import { timeRangeSchema } from './time-range.ts'

const signalSchema = z
  .enum(['spans', 'logs', 'metrics'])
  .default('spans')
  .describe('Which records; of metrics their series, which are counted exactly')
const metricSchema = z.string().max(1_024).optional().describe('Of metrics: only the series of the one with this name')
const prefixSchema = z.string().max(1_024).default('').describe('What it begins with, in the same case')

export const attributeKeysQuerySchema = timeRangeSchema.extend({
  signal: signalSchema,
  metric: metricSchema,
  prefix: prefixSchema,
  limit: z.coerce.number().int().min(1).max(1_000).default(100),
})
export type AttributeKeysQuery = z.infer<typeof attributeKeysQuerySchema>

const typeSchema = z.enum(['string', 'int', 'double', 'bool', 'json'])

/** A key that records have. Counts are estimates from a sample, of whole days of UTC. */
export const attributeKeySchema = z.object({
  key: z.string(),
  /** Records that have it. */
  count: z.number().int(),
  /** Of these, records whose value is not counted: too long, of a type with endless values, or one of too many. */
  otherCount: z.number().int(),
  /** Most frequent first. */
  types: z.array(z.object({ type: typeSchema, count: z.number().int() })),
  lastSeen: z.iso.datetime(),
})
export type AttributeKey = z.infer<typeof attributeKeySchema>

export const attributeKeyListSchema = z.object({ rows: z.array(attributeKeySchema), receipt: receiptSchema })
export type AttributeKeyList = z.infer<typeof attributeKeyListSchema>

export const attributeValuesQuerySchema = timeRangeSchema.extend({
  signal: signalSchema,
  metric: metricSchema,
  key: z.string().min(1).max(1_024),
  prefix: prefixSchema,
  limit: z.coerce.number().int().min(1).max(500).default(50),
})
export type AttributeValuesQuery = z.infer<typeof attributeValuesQuerySchema>

/** A value that records have under a key, as text. Counts are estimates from a sample, of whole quarters of an hour. */
export const attributeValueSchema = z.object({ value: z.string(), count: z.number().int() })
export type AttributeValue = z.infer<typeof attributeValueSchema>

export const attributeValueListSchema = z.object({ rows: z.array(attributeValueSchema), receipt: receiptSchema })
export type AttributeValueList = z.infer<typeof attributeValueListSchema>
