import type { FlexibleSchema, Schema } from 'ai'
import type { AiSdk } from '../model/load-ai.ts'
import type { JsonSchema } from './tool.ts'

const schemas = new WeakMap<object, Schema<unknown>>()

/**
 * A tool's schema in the AI SDK's form, the same for every run: it makes JSON schema of a zod one anew for each model call otherwise.
 */
export function sdkSchema(ai: AiSdk, schema: FlexibleSchema<unknown> | JsonSchema): Schema<unknown> {
  let known = schemas.get(schema)
  if (known === undefined) {
    known = isJsonSchema(schema) ? ai.jsonSchema(schema) : ai.asSchema(schema)
    schemas.set(schema, known)
  }
  return known
}

/** A schema object of zod, another Standard Schema library or the AI SDK carries a mark; a plain JSON schema does not. */
function isJsonSchema(schema: FlexibleSchema<unknown> | JsonSchema): schema is JsonSchema {
  return typeof schema === 'object' && !('~standard' in schema) && !('jsonSchema' in schema)
}
