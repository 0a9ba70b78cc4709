/** A line and the area below it in a square of 100 by 100, broken where values are missing. */
export function shapePaths(values: readonly (number | null)[]): { line: string; area: string } {
  const known = values.filter((value) => value !== null)
  const high = Math.max(...known)
  const low = Math.min(0, ...known)
  const spread = high - low || 1
  const last = Math.max(1, values.length - 1)
  const place = (value: number, index: number) =>
    `${((index / last) * 100).toFixed(2)} ${(96 - ((value - low) / spread) * 88).toFixed(2)}`
  let line = ''
  let area = ''
  values.forEach((value, index) => {
    if (value === null) return
    const at = place(value, index)
    const x = at.split(' ')[0]
    const begins = (values[index - 1] ?? null) === null
    const ends = (values[index + 1] ?? null) === null
    line += `${begins ? 'M' : 'L'}${at}`
    area += begins ? `M${x} 100L${at}` : `L${at}`
    if (ends) area += `L${x} 100Z`
  })
  return { line, area }
}
