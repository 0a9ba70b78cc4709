/** The width of a bucket: `30 s`, `5 m`, `1 h`, `1 d`; what is no whole number of a unit is in the next smaller. */
export function stepText(seconds: number): string {
  for (const [size, unit] of units) if (seconds % size === 0) return `${seconds / size} ${unit}`
  return `${seconds} s`
}

const units = [
  [86_400, 'd'],
  [3600, 'h'],
  [60, 'm'],
] as const
