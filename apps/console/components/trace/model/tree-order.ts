import type { TraceStructure } from '@hanzo/schema/api'
import type { PlaceTimes } from './trace-tree.ts'

/** Children of every place as a list: the first, and from each the next, by start time; -1 ends it. */
interface ChildLists {
  parentOf: Int32Array
  firstChild: Int32Array
  nextSibling: Int32Array
  /** Places of the top level, by start time. */
  tops: number[]
  /** Places that were cut from a loop of parents. */
  cycles: number[]
}

/** Hangs every place under its parent. Placeholders of missing parents, which come after the spans, get the time of their children. */
export function linkChildren(structure: TraceStructure, { start, end }: PlaceTimes): ChildLists {
  const count = start.length
  const spanCount = structure.parents.length
  const parentOf = new Int32Array(count).fill(-1)
  for (let place = 0; place < spanCount; place += 1) {
    const parent = structure.parents[place] ?? -1
    parentOf[place] = parent >= -1 ? parent : spanCount - 2 - parent
  }
  const cycles = cycleStarts(parentOf, start)
  for (const place of cycles) parentOf[place] = -1
  const firstChild = new Int32Array(count).fill(-1)
  const nextSibling = new Int32Array(count).fill(-1)
  start.fill(Number.POSITIVE_INFINITY, spanCount)
  // Spans stand by start time: put in front from the last on, every list does too.
  for (let place = spanCount - 1; place >= 0; place -= 1) {
    const parent = parentOf[place] ?? -1
    if (parent < 0) continue
    nextSibling[place] = firstChild[parent] ?? -1
    firstChild[parent] = place
    if (parent < spanCount) continue
    start[parent] = Math.min(start[parent] ?? 0, start[place] ?? 0)
    end[parent] = Math.max(end[parent] ?? 0, end[place] ?? 0)
  }
  const tops: number[] = []
  for (let place = 0; place < count; place += 1) if ((parentOf[place] ?? -1) < 0) tops.push(place)
  tops.sort((a, b) => (start[a] ?? 0) - (start[b] ?? 0) || a - b)
  return { parentOf, firstChild, nextSibling, tops, cycles }
}

/** Follows each chain of parents once; where a chain bites its own tail, the earliest span of the loop is cut free. */
function cycleStarts(parentOf: Int32Array, start: Float64Array): number[] {
  const cut: number[] = []
  const walks = new Int32Array(parentOf.length)
  for (let first = 0; first < parentOf.length; first += 1) {
    const walk = first + 1
    let at = first
    while (at >= 0 && walks[at] === 0) {
      walks[at] = walk
      at = parentOf[at] ?? -1
    }
    if (at >= 0 && walks[at] === walk) cut.push(earliestOfLoop(at, parentOf, start))
  }
  return cut
}

function earliestOfLoop(entry: number, parentOf: Int32Array, start: Float64Array): number {
  let earliest = entry
  for (let at = parentOf[entry] ?? -1; at >= 0 && at !== entry; at = parentOf[at] ?? -1) {
    if ((start[at] ?? 0) < (start[earliest] ?? 0)) earliest = at
  }
  return earliest
}

/** Numbers the places depth first, without recursion: a trace may be a chain of 100 000 spans. */
export function numberNodes({ parentOf, firstChild, nextSibling, tops }: ChildLists) {
  const count = parentOf.length
  const place = new Int32Array(count)
  const nodeOf = new Int32Array(count)
  const parent = new Int32Array(count)
  const depth = new Int32Array(count)
  const childCount = new Int32Array(count)
  const subtreeEnd = new Int32Array(count)
  let next = 0
  let deepest = 0
  const enter = (at: number, above: number): void => {
    place[next] = at
    nodeOf[at] = next
    parent[next] = above
    depth[next] = above < 0 ? 0 : (depth[above] ?? 0) + 1
    deepest = Math.max(deepest, depth[next] ?? 0)
    if (above >= 0) childCount[above] = (childCount[above] ?? 0) + 1
    next += 1
  }
  for (const top of tops) {
    let at = top
    enter(at, -1)
    for (;;) {
      const child = firstChild[at] ?? -1
      if (child >= 0) {
        enter(child, nodeOf[at] ?? 0)
        at = child
        continue
      }
      while (at !== top && (nextSibling[at] ?? -1) < 0) {
        subtreeEnd[nodeOf[at] ?? 0] = next
        at = parentOf[at] ?? top
      }
      subtreeEnd[nodeOf[at] ?? 0] = next
      if (at === top) break
      const above = parent[nodeOf[at] ?? 0] ?? -1
      at = nextSibling[at] ?? top
      enter(at, above)
    }
  }
  return { place, nodeOf, parent, depth, childCount, subtreeEnd, deepest }
}
