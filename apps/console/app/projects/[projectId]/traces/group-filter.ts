import { addAbsence, addFilter, findSearchField } from '@hanzo/search'

/** The search that finds the spans of one group within those of another search. */
export function groupFilter(query: string, keys: readonly string[], values: readonly (string | null)[]): string {
  return keys.reduce((search, key, index) => {
    const value = values[index] ?? null
    if (value === null) return addAbsence(search, key)
    const field = findSearchField(key, 'spans')
    const isDuration = field?.type === 'number' && field.unit === 'nanoseconds'
    return addFilter(search, { key, value: isDuration ? `${value}ns` : value })
  }, query)
}
