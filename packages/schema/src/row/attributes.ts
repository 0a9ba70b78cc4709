/**
 * How OTLP attributes are laid into columns.
 *
 * Spans and log records (searched) have one map per type, so that each comes back exactly as it was sent:
 * - `attributes_string`: strings of at most 64 bytes, behind the `key=value` text index
 * - `attributes_unindexed`: longer strings, and strings of keys that are nearly unique per row
 * - `attributes_int`, `attributes_double`, `attributes_bool`
 * - `attributes_json`: arrays, key-value lists, bytes (`{"bytesValue":"<base64>"}`) and empty values (`null`) as JSON text
 *
 * Resources, scopes, events, links, series and exemplars (looked up) have one map of texts,
 * and beside it the types of those that are not strings.
 */
export const attributeColumns = {
  attributes_string: 'Map(LowCardinality(String), String)',
  attributes_unindexed: 'Map(LowCardinality(String), String)',
  attributes_int: 'Map(LowCardinality(String), Int64)',
  attributes_double: 'Map(LowCardinality(String), Float64)',
  attributes_bool: 'Map(LowCardinality(String), Bool)',
  attributes_json: 'Map(LowCardinality(String), String)',
} as const

/** Strings above this many UTF-8 bytes go to `attributes_unindexed`. */
export const indexedValueBytesMax = 64

/** Codes in `attribute_types` maps. A key that is absent there is a string. */
export const attributeTypeCode = { int: 1, double: 2, bool: 3, json: 4 } as const
