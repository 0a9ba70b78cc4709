import type { TraceTree } from './trace-tree.ts'

/** The nodes that show when the subtrees of `collapsed` (span ids) are folded, as indices of `tree.nodes` in order. */
export function visibleRows(tree: TraceTree, collapsed: ReadonlySet<string>): number[] {
  const rows: number[] = []
  for (let i = 0; i < tree.nodes.length; ) {
    const node = tree.nodes[i]
    if (!node) break
    rows.push(i)
    i = collapsed.has(node.spanId) ? node.subtreeEnd : i + 1
  }
  return rows
}

/** Every span that has children and lies at `depth` or deeper: folding these leaves the first `depth + 1` levels. */
export function foldableFrom(tree: TraceTree, depth: number): Set<string> {
  const folded = new Set<string>()
  for (const node of tree.nodes) if (node.childCount > 0 && node.depth >= depth) folded.add(node.spanId)
  return folded
}

/** The depth of the deepest level that is open now, to fold or open one level more. */
export function openDepth(tree: TraceTree, collapsed: ReadonlySet<string>): number {
  let depth = 0
  for (const index of visibleRows(tree, collapsed)) depth = Math.max(depth, tree.nodes[index]?.depth ?? 0)
  return depth
}

/** `collapsed` without the ancestors of a span, so that the span shows. Returns the same set when nothing changes. */
export function revealed(tree: TraceTree, collapsed: ReadonlySet<string>, index: number): ReadonlySet<string> {
  const open = new Set(collapsed)
  for (let at = tree.nodes[index]?.parent ?? -1; at >= 0; at = tree.nodes[at]?.parent ?? -1) {
    const ancestor = tree.nodes[at]
    if (ancestor) open.delete(ancestor.spanId)
  }
  return open.size === collapsed.size ? collapsed : open
}

/** The position of a node in `rows` (ascending), or of the nearest row above it; -1 when there is none. */
export function rowPosition(rows: readonly number[], index: number): number {
  let low = 0
  let high = rows.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((rows[middle] ?? 0) <= index) low = middle + 1
    else high = middle
  }
  return low - 1
}
