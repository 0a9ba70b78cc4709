/** Conditions of a query: constant SQL, each starting with AND, and the values bound in it. */
export interface Conditions {
  sql: string
  params: Record<string, unknown>
}

export function joinConditions(parts: readonly Conditions[]): Conditions {
  return {
    sql: parts.map(({ sql }) => sql).join(''),
    params: Object.assign({}, ...parts.map(({ params }) => params)),
  }
}

/** `present` decides whether the condition stands in the query. */
export function condition(present: boolean, sql: string, params: Record<string, unknown> = {}): Conditions {
  return present ? { sql: `\n  AND ${sql}`, params } : { sql: '', params: {} }
}
