import { z } from 'zod'
import { receiptSchema } from './receipt.ts'
import { redSchema } from './red.ts'
import { timeRangeSchema } from './time-range.ts'

export const serviceMapQuerySchema = z.object({
  ...timeRangeSchema.shape,
})
export type ServiceMapQuery = z.infer<typeof serviceMapQuerySchema>

/** What stands at an end of a call: a service that sends spans, or something that is known from the calls to it alone. */
export const mapNodeTypeSchema = z.enum(['service', 'database', 'messaging', 'model', 'external'])
export type MapNodeType = z.infer<typeof mapNodeTypeSchema>

export const serviceMapSchema = z.object({
  seconds: z.number().describe('Length of the range'),
  nodes: z.array(
    z.object({
      id: z.string(),
      type: mapNodeTypeSchema,
      name: z.string().describe('Of a service as in `service`; else the system, provider or address that is called'),
    }),
  ),
  edges: z.array(
    redSchema.extend({
      from: z.string().describe('Id of the node that calls'),
      to: z.string().describe('Id of the node that is called'),
    }),
  ),
  truncated: z.boolean().describe('There are more kinds of calls than are answered; those with most calls are here'),
  sample: z
    .object({ minutes: z.number().int(), ofMinutes: z.number().int() })
    .describe('The minutes of the range that were read; counts are scaled up to all of them'),
  receipt: receiptSchema,
})
export type ServiceMap = z.infer<typeof serviceMapSchema>
export type MapNode = ServiceMap['nodes'][number]
export type MapEdge = ServiceMap['edges'][number]
