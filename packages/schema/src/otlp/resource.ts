import type { z } from 'zod'
import { attributesSchema } from './any-value.ts'
import { messageSchema } from './message.ts'
import { textSchema, uint32Schema } from './scalar.ts'

/**
 * Who sends: the process, container, host. A resource that fails makes every record under it fail.
 * @see https://opentelemetry.io/docs/specs/otel/resource/data-model/
 */
export const resourceSchema = messageSchema({
  attributes: attributesSchema,
  droppedAttributesCount: uint32Schema,
})
export type Resource = z.output<typeof resourceSchema>

/**
 * The library that recorded. An empty name is an unknown scope and is stored as is.
 * @see https://opentelemetry.io/docs/specs/otel/common/instrumentation-scope/
 */
export const instrumentationScopeSchema = messageSchema({
  name: textSchema,
  version: textSchema,
  attributes: attributesSchema,
  droppedAttributesCount: uint32Schema,
})
export type InstrumentationScope = z.output<typeof instrumentationScopeSchema>
