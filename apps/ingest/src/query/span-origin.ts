import type { SpanDetail } from '@hanzo/schema/api'
import { z } from 'zod'
import { textAttributes, textMap, typeMap } from './attributes.ts'

/** Where a span comes from, as columns of a query and as the fields of its row. */
export const SPAN_ORIGIN = `scope_name AS scopeName,
  scope_version AS scopeVersion,
  scope_attributes AS scopeAttributes,
  scope_attribute_types AS scopeAttributeTypes,
  resource_id AS resourceId`

export const spanOriginRow = {
  scopeName: z.string(),
  scopeVersion: z.string(),
  scopeAttributes: textMap,
  scopeAttributeTypes: typeMap,
  resourceId: z.string(),
}

const originSchema = z.object(spanOriginRow)

export function scopeOf(span: z.output<typeof originSchema>): SpanDetail['scope'] {
  return {
    name: span.scopeName,
    version: span.scopeVersion,
    attributes: textAttributes(span.scopeAttributes, span.scopeAttributeTypes),
  }
}
