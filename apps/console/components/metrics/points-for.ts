/** Widths are counted in pieces of so many pixels: a window that is made a little larger asks nothing anew. */
const piece = 240
/** A line has a point every so many pixels; a bar needs room to be one. */
const pixelsOf = { line: 4, bars: 12 }

/** How many points a chart of a width can show. */
export function pointsFor(width: number, kind: string): number {
  const usable = Math.max(piece, Math.floor(width / piece) * piece)
  return Math.min(1000, Math.round(usable / (kind === 'bars' ? pixelsOf.bars : pixelsOf.line)))
}
