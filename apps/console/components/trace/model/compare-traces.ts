import { nodeFlag, operationAt, type TraceTree } from './trace-tree.ts'

/** What the spans of one path in one trace amount to; durations are nanoseconds. */
export interface PathTotals {
  count: number
  errors: number
  duration: number
  self: number
  /** The first node of the path. */
  firstIndex: number
}

export type PathChange = 'added' | 'removed' | 'slower' | 'faster' | 'same'

/** The spans of two traces whose names, and those of all above them, are the same. */
export interface ComparedPath {
  name: string
  serviceName: string
  depth: number
  before: PathTotals | null
  after: PathTotals | null
  change: PathChange
  /** Nanoseconds that the spans of the path take longer in all. */
  difference: number
}

interface Path extends Omit<ComparedPath, 'change' | 'difference'> {
  children: Map<string, Path>
}

/** Less than this share of the longer trace is no difference worth a look. */
const leastShare = 0.001
const leastRatio = 0.1

/**
 * Puts two traces next to each other by the path of service and name of their spans: equal paths are one row each.
 * @returns depth first; of siblings that which takes longest first.
 */
export function compareTraces(before: TraceTree, after: TraceTree): ComparedPath[] {
  const top = newPath('', '', -1)
  addTrace(top, before, 'before')
  addTrace(top, after, 'after')
  const least = Math.max(before.length, after.length) * leastShare
  const rows: ComparedPath[] = []
  const stack: Path[] = inOrder(top)
  for (let path = stack.pop(); path; path = stack.pop()) {
    const { children, ...row } = path
    rows.push({ ...row, ...changeOf(row, least) })
    stack.push(...inOrder(path))
  }
  return rows
}

const newPath = (name: string, serviceName: string, depth: number): Path => ({
  name,
  serviceName,
  depth,
  before: null,
  after: null,
  children: new Map(),
})

function inOrder({ children }: Path): Path[] {
  const longest = ({ before, after }: Path): number => Math.max(before?.duration ?? 0, after?.duration ?? 0)
  return [...children.values()].sort((a, b) => longest(a) - longest(b))
}

function addTrace(top: Path, tree: TraceTree, side: 'before' | 'after'): void {
  const paths: Path[] = []
  for (let index = 0; index < tree.count; index += 1) {
    const above = paths[tree.parent[index] ?? -1] ?? top
    const { name, serviceName } = operationAt(tree, index) ?? { name: '(missing parent)', serviceName: '' }
    const key = `${serviceName}\u0000${name}`
    let path = above.children.get(key)
    if (!path) {
      path = newPath(name, serviceName, above.depth + 1)
      above.children.set(key, path)
    }
    paths.push(path)
    path[side] ??= { count: 0, errors: 0, duration: 0, self: 0, firstIndex: index }
    const totals = path[side]
    totals.count += 1
    totals.errors += (tree.flags[index] ?? 0) & nodeFlag.error
    totals.duration += tree.duration[index] ?? 0
    totals.self += tree.self[index] ?? 0
  }
}

function changeOf({ before, after }: Pick<Path, 'before' | 'after'>, least: number) {
  const difference = (after?.duration ?? 0) - (before?.duration ?? 0)
  if (!before) return { change: 'added' as const, difference }
  if (!after) return { change: 'removed' as const, difference }
  const isWorth = Math.abs(difference) >= least && Math.abs(difference) >= before.duration * leastRatio
  return {
    change: isWorth ? (difference > 0 ? ('slower' as const) : ('faster' as const)) : ('same' as const),
    difference,
  }
}
