const tableNames = [
  'resources',
  'spans',
  'running_spans',
  'logs',
  'log_patterns',
  'metric_series',
  'metric_points',
  'metric_histogram_points',
  'metric_exponential_histogram_points',
  'metric_summary_points',
  'metric_exemplars',
  'trace_index',
  'span_metrics_1m',
  'span_metrics_15m',
  'log_counts_1m',
  'log_pattern_counts_1m',
  'metric_points_5m',
  'metric_histogram_points_5m',
  'metric_explicit_histogram_points_5m',
  'metric_exponential_histogram_points_5m',
  'metric_counts_5m',
  'ingest_outcomes',
  'attribute_keys',
  'attribute_values',
] as const

export type ScopedTable = (typeof tableNames)[number]

const predicate = 'project_id = {projectId:String}'

/** How a query names a table: `FROM ${scoped('spans')} AND …`. The project is part of the name. */
export function scoped(table: ScopedTable): string {
  return `${table} WHERE ${predicate}`
}

const source = /(?<!\bARRAY\s)\b(?:FROM|JOIN|IN)\s+`?([a-z_][a-z0-9_.]*)`?/gi
const checked = new Set<string>()
/** Searches are written by people: there is no end of different SQL. */
const checkedMax = 1_000

/**
 * Refuses SQL that reads a table other than through `scoped`. Every query passes here on its way to ClickHouse.
 * @throws {Error} a defect of ours, found by the first run of the query.
 */
export function assertScoped(sql: string): void {
  if (checked.has(sql)) return
  const bare = sql.replace(/--.*$|\/\*[\s\S]*?\*\/|'(?:[^'\\]|\\.)*'/gm, ' ')
  const names = new Set(commonTableNames(bare))
  for (const match of bare.matchAll(source)) {
    const name = match[1] ?? ''
    if (names.has(name)) continue
    const scope = `${match[0]} WHERE ${predicate}`
    const isScoped = tableNames.some((table) => table === name) && bare.startsWith(scope, match.index)
    if (!isScoped || hasAlternative(bare.slice(match.index + scope.length))) {
      throw new Error(`a query reads ${name} without its project: name tables by scoped()`)
    }
  }
  if (checked.size >= checkedMax) checked.clear()
  checked.add(sql)
}

/** Names that `WITH` gives to subqueries; what those read is checked where they are defined. */
function commonTableNames(sql: string): string[] {
  return [...sql.matchAll(/\b([a-z_][a-z0-9_]*)\s+AS\s+\(\s*SELECT\b/gi)].map((match) => match[1] ?? '')
}

/** An OR beside the project's condition, not inside parentheses, would let other projects' rows in. */
function hasAlternative(conditions: string): boolean {
  let depth = 0
  for (const [token] of conditions.matchAll(/[()]|\b(?:OR|GROUP|ORDER|LIMIT|HAVING|UNION)\b/gi)) {
    if (token === '(') depth += 1
    else if (token === ')') depth -= 1
    else if (depth === 0) return token.toUpperCase() === 'OR'
    if (depth < 0) return false
  }
  return false
}
