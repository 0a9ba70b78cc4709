const placeholder = /\{([A-Za-z0-9]+):([^}]+)\}/g

/** The query with its values in place, to be read and pasted by people. What runs has its values bound. */
export function readableSql(sql: string, params: Record<string, unknown>): string {
  return sql
    .replace(placeholder, (whole, name: string) => (name in params ? literal(params[name]) : whole))
    .replace(/\n\s*\n/g, '\n')
    .trim()
}

function literal(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`
  if (typeof value === 'string') return `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
  return String(value)
}
