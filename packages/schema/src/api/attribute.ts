import { z } from 'zod'

/** One attribute with its OTLP type. `int` is a decimal string (64 bits do not fit a JSON number), `json` is JSON text. */
export const attributeSchema = z.discriminatedUnion('type', [
  z.object({ key: z.string(), type: z.literal('string'), value: z.string() }),
  z.object({ key: z.string(), type: z.literal('int'), value: z.string() }),
  z.object({
    key: z.string(),
    type: z.literal('double'),
    value: z.union([z.number(), z.literal(['NaN', 'Infinity', '-Infinity'])]),
  }),
  z.object({ key: z.string(), type: z.literal('bool'), value: z.boolean() }),
  z.object({ key: z.string(), type: z.literal('json'), value: z.string() }),
])
export type Attribute = z.infer<typeof attributeSchema>
