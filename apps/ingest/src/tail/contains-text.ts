/** Finds text anywhere, in either case, as ClickHouse's `ILIKE '%text%'` does: character by character. */
export function containsText(text: string): (value: string) => boolean {
  if (text === '') return () => true
  const lower = lowerCase(text)
  return (value) => lowerCase(value).includes(lower)
}

/** JavaScript alone looks at a sigma's place in its word, and makes two characters of a dotted capital I. */
function lowerCase(text: string): string {
  return text.replace(/[Σİ]/g, (character) => (character === 'Σ' ? 'σ' : '\uE000')).toLowerCase()
}
