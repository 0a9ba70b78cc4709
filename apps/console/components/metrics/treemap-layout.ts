export interface TreemapItem {
  key: string
  /** Its share of the area; nothing is drawn for zero or less. */
  size: number
}

export interface TreemapTile {
  key: string
  left: number
  top: number
  width: number
  height: number
}

interface Room {
  left: number
  top: number
  width: number
  height: number
}

/**
 * Divides an area among items by their sizes, the largest at the upper left, each as square as can be (Bruls, Huizing,
 * van Wijk: Squarified Treemaps, 2000).
 * @param width @param height of the area, in any unit.
 */
export function treemapLayout(items: readonly TreemapItem[], width: number, height: number): TreemapTile[] {
  const sorted = items.filter(({ size }) => size > 0).sort((a, b) => b.size - a.size)
  const total = sorted.reduce((sum, { size }) => sum + size, 0)
  const tiles: TreemapTile[] = []
  if (total === 0 || width <= 0 || height <= 0) return tiles
  const areas = sorted.map(({ key, size }) => ({ key, size: (size / total) * width * height }))
  let room: Room = { left: 0, top: 0, width, height }
  let start = 0
  while (start < areas.length) {
    const side = Math.min(room.width, room.height)
    let end = start + 1
    let sum = areas[start]?.size ?? 0
    let worst = worstRatio(areas, start, end, sum, side)
    while (end < areas.length) {
      const more = sum + (areas[end]?.size ?? 0)
      const next = worstRatio(areas, start, end + 1, more, side)
      if (next > worst) break
      worst = next
      sum = more
      end += 1
    }
    room = placeRow(areas.slice(start, end), sum, room, tiles)
    start = end
  }
  return tiles
}

/** The worst ratio of sides that a row along `side` would have; the areas are sorted, so its ends decide. */
function worstRatio(areas: readonly TreemapItem[], start: number, end: number, sum: number, side: number): number {
  const [largest, smallest] = [areas[start]?.size ?? 0, areas[end - 1]?.size ?? 0]
  const square = side * side
  return Math.max((square * largest) / (sum * sum), (sum * sum) / (square * smallest))
}

/** Puts a row along the shorter side. @returns the room that is left. */
function placeRow(row: readonly TreemapItem[], sum: number, room: Room, tiles: TreemapTile[]): Room {
  const isUpright = room.width >= room.height
  const depth = sum / (isUpright ? room.height : room.width)
  let at = isUpright ? room.top : room.left
  for (const { key, size } of row) {
    const length = size / depth
    tiles.push(
      isUpright
        ? { key, left: room.left, top: at, width: depth, height: length }
        : { key, left: at, top: room.top, width: length, height: depth },
    )
    at += length
  }
  return isUpright
    ? { ...room, left: room.left + depth, width: room.width - depth }
    : { ...room, top: room.top + depth, height: room.height - depth }
}
