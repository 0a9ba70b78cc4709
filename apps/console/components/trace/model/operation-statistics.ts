import type { TableSort } from '../trace-search-params.ts'
import { nodeFlag, operationAt, type TraceTree } from './trace-tree.ts'

/** What the spans of one name in one service amount to. Times are nanoseconds. */
export interface OperationStatistics {
  name: string
  serviceName: string
  count: number
  errors: number
  duration: number
  self: number
  longest: number
  /** The node that took longest. */
  longestIndex: number
  firstStart: number
}

const compare: Readonly<Record<TableSort, (a: OperationStatistics, b: OperationStatistics) => number>> = {
  self: (a, b) => b.self - a.self,
  duration: (a, b) => b.duration - a.duration,
  start: (a, b) => a.firstStart - b.firstStart,
  name: (a, b) => (a.name < b.name ? -1 : 1),
  count: (a, b) => b.count - a.count,
  errors: (a, b) => b.errors - a.errors || b.count - a.count,
}

/** Spans by service and name. */
export function operationStatistics(tree: TraceTree, sort: TableSort): OperationStatistics[] {
  const keys = tree.structure.operations.map(({ serviceName, name }) => JSON.stringify([serviceName, name]))
  const groups = new Map<string, OperationStatistics>()
  for (let index = 0; index < tree.count; index += 1) {
    const code = tree.structure.operationOf[tree.place[index] ?? -1]
    const operation = operationAt(tree, index)
    if (code === undefined || !operation) continue
    const key = keys[code] ?? ''
    let group = groups.get(key)
    if (!group) {
      const { name, serviceName } = operation
      group = {
        name,
        serviceName,
        count: 0,
        errors: 0,
        duration: 0,
        self: 0,
        longest: -1,
        longestIndex: index,
        firstStart: tree.start[index] ?? 0,
      }
      groups.set(key, group)
    }
    addNode(group, tree, index)
  }
  return [...groups.values()].sort((a, b) => compare[sort](a, b) || b.self - a.self)
}

function addNode(group: OperationStatistics, tree: TraceTree, index: number): void {
  const duration = tree.duration[index] ?? 0
  group.count += 1
  group.errors += (tree.flags[index] ?? 0) & nodeFlag.error
  group.duration += duration
  group.self += tree.self[index] ?? 0
  group.firstStart = Math.min(group.firstStart, tree.start[index] ?? 0)
  if (duration <= group.longest) return
  group.longest = duration
  group.longestIndex = index
}

/** Nodes of spans in the order of a column; by `count` and `errors` those with the most in their subtree first. */
export function sortedSpans(tree: TraceTree, sort: TableSort): Int32Array {
  const spans = tree.nodeOf.slice(0, tree.spanCount).sort()
  if (sort === 'name') {
    const ranks = namesInOrder(tree)
    const rank = (index: number): number => ranks[tree.structure.operationOf[tree.place[index] ?? 0] ?? 0] ?? 0
    return spans.sort((a, b) => rank(a) - rank(b) || a - b)
  }
  if (sort === 'start') return spans.sort((a, b) => (tree.start[a] ?? 0) - (tree.start[b] ?? 0) || a - b)
  const value =
    sort === 'self'
      ? tree.self
      : sort === 'duration'
        ? tree.duration
        : sort === 'errors'
          ? tree.errorCount
          : tree.childCount
  return spans.sort((a, b) => (value[b] ?? 0) - (value[a] ?? 0) || a - b)
}

/** The rank of each operation by name. */
function namesInOrder({ structure }: TraceTree): Int32Array {
  const order = structure.operations.map((_, code) => code)
  order.sort((a, b) => ((structure.operations[a]?.name ?? '') < (structure.operations[b]?.name ?? '') ? -1 : 1))
  const ranks = new Int32Array(order.length)
  for (const [rank, code] of order.entries()) ranks[code] = rank
  return ranks
}
