import { type Condition, conditionFor, type SearchedTable } from '../meaning/condition.ts'
import { type AttributeScope, attributeSql } from './attribute-sql.ts'
import { SqlParams } from './sql-params.ts'
import { usesTextIndex } from './text-index.ts'
import { containsSql, likePattern } from './text-sql.ts'

export type { SearchedTable }
export { usesTextIndex }

export interface SearchSqlOptions {
  table: SearchedTable
  /** How a query names a table of its project, up to and with its first condition: `spans WHERE project_id = …`. */
  scoped: (table: 'spans' | 'logs' | 'resources') => string
  /** A condition on time that all rows of the query fulfil, and all spans that its structural terms look at. */
  widestRange: string
  /** Begins the names of what is bound, where a query has two conditions of one table. */
  prefix?: string
}

export interface SearchSql {
  /** A condition in parentheses where it needs them, every value bound. Never NULL. */
  sql: string
  params: Record<string, unknown>
  /** Whether no row of the table passes, or every one. */
  constant: boolean | undefined
}

/** Writes a search as a condition of ClickHouse, for the indexes of its table. `matchSearch` is the same in memory. */
export function searchSql(condition: Condition, options: SearchSqlOptions): SearchSql {
  const params = new SqlParams(options.table, options.prefix)
  const own = conditionFor(options.table, condition)
  const sql = write(own, { ...options, params, usesTextIndex: usesTextIndex(own) })
  return { sql, params: params.values, constant: own.type === 'constant' ? own.value : undefined }
}

interface Writing extends SearchSqlOptions {
  params: SqlParams
  usesTextIndex: boolean
}

function write(condition: Condition, writing: Writing): string {
  const { params } = writing
  switch (condition.type) {
    case 'constant':
      return String(condition.value)
    case 'all':
      return `(${condition.of.map((part) => write(part, writing)).join(' AND ')})`
    case 'any':
      return `(${condition.of.map((part) => write(part, writing)).join(' OR ')})`
    case 'not':
      return `(NOT ${write(condition.of, writing)})`
    case 'related':
      return relatedSql(condition, writing)
    case 'attribute':
      return attributeSql(condition, {
        params,
        resources: writing.scoped('resources'),
        records: recordsOf(writing),
        usesTextIndex: writing.usesTextIndex,
      })
    case 'contains':
      return containsSql(condition, params, writing.usesTextIndex)
    default:
      return columnSql(condition, params)
  }
}

/** Running spans are few, and another time counts for them. */
function recordsOf({ table, scoped, widestRange }: Writing): AttributeScope['records'] {
  return table === 'spans' || table === 'logs' ? { table: scoped(table), range: widestRange } : undefined
}

type ColumnCondition = Exclude<
  Condition,
  { type: 'constant' | 'all' | 'any' | 'not' | 'related' | 'attribute' | 'contains' }
>

function columnSql(condition: ColumnCondition, params: SqlParams): string {
  switch (condition.type) {
    case 'equals':
      return oneOf(condition.column, condition.values, params)
    case 'like':
      return `${condition.column} LIKE ${params.bind('String', likePattern(condition.parts))}`
    case 'code':
      return `${condition.column} IN ${params.bind('Array(UInt8)', condition.codes)}`
    case 'id':
      return idSql(condition, params)
    case 'hash':
      return hashSql(condition, params)
    case 'idLike':
      return `lower(hex(${condition.column})) LIKE ${params.bind('String', likePattern(condition.parts))}`
    case 'number': {
      const sum = condition.columns.length === 1 ? condition.columns[0] : `(${condition.columns.join(' + ')})`
      return `${sum} ${condition.comparison} ${params.number(condition.value)}`
    }
    case 'root':
      return 'is_root'
    case 'open':
      return condition.state === 'running' ? '(NOT is_given_up)' : 'is_given_up'
    case 'eventName': {
      const { test } = condition
      if (test.test === 'exists') return 'notEmpty(events.name)'
      if (test.test === 'equals') return `hasAny(events.name, ${params.bind('Array(String)', test.texts)})`
      return `arrayExists(name -> name LIKE ${params.bind('String', likePattern(test.parts))}, events.name)`
    }
    case 'linkId': {
      const bytes = condition.id.length / 2
      return `has(${condition.column}, toFixedString(unhex(${params.bind('String', condition.id)}), ${bytes}))`
    }
  }
}

function oneOf(column: string, values: readonly string[], params: SqlParams): string {
  const [only] = values
  if (only !== undefined && values.length === 1) return `${column} = ${params.bind('String', only)}`
  return `${column} IN ${params.bind('Array(String)', values)}`
}

/** One id is compared, so that the bloom filter answers; several are a set, which it answers too. */
function idSql({ column, ids }: Extract<Condition, { type: 'id' }>, params: SqlParams): string {
  const [only = ''] = ids
  const bytes = only.length / 2
  if (ids.length === 1) return `${column} = toFixedString(unhex(${params.bind('String', only)}), ${bytes})`
  return `${column} IN (SELECT toFixedString(unhex(arrayJoin(${params.bind('Array(String)', ids)})), ${bytes}))`
}

function hashSql({ column, hashes }: Extract<Condition, { type: 'hash' }>, params: SqlParams): string {
  const [only] = hashes
  if (only !== undefined && hashes.length === 1) return `${column} = ${params.bind('UInt64', String(only))}`
  return `${column} IN ${params.bind('Array(UInt64)', hashes)}`
}

/** The spans of the other end are found first, as a set of ids. */
function relatedSql({ relation, of }: Extract<Condition, { type: 'related' }>, writing: Writing): string {
  const found = write(conditionFor('spans', of), { ...writing, table: 'spans' })
  const from = (columns: string, more = ''): string =>
    `(SELECT ${columns} FROM ${writing.scoped('spans')} AND ${writing.widestRange}${more} AND ${found})`
  if (relation === 'parent') return `(trace_id, parent_span_id) IN ${from('trace_id, span_id')}`
  if (relation === 'child') return `(trace_id, span_id) IN ${from('trace_id, parent_span_id', ' AND NOT is_root')}`
  return `trace_id IN ${from('trace_id')}`
}
