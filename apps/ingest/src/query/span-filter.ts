import type { SpanFilter } from '@hanzo/schema/api'
import type { Condition } from '@hanzo/search'
import type { SearchedTable } from '@hanzo/search/sql'
import { searchSql } from '@hanzo/search/sql'
import { type Conditions, condition } from './conditions.ts'
import { scoped } from './scope.ts'
import { spanSearch } from './search-filter.ts'
import { aroundBounds } from './time-bounds.ts'

/**
 * A span filter as SQL. `tail/select-rows.ts` gives the same answers in memory.
 * @throws {InvalidSearchError}
 */
export function spanConditions(filter: SpanFilter): Conditions {
  return searchConditions(spanSearch(filter), 'spans')
}

/**
 * A search as conditions of a query that binds `from` and `to` and reads no row more than an hour beyond them.
 * @param prefix sets the names of what is bound apart from those of another search in the same query.
 */
export function searchConditions(search: Condition, table: SearchedTable, prefix = ''): Conditions {
  const { sql, params, constant } = searchSql(search, { table, scoped, widestRange: aroundBounds, prefix })
  return condition(constant !== true, sql, params)
}

/** Whether any row of the table could pass. */
export function mayPass(search: Condition, table: SearchedTable): boolean {
  return searchSql(search, { table, scoped, widestRange: aroundBounds }).constant !== false
}
