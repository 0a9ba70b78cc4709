interface FacetValues {
  shown: { value: string; count: number | null }[]
  hiddenCount: number
}

/** The values of a facet that are in sight: selected ones always, also those that did not occur; then the most frequent. */
export function visibleFacetValues(
  values: readonly { value: string; count: number }[],
  selected: readonly string[],
  search: string,
  most: number | null,
): FacetValues {
  const known = new Set(values.map(({ value }) => value))
  const missing = selected.filter((value) => !known.has(value)).map((value) => ({ value, count: null }))
  const wanted = search.trim().toLowerCase()
  const matching = [...values, ...missing].filter(({ value }) => value.toLowerCase().includes(wanted))
  if (most === null || matching.length <= most) return { shown: matching, hiddenCount: 0 }
  const shown = matching.filter(({ value }, index) => index < most || selected.includes(value))
  return { shown, hiddenCount: matching.length - shown.length }
}
