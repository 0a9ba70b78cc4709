import type { TraceTree } from './trace-tree.ts'
import { operationAt } from './trace-tree.ts'

/** On which line of a picture each node is drawn, so that none covers another. */
export interface LaneLayout {
  readonly lane: Int32Array
  readonly laneCount: number
  /** Headings on lines of their own. */
  readonly heads: readonly { lane: number; label: string; spanCount: number }[]
}

/** With more spans at a time than this, lines are shared: the picture would be too high to be read. */
const triesMost = 400

/** A flame graph over time: every span below its parent, those that run at the same time side by side. */
export function flameLayout(tree: TraceTree): LaneLayout {
  const lane = new Int32Array(tree.count)
  const ends: number[] = []
  for (const index of byStart(tree)) {
    const parent = tree.parent[index] ?? -1
    const from = parent < 0 ? 0 : (lane[parent] ?? 0) + 1
    lane[index] = freeLane(tree, index, ends, from)
  }
  return { lane, laneCount: ends.length, heads: [] }
}

/** A band of lines for each service, the busiest first. */
export function serviceLayout(tree: TraceTree): LaneLayout {
  const groups = new Map<string, number[]>()
  for (const index of byStart(tree)) {
    const operation = operationAt(tree, index)
    if (!operation) continue
    const group = groups.get(operation.serviceName)
    if (group) group.push(index)
    else groups.set(operation.serviceName, [index])
  }
  const lane = new Int32Array(tree.count).fill(-1)
  const heads: { lane: number; label: string; spanCount: number }[] = []
  let next = 0
  for (const [label, nodes] of [...groups].sort(([, a], [, b]) => b.length - a.length)) {
    heads.push({ lane: next, label: label || '(no service)', spanCount: nodes.length })
    const ends: number[] = []
    for (const index of nodes) lane[index] = next + 1 + freeLane(tree, index, ends, 0)
    next += 1 + ends.length
  }
  return { lane, laneCount: next, heads }
}

/** Takes the first line at or after `from` on which nothing is drawn any more. */
function freeLane(tree: TraceTree, index: number, ends: number[], from: number): number {
  const start = tree.start[index] ?? 0
  const until = Math.min(ends.length, from + triesMost)
  let at = from
  while (at < until && (ends[at] ?? 0) > start) at += 1
  if (at === from + triesMost) at -= 1
  while (ends.length <= at) ends.push(0)
  ends[at] = Math.max(ends[at] ?? 0, start + (tree.duration[index] ?? 0))
  return at
}

/** Spans by start time; a parent before children that start with it. Placeholders stand where their first child does. */
function byStart(tree: TraceTree): Int32Array {
  const order = Int32Array.from({ length: tree.count }, (_, index) => index)
  return order.sort((a, b) => (tree.start[a] ?? 0) - (tree.start[b] ?? 0) || a - b)
}
