import type { TraceTree } from './trace-tree.ts'

/** A stretch of a trace that its duration hangs on: had the span done it quicker, the trace would have ended earlier. */
export interface PathSegment {
  readonly index: number
  readonly start: number
  readonly end: number
}

interface Visit {
  index: number
  /** What of the node is not yet told. A child that started before its parent counts from the parent's start. */
  from: number
  until: number
  /** Children by end, the last at the end of the list. */
  children: number[]
}

/**
 * The critical path of a trace, from its end backwards: at any moment it is with the child that ends last before what
 * comes next, or with the span itself where no child is under way. A child that outlives its parent counts until the parent's end.
 * @returns segments by start time; together they are as long as the top-level span that ends last.
 */
export function criticalPath(tree: TraceTree): PathSegment[] {
  const segments: PathSegment[] = []
  const top = lastTop(tree)
  if (top < 0) return segments
  const stack: Visit[] = [visitOf(tree, top, tree.start[top] ?? 0, endOf(tree, top))]
  for (let visit = stack.at(-1); visit; visit = stack.at(-1)) {
    const child = nextChild(tree, visit)
    if (child === undefined) {
      const { index, from: start, until: end } = visit
      if (end > start) segments.push({ index, start, end })
      stack.pop()
      continue
    }
    const end = Math.min(endOf(tree, child), visit.until)
    if (visit.until > end) segments.push({ index: visit.index, start: end, end: visit.until })
    const from = Math.max(tree.start[child] ?? 0, visit.from)
    visit.until = from
    stack.push(visitOf(tree, child, from, end))
  }
  return segments.sort((a, b) => a.start - b.start || a.end - b.end)
}

const endOf = (tree: TraceTree, index: number): number => (tree.start[index] ?? 0) + (tree.duration[index] ?? 0)

function lastTop(tree: TraceTree): number {
  let last = -1
  for (let index = 0; index < tree.count; index = tree.subtreeEnd[index] ?? tree.count) {
    if (last < 0 || endOf(tree, index) > endOf(tree, last)) last = index
  }
  return last
}

function visitOf(tree: TraceTree, index: number, from: number, until: number): Visit {
  const children: number[] = []
  const stop = tree.subtreeEnd[index] ?? 0
  for (let child = index + 1; child < stop; child = tree.subtreeEnd[child] ?? stop) children.push(child)
  const limit = endOf(tree, index)
  children.sort((a, b) => Math.min(endOf(tree, a), limit) - Math.min(endOf(tree, b), limit))
  return { index, from, until, children }
}

/** The child that ends last among those that have ended by then; those that overlap it are no longer of interest. */
function nextChild(tree: TraceTree, visit: Visit): number | undefined {
  const limit = endOf(tree, visit.index)
  for (let child = visit.children.pop(); child !== undefined; child = visit.children.pop()) {
    const end = Math.min(endOf(tree, child), limit)
    const start = tree.start[child] ?? 0
    if (end <= visit.until && start < visit.until && end > start && end > visit.from) return child
  }
  return undefined
}

/** The segments of each node that has some. */
export function segmentsByNode(segments: readonly PathSegment[]): ReadonlyMap<number, readonly PathSegment[]> {
  const byNode = new Map<number, PathSegment[]>()
  for (const segment of segments) {
    const own = byNode.get(segment.index)
    if (own) own.push(segment)
    else byNode.set(segment.index, [segment])
  }
  return byNode
}

/** Marks the nodes of a path and all above them. */
export function pathMask(tree: TraceTree, segments: readonly PathSegment[]): Uint8Array {
  const mask = new Uint8Array(tree.count)
  for (const { index } of segments) {
    for (let at = index; at >= 0 && mask[at] === 0; at = tree.parent[at] ?? -1) mask[at] = 1
  }
  return mask
}
