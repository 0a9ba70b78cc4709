import type { LogRow, RunningSpanRow, SpanRow } from '@hanzo/schema/row'
import { type AttributeFilter, parseAttributeFilter } from '../query/attribute-filter.ts'

/** The attributes of a row's resource as texts; `undefined` when the resource is not known. */
export type ResourceAttributes = ReadonlyMap<string, string> | undefined

/** @param resource reads the attributes of the row's resource. */
export type RowPredicate<Row> = (row: Row, resource: () => ResourceAttributes) => boolean

/** What `recordConditions` is in SQL. */
export function recordPredicate(filter: {
  service: readonly string[]
  attribute: readonly string[]
}): RowPredicate<SpanRow | RunningSpanRow | LogRow> {
  const services = new Set(filter.service)
  const attributes = filter.attribute.map(parseAttributeFilter)
  return (row, resource) =>
    (services.size === 0 || services.has(row.service_name)) &&
    attributes.every((attribute) => hasAttribute(row, attribute) || resource()?.get(attribute.key) === attribute.text)
}

function hasAttribute(row: SpanRow | RunningSpanRow | LogRow, filter: AttributeFilter): boolean {
  const { key, text, int, double, bool } = filter
  return (
    hasItem(row.attributes_string, filter) ||
    row.attributes_unindexed.get(key) === text ||
    row.attributes_json.get(key) === text ||
    (int !== undefined && row.attributes_int.get(key) === int) ||
    (double !== undefined && row.attributes_double.get(key) === double) ||
    (bool !== undefined && row.attributes_bool.get(key) === bool)
  )
}

/** The index holds `key=value` as one text, so a key that itself contains `=` is found as well. */
function hasItem(attributes: ReadonlyMap<string, string>, { key, text, item }: AttributeFilter): boolean {
  if (attributes.get(key) === text) return true
  if (!text.includes('=')) return false
  for (const [name, value] of attributes) if (`${name}=${value}` === item) return true
  return false
}
