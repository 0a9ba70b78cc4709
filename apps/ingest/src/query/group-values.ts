import type { SearchColumn } from '@hanzo/search'
import { fieldTextSql, mapTextSql, recordTextSql } from './column-sql.ts'
import { scoped } from './scope.ts'

/** What a query groups by. */
export interface GroupValues {
  /** Their names, `value0` and on. */
  names: string
  /** Their expressions, over rows of `spans` with what `join` adds. */
  select: string
  /** What stands behind the rows where resources are asked too. */
  join: string
  /** Binds the keys. */
  params: Record<string, string>
}

export function groupValues(columns: readonly SearchColumn[]): GroupValues {
  const held = columns.flatMap(resourceKey)
  return {
    names: columns.map((_, index) => `value${index}`).join(', '),
    select: columns.map((column, index) => `${valueSql(column, index)} AS value${index}`).join(',\n    '),
    join: held.length > 0 ? joinResources(held) : '',
    params: Object.fromEntries(
      columns.flatMap((column, index) => (column.type === 'attribute' ? [[`key${index}`, column.key]] : [])),
    ),
  }
}

/** The value of a span under the key with this number. */
function valueSql(column: SearchColumn, index: number): string {
  if (column.type === 'field') return fieldTextSql(column.field)
  const key = `{key${index}:String}`
  switch (column.owner) {
    case 'record':
      return recordTextSql(key)
    case 'scope':
      return mapTextSql('scope_attributes', key)
    case 'resource':
      return `held${index}`
    // Spans have none.
    case 'body':
      return 'NULL'
    case 'any':
      return `coalesce(${recordTextSql(key)}, held${index})`
  }
}

function resourceKey(column: SearchColumn, index: number): number[] {
  const isHeld = column.type === 'attribute' && (column.owner === 'any' || column.owner === 'resource')
  return isHeld ? [index] : []
}

/** What the resources of the project have under the keys; there are few of them, and rows carry their ids. */
function joinResources(keys: readonly number[]): string {
  return `
  LEFT ANY JOIN (
    SELECT resource_id, ${keys.map((index) => `${mapTextSql('attributes', `{key${index}:String}`)} AS held${index}`).join(', ')}
    FROM ${scoped('resources')}
    LIMIT 1 BY resource_id
  ) AS resource USING (resource_id)`
}
