import { parseAttributeFilter } from './attribute-filter.ts'
import { type Conditions, condition, joinConditions } from './conditions.ts'
import { scoped } from './scope.ts'

/** Conditions that spans and log records share. */
export function recordConditions(filter: { service: string[]; attribute: string[] }): Conditions {
  return joinConditions([
    condition(filter.service.length > 0, 'service_name IN {service:Array(String)}', { service: filter.service }),
    ...filter.attribute.map(attributeCondition),
  ])
}

/**
 * `key=value` of the record or its resource. Each branch has an index, and ClickHouse joins the granules they leave:
 * `attribute_items_text` finds indexed strings, `unindexed_attribute_keys_text` the granules where the key has a value
 * of another kind, `resource_id_bloom` the rows of matching resources.
 */
function attributeCondition(text: string, index: number): Conditions {
  const filter = parseAttributeFilter(text)
  const key = `{key${index}:String}`
  const value = `{value${index}:String}`
  const holds = (map: string, bound: string): string => `(mapContains(${map}, ${key}) AND ${map}[${key}] = ${bound})`
  const unindexed = [
    holds('attributes_unindexed', value),
    holds('attributes_json', value),
    ...(filter.int === undefined ? [] : [holds('attributes_int', `{int${index}:Int64}`)]),
    ...(filter.double === undefined ? [] : [holds('attributes_double', `{double${index}:Float64}`)]),
    ...(filter.bool === undefined ? [] : [holds('attributes_bool', `{bool${index}:Bool}`)]),
  ]
  const sql = `(
    has(attribute_items, {item${index}:String})
    OR (has(unindexed_attribute_keys, ${key}) AND (${unindexed.join(' OR ')}))
    OR resource_id IN (
      SELECT resource_id FROM ${scoped('resources')} AND ${holds('attributes', value)}
    )
  )`
  return condition(true, sql, {
    [`key${index}`]: filter.key,
    [`value${index}`]: filter.text,
    [`item${index}`]: filter.item,
    ...(filter.int !== undefined && { [`int${index}`]: String(filter.int) }),
    ...(filter.double !== undefined && { [`double${index}`]: filter.double }),
    ...(filter.bool !== undefined && { [`bool${index}`]: filter.bool }),
  })
}
