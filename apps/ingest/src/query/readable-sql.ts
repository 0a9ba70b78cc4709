const placeholder = /\{([A-Za-z0-9]+):([^}]+)\}/g

/** 64-bit integers are strings here, which ClickHouse would not calculate with. */
const numeric = /^(Array\()?(U?Int|Float)\d/

/** The query with its values in place, to be read and pasted by people. What runs has its values bound. */
export function readableSql(sql: string, params: Record<string, unknown>): string {
  return sql
    .replace(placeholder, (whole, name: string, type: string) =>
      name in params ? literal(params[name], numeric.test(type)) : whole,
    )
    .replace(/\n\s*\n/g, '\n')
    .trim()
}

function literal(value: unknown, isNumber: boolean): string {
  if (Array.isArray(value)) return `[${value.map((item) => literal(item, isNumber)).join(', ')}]`
  if (typeof value === 'string' && !isNumber) return `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
  return String(value)
}
