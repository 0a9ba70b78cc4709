/** A row as JSON, without the columns that hold nothing: a table has sixty, and most are empty in most rows. */
export function rowText(row: Record<string, unknown>): string {
  return JSON.stringify(Object.fromEntries(Object.entries(row).filter(([, value]) => !isEmpty(value))), null, 2)
}

function isEmpty(value: unknown): boolean {
  if (typeof value === 'string') return /^0*$/.test(value)
  if (typeof value === 'object' && value !== null) return Object.keys(value).length === 0
  return value === 0 || value === false || value === null
}
