import { attributeTypeCode } from '@hanzo/schema/row'
import { readAttributeValue } from '../meaning/attribute-value.ts'
import type { AttributeTest, Condition } from '../meaning/condition.ts'
import type { SqlParams } from './sql-params.ts'
import { likePattern } from './text-sql.ts'

/** @param resources how a query names the resources of its project. */
export function attributeSql(
  { owner, key, test }: Extract<Condition, { type: 'attribute' }>,
  params: SqlParams,
  resources: string,
): string {
  const bound = params.bind('String', key)
  const ofResource = (): string =>
    `resource_id IN (SELECT resource_id FROM ${resources} AND ${textMapSql('attributes', 'attribute_types', bound, test, params)})`
  const ofMany = (name: string): string =>
    `arrayExists((held, types) -> ${textMapSql('held', 'types', bound, test, params)}, ${name}.attributes, ${name}.attribute_types)`
  switch (owner) {
    case 'any':
      return `(${recordSql(key, bound, test, params)} OR ${ofResource()})`
    case 'record':
      return `(${recordSql(key, bound, test, params)})`
    case 'resource':
      return ofResource()
    case 'scope':
      return textMapSql('scope_attributes', 'scope_attribute_types', bound, test, params)
    case 'event':
      return ofMany('events')
    case 'link':
      return ofMany('links')
  }
}

/**
 * An attribute of the record itself. Each branch has an index, and ClickHouse joins the granules they leave:
 * `attribute_items_text` finds indexed strings, `unindexed_attribute_keys_text` the granules where the key has a value
 * of another kind.
 */
function recordSql(key: string, bound: string, test: AttributeTest, params: SqlParams): string {
  const isUnindexed = `has(unindexed_attribute_keys, ${bound})`
  const holds = (map: string, condition: (value: string) => string): string =>
    `(mapContains(${map}, ${bound}) AND ${condition(`${map}[${bound}]`)})`
  switch (test.test) {
    case 'exists':
      return `mapContains(attributes_string, ${bound}) OR ${isUnindexed}`
    case 'compare': {
      const number = params.number(test.value)
      const compared = (value: string): string => `${value} ${test.comparison} ${number}`
      return `(${isUnindexed} AND (${holds('attributes_int', compared)} OR ${holds('attributes_double', compared)}))`
    }
    case 'like': {
      const pattern = params.bind('String', likePattern(test.parts))
      const like = (value: string): string => `${value} LIKE ${pattern}`
      const others = [
        holds('attributes_unindexed', like),
        holds('attributes_json', like),
        holds('attributes_int', (value) => like(`toString(${value})`)),
      ]
      return `${holds('attributes_string', like)} OR (${isUnindexed} AND (${others.join(' OR ')}))`
    }
    case 'equals':
      return equalsSql(key, test.text, { isUnindexed, holds, params })
  }
}

interface Equality {
  isUnindexed: string
  holds: (map: string, condition: (value: string) => string) => string
  params: SqlParams
}

function equalsSql(key: string, text: string, { isUnindexed, holds, params }: Equality): string {
  const { int, double, bool } = readAttributeValue(text)
  const equals = (map: string, value: string): string => holds(map, (held) => `${held} = ${value}`)
  const value = params.bind('String', text)
  const item = `has(attribute_items, ${params.bind('String', `${key}=${text}`)})`
  // One text stands for several pairs where there is more than one = in it.
  const isAmbiguous = key.includes('=') || text.includes('=')
  const others = [
    equals('attributes_unindexed', value),
    equals('attributes_json', value),
    ...(int === undefined ? [] : [equals('attributes_int', params.bind('Int64', String(int)))]),
    ...(double === undefined ? [] : [equals('attributes_double', params.bind('Float64', double))]),
    ...(bool === undefined ? [] : [equals('attributes_bool', params.bind('Bool', bool))]),
  ]
  const indexed = isAmbiguous ? `(${item} AND ${equals('attributes_string', value)})` : item
  return `${indexed} OR (${isUnindexed} AND (${others.join(' OR ')}))`
}

/** An attribute in a map of texts with the types of those that are not strings. */
function textMapSql(map: string, types: string, key: string, test: AttributeTest, params: SqlParams): string {
  const value = `${map}[${key}]`
  switch (test.test) {
    case 'exists':
      return `mapContains(${map}, ${key})`
    case 'equals':
      return `(mapContains(${map}, ${key}) AND ${value} = ${params.bind('String', test.text)})`
    case 'like':
      return `(mapContains(${map}, ${key}) AND ${value} LIKE ${params.bind('String', likePattern(test.parts))})`
    case 'compare': {
      const compared = `${test.comparison} ${params.number(test.value)}`
      return `((${types}[${key}] = ${attributeTypeCode.int} AND toInt64OrZero(${value}) ${compared})
        OR (${types}[${key}] = ${attributeTypeCode.double} AND toFloat64OrZero(${value}) ${compared}))`
    }
  }
}
