/** Parameters that are no part of a view: what is open, and whether it moves. */
const passing = ['live', 'log', 'span']

/** A page's parameters as a saved view keeps them: in one order, so that equal views are equal texts. */
export function viewSearch(parameters: Iterable<readonly [string, string]>): string {
  const kept = [...parameters].filter(([name]) => !passing.includes(name))
  // Parameters that stand several times keep their order among themselves.
  kept.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
  return new URLSearchParams(kept.map(([name, value]) => [name, value])).toString()
}
