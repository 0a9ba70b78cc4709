/** Finds text anywhere, in either case, as ClickHouse's `ILIKE '%text%'` does. */
export function containsText(text: string): (value: string) => boolean {
  if (text === '') return () => true
  const pattern = new RegExp(text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'), 'iu')
  return (value) => pattern.test(value)
}
