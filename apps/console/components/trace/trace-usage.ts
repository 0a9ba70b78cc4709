import { usageAt } from './model/sparse.ts'
import { operationAt, type TraceTree } from './model/trace-tree.ts'

/** What the model calls of a trace used. */
export interface TraceUsage {
  input: number
  output: number
  /** US dollars, of the calls whose cost is known. */
  cost: number
  /** Spans whose tokens count, and of them those without a known cost. */
  calls: number
  unpriced: number
}

/**
 * Tokens and cost of a trace: those of its calls of models, each once although two instrumentations may tell of it, one
 * inside the other. Spans above calls repeat their totals; they count only where no call of the trace tells its tokens.
 */
export function traceUsage(tree: TraceTree): TraceUsage {
  const told = tree.structure.usage.rows.map((place) => tree.nodeOf[place] ?? 0)
  const calls = callsOf(tree, told)
  const usage: TraceUsage = { input: 0, output: 0, cost: 0, calls: 0, unpriced: 0 }
  for (const index of calls.length > 0 ? calls : lowest(tree, told)) {
    const { input, output, cost } = usageAt(tree, index) ?? { input: 0, output: 0, cost: 0 }
    const source = operationAt(tree, index)?.genAi?.costSource ?? ''
    usage.input += input
    usage.output += output
    usage.cost += cost
    usage.calls += 1
    if (source === '' || source === 'unpriced') usage.unpriced += 1
  }
  return usage
}

function callsOf(tree: TraceTree, told: readonly number[]): number[] {
  const calls = told.filter((index) => operationAt(tree, index)?.genAi?.isInference)
  const outer = new Set(calls.map((index) => tree.parent[index] ?? -1))
  return calls.filter((index) => !outer.has(index))
}

/** Spans with tokens that have none with tokens below them. */
function lowest(tree: TraceTree, told: readonly number[]): number[] {
  const above = new Uint8Array(tree.count)
  for (const index of told) {
    for (let at = tree.parent[index] ?? -1; at >= 0 && above[at] === 0; at = tree.parent[at] ?? -1) above[at] = 1
  }
  return told.filter((index) => above[index] === 0)
}
