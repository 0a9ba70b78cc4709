/** What the address keeps of a legend: what is hidden, or what alone is shown, whichever is shorter. */
export interface HiddenChoice {
  hide: string[]
  only: string[]
}

/** The keys that are hidden. Of series that come later, those are hidden where some are shown alone. */
export function hiddenKeys(keys: readonly string[], { hide, only }: HiddenChoice): ReadonlySet<string> {
  if (only.length > 0 && keys.some((key) => only.includes(key)))
    return new Set(keys.filter((key) => !only.includes(key)))
  const known = new Set(keys)
  return new Set(hide.filter((key) => known.has(key)))
}

/** The choice that hides these keys, as short as can be. */
export function hiddenChoice(keys: readonly string[], hidden: ReadonlySet<string>): HiddenChoice {
  const shown = keys.filter((key) => !hidden.has(key))
  if (shown.length === keys.length) return { hide: [], only: [] }
  return shown.length > 0 && shown.length < hidden.size
    ? { hide: [], only: shown }
    : { hide: keys.filter((key) => hidden.has(key)), only: [] }
}
