import type { Facet } from '@hanzo/schema/api'

/** One combination of the fields' values and how often it stands. */
export interface Combination {
  values: Record<string, string>
  count: number
}

const valuesMax = 200

/**
 * Counts the values of each field. The choice made in a field does not narrow that field's own values, so that
 * another value can be added; chosen values are listed even when nothing has them.
 */
export function countFacets(
  fields: readonly string[],
  chosen: Readonly<Record<string, readonly string[]>>,
  combinations: readonly Combination[],
): Facet[] {
  return fields.map((field) => {
    const counts = new Map((chosen[field] ?? []).map((value) => [value, 0]))
    for (const { values, count } of combinations) {
      const value = values[field] ?? ''
      const passes = fields.every((other) => other === field || isChosen(chosen[other], values[other]))
      if (passes) counts.set(value, (counts.get(value) ?? 0) + count)
    }
    const values = [...counts]
      .map(([value, count]) => ({ value, count }))
      .sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1))
      .slice(0, valuesMax)
    return { field, values }
  })
}

function isChosen(chosen: readonly string[] | undefined, value: string | undefined): boolean {
  return chosen === undefined || chosen.length === 0 || chosen.includes(value ?? '')
}
