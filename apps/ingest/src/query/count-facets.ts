import type { Facet } from '@hanzo/schema/api'

/** One combination of the fields' values and how often it stands. */
export interface Combination {
  values: Record<string, string>
  count: number
}

const valuesMax = 200

/** What is asked of a field: the values that it names, and which values pass. */
export interface Choice {
  named: readonly string[]
  passes(value: string): boolean
}

/**
 * Counts the values of each field. The choice made in a field does not narrow that field's own values, so that
 * another value can be added; chosen values are listed even when nothing has them.
 */
export function countFacets(
  fields: readonly string[],
  choices: Readonly<Record<string, Choice | undefined>>,
  combinations: readonly Combination[],
): Facet[] {
  return fields.map((field) => {
    const counts = new Map((choices[field]?.named ?? []).map((value) => [value, 0]))
    for (const { values, count } of combinations) {
      const value = values[field] ?? ''
      const passes = fields.every((other) => other === field || choices[other]?.passes(values[other] ?? '') !== false)
      if (passes) counts.set(value, (counts.get(value) ?? 0) + count)
    }
    const values = [...counts]
      .map(([value, count]) => ({ value, count }))
      .sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1))
      .slice(0, valuesMax)
    return { field, values }
  })
}
