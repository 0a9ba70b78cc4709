type Bounds = readonly (number | null)[]

/** The finite bounds between the rows of a heatmap, evenly chosen, and where they stand from the bottom, 0 to 1. */
export function boundMarks(bounds: Bounds, most: number): { share: number; value: number }[] {
  const rows = bounds.length - 1
  if (rows < 1) return []
  const step = Math.max(1, Math.ceil(bounds.length / most))
  return bounds.flatMap((value, index) =>
    value === null || index % step !== 0 ? [] : [{ share: index / rows, value }],
  )
}

/** A bucket in words; an end that is `null` is open. */
export function bucketText(least: number | null, most: number | null, format: (value: number) => string): string {
  if (least === null && most === null) return 'any value'
  if (least === null) return `up to ${format(most as number)}`
  if (most === null) return `above ${format(least)}`
  return `${format(least)} – ${format(most)}`
}

/**
 * The cell that a key leads to: arrows go on, Escape lets go.
 * @returns `undefined` for any other key.
 */
export function moveCell(
  cell: { column: number; row: number } | null,
  key: string,
  { columnCount, rowCount }: { columnCount: number; rowCount: number },
): { column: number; row: number } | null | undefined {
  if (key === 'Escape') return null
  const step = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[key]
  if (!step) return undefined
  if (!cell) return { column: columnCount - 1, row: 0 }
  const [across = 0, up = 0] = step
  return {
    column: Math.min(Math.max(cell.column + across, 0), columnCount - 1),
    row: Math.min(Math.max(cell.row + up, 0), rowCount - 1),
  }
}
