/** Parts of a series by the start of their bucket, which stands first in each. */
export function groupByTime<Part extends readonly [time: number, ...unknown[]]>(
  parts: readonly Part[],
): Map<number, Part[]> {
  const groups = new Map<number, Part[]>()
  for (const part of parts) {
    const group = groups.get(part[0])
    if (group) group.push(part)
    else groups.set(part[0], [part])
  }
  return groups
}
