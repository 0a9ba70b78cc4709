import type { SpanDetail } from '@hanzo/schema/api'
import { z } from 'zod'
import { textAttributes, textMap, typeMap } from './attributes.ts'
import { type QueryContext, runQuery } from './run-query.ts'
import { scoped } from './scope.ts'

const RESOURCE = `
SELECT attributes, attribute_types, schema_url AS schemaUrl
FROM ${scoped('resources')}
  AND resource_id = {resourceId:UInt64}
LIMIT 1`

const row = z.object({ attributes: textMap, attribute_types: typeMap, schemaUrl: z.string() })

/** Reads the resource that rows point at by `resource_id`. */
export async function getResource(context: QueryContext, resourceId: string): Promise<SpanDetail['resource']> {
  const { rows } = await runQuery(context, { sql: RESOURCE, params: { resourceId }, row })
  const [resource] = rows
  if (!resource) return { attributes: [], schemaUrl: '' }
  return {
    attributes: textAttributes(resource.attributes, resource.attribute_types),
    schemaUrl: resource.schemaUrl,
  }
}
