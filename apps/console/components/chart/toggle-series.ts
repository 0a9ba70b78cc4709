/**
 * What is hidden after a series of a legend was pressed.
 * @param mode `alone` shows it and no other, or all again where it was alone already; `hide` hides it, or shows it again.
 */
export function toggleSeries(
  keys: readonly string[],
  hidden: ReadonlySet<string>,
  key: string,
  mode: 'alone' | 'hide',
): ReadonlySet<string> {
  const next = new Set(hidden)
  if (mode === 'hide') {
    if (!next.delete(key)) next.add(key)
    return next
  }
  const isAlone = keys.every((one) => hidden.has(one) === (one !== key))
  return new Set(isAlone ? [] : keys.filter((one) => one !== key))
}
