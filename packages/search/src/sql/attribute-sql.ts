import { attributeTypeCode } from '@hanzo/schema/row'
import { readAttributeValue } from '../meaning/attribute-value.ts'
import type { AttributeTest, Condition } from '../meaning/condition.ts'
import { bodyValueSql } from './body-value-sql.ts'
import type { SqlParams } from './sql-params.ts'
import { likePattern } from './text-sql.ts'

/** What stands around a condition on an attribute. */
export interface AttributeScope {
  params: SqlParams
  /** How a query names the resources of its project. */
  resources: string
  /** How it names its records where some of them may be looked at beforehand, and what bounds these to its time. */
  records: { table: string; range: string } | undefined
  /** Whether words of bodies may be looked up. */
  usesTextIndex: boolean
}

export function attributeSql(
  { owner, key, test }: Extract<Condition, { type: 'attribute' }>,
  { params, resources, records, usesTextIndex }: AttributeScope,
): string {
  const bound = params.bind('String', key)
  const ofResource = (): string => {
    const found = `${resources} AND ${textMapSql('attributes', 'attribute_types', bound, test, params)}`
    return `(${anyOf(found)} AND resource_id IN (SELECT resource_id FROM ${found}))`
  }
  const hasUnindexed = `has(unindexed_attribute_keys, ${bound})`
  const isUnindexed = records
    ? `${anyOf(`${records.table} AND ${records.range} AND ${hasUnindexed}`)} AND ${hasUnindexed}`
    : hasUnindexed
  const own = (): string =>
    params.table === 'metric_series'
      ? textMapSql('attributes', 'attribute_types', bound, test, params)
      : recordSql(key, { bound, isUnindexed, params }, test)
  const ofMany = (name: string): string =>
    `arrayExists((held, types) -> ${textMapSql('held', 'types', bound, test, params)}, ${name}.attributes, ${name}.attribute_types)`
  switch (owner) {
    case 'body':
      return bodyValueSql(key, test, { params, usesTextIndex })
    case 'any':
      return indexed(`(${own()} OR ${ofResource()})`, 8, params)
    case 'record':
      return indexed(`(${own()})`, 6, params)
    case 'resource':
      return ofResource()
    case 'scope':
      return opaque(textMapSql('scope_attributes', 'scope_attribute_types', bound, test, params))
    case 'event':
      return ofMany('events')
    case 'link':
      return ofMany('links')
  }
}

/**
 * Whether there are such rows at all, which ClickHouse finds out first, in milliseconds, and then writes as a constant: a branch that
 * cannot find anything falls away, and with it the columns it reads. An index alone then answers what only it can: 20 million spans
 * are counted by an attribute in 0.3 s instead of 3.
 */
function anyOf(rows: string): string {
  return `(SELECT count() > 0 FROM (SELECT 1 FROM ${rows} LIMIT 1))`
}

/** One thing to ClickHouse's analysis of indexes, which gives up on joining indexes above 32 conditions and operators. */
function opaque(sql: string): string {
  return `if(${sql}, true, false)`
}

/** Leaves the indexes to the first terms: with all of them, none would have any. */
function indexed(sql: string, conditions: number, params: SqlParams): string {
  return params.takeIndexed(conditions) ? sql : opaque(sql)
}

interface RecordScope {
  bound: string
  isUnindexed: string
  params: SqlParams
}

/**
 * An attribute of the record itself. Each branch has an index, and ClickHouse joins the granules they leave:
 * `attribute_items_text` finds indexed strings, `unindexed_attribute_keys_text` the granules where the key has a value
 * of another kind.
 */
function recordSql(key: string, { bound, isUnindexed, params }: RecordScope, test: AttributeTest): string {
  const holds = (map: string, condition: (value: string) => string): string =>
    `(mapContains(${map}, ${bound}) AND ${condition(`${map}[${bound}]`)})`
  switch (test.test) {
    case 'exists':
      return `mapContains(attributes_string, ${bound}) OR ${isUnindexed}`
    case 'compare': {
      const number = params.number(test.value)
      const compared = (value: string): string => `${value} ${test.comparison} ${number}`
      return `(${isUnindexed} AND ${opaque(`${holds('attributes_int', compared)} OR ${holds('attributes_double', compared)}`)})`
    }
    case 'like': {
      const pattern = params.bind('String', likePattern(test.parts))
      const like = (value: string): string => `${value} LIKE ${pattern}`
      const others = [
        holds('attributes_unindexed', like),
        holds('attributes_json', like),
        holds('attributes_int', (value) => like(`toString(${value})`)),
      ]
      return `${opaque(holds('attributes_string', like))} OR (${isUnindexed} AND ${opaque(others.join(' OR '))})`
    }
    case 'equals':
      return equalsSql(key, test.texts, { isUnindexed, holds, params })
  }
}

interface Equality {
  isUnindexed: string
  holds: (map: string, condition: (value: string) => string) => string
  params: SqlParams
}

function equalsSql(key: string, texts: readonly string[], { isUnindexed, holds, params }: Equality): string {
  const values = texts.map(readAttributeValue)
  const oneOf = (map: string, type: string, wanted: readonly unknown[]): string[] =>
    wanted.length === 0 ? [] : [holds(map, (held) => `has(${params.bind(`Array(${type})`, wanted)}, ${held})`)]
  const items = `hasAny(attribute_items, ${params.bind(
    'Array(String)',
    texts.map((text) => `${key}=${text}`),
  )})`
  // One text stands for several pairs where there is more than one = in it.
  const isAmbiguous = key.includes('=') || texts.some((text) => text.includes('='))
  const others = [
    ...oneOf('attributes_unindexed', 'String', texts),
    ...oneOf('attributes_json', 'String', texts),
    ...oneOf(
      'attributes_int',
      'Int64',
      values.flatMap(({ int }) => int ?? []),
    ),
    ...oneOf(
      'attributes_double',
      'Float64',
      values.flatMap(({ double }) => double ?? []),
    ),
    ...oneOf(
      'attributes_bool',
      'Bool',
      values.flatMap(({ bool }) => bool ?? []),
    ),
  ]
  const strings = isAmbiguous ? `(${items} AND ${opaque(oneOf('attributes_string', 'String', texts).join(''))})` : items
  return `${strings} OR (${isUnindexed} AND ${opaque(others.join(' OR '))})`
}

/** An attribute in a map of texts with the types of those that are not strings. */
function textMapSql(map: string, types: string, key: string, test: AttributeTest, params: SqlParams): string {
  const value = `${map}[${key}]`
  switch (test.test) {
    case 'exists':
      return `mapContains(${map}, ${key})`
    case 'equals':
      return `(mapContains(${map}, ${key}) AND has(${params.bind('Array(String)', test.texts)}, ${value}))`
    case 'like':
      return `(mapContains(${map}, ${key}) AND ${value} LIKE ${params.bind('String', likePattern(test.parts))})`
    case 'compare': {
      const compared = `${test.comparison} ${params.number(test.value)}`
      return `((${types}[${key}] = ${attributeTypeCode.int} AND toInt64OrZero(${value}) ${compared})
        OR (${types}[${key}] = ${attributeTypeCode.double} AND toFloat64OrZero(${value}) ${compared}))`
    }
  }
}
