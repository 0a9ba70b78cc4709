import { placeOfSpan, spanIdAt } from './span-ids.ts'
import type { TraceTree } from './trace-tree.ts'

/** What of a tree is folded: everything from a depth on, and single spans that are otherwise than that says. */
export interface Fold {
  /** Nodes at this depth or deeper are folded; `null` for none. */
  readonly depth: number | null
  readonly toggled: ReadonlySet<string>
}

/** Tells of any node whether it is folded. */
export function foldedNodes(tree: TraceTree, { depth, toggled }: Fold): (index: number) => boolean {
  const turned = new Set<number>()
  for (const spanId of toggled) {
    const place = placeOfSpan(tree.structure, spanId)
    if (place >= 0) turned.add(tree.nodeOf[place] ?? -1)
  }
  const from = depth ?? Number.POSITIVE_INFINITY
  return (index) => (tree.childCount[index] ?? 0) > 0 && (tree.depth[index] ?? 0) >= from !== turned.has(index)
}

/**
 * The nodes that show, as indices in order.
 * @param only where given, nodes without a mark are left out.
 */
export function visibleRows(tree: TraceTree, fold: Fold, only?: Uint8Array): Int32Array {
  const isFolded = foldedNodes(tree, fold)
  const rows = new Int32Array(tree.count)
  let count = 0
  for (let index = 0; index < tree.count; ) {
    if (!only || only[index] === 1) rows[count++] = index
    index = isFolded(index) ? (tree.subtreeEnd[index] ?? index + 1) : index + 1
  }
  return rows.subarray(0, count)
}

/** One node the other way round. */
export function toggleFold(fold: Fold, spanId: string): Fold {
  const toggled = new Set(fold.toggled)
  if (!toggled.delete(spanId)) toggled.add(spanId)
  return { ...fold, toggled }
}

/** The depth of the deepest level that is open now, to fold or open one level more. */
export function openDepth(tree: TraceTree, fold: Fold): number {
  let depth = 0
  for (const index of visibleRows(tree, fold)) depth = Math.max(depth, tree.depth[index] ?? 0)
  return depth
}

/** The fold without the ancestors of a node, so that the node shows. The same object when nothing changes. */
export function revealed(tree: TraceTree, fold: Fold, index: number): Fold {
  const isFolded = foldedNodes(tree, fold)
  let result = fold
  for (let at = tree.parent[index] ?? -1; at >= 0; at = tree.parent[at] ?? -1) {
    if (isFolded(at)) result = toggleFold(result, spanIdAt(tree.structure, tree.place[at] ?? 0))
  }
  return result
}
