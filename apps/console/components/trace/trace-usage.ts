import type { TraceTree } from './trace-tree.ts'

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
 * Tokens and cost of a trace: those of model calls, and of a span above them only where it has no model call that counts
 * below it. Several SDKs repeat the total of the calls on the agent's span; a sum of all spans would count them twice.
 */
export function traceUsage(tree: TraceTree): TraceUsage {
  const usage: TraceUsage = { input: 0, output: 0, cost: 0, calls: 0, unpriced: 0 }
  // Depth first from the back: a node comes after all of its descendants.
  const counted = new Uint8Array(tree.nodes.length)
  for (let i = tree.nodes.length - 1; i >= 0; i -= 1) {
    const node = tree.nodes[i]
    if (!node) continue
    const { genAiInputTokens: input = 0, genAiOutputTokens: output = 0, genAi } = node.span ?? {}
    const { cost = 0, costSource = '' } = genAi ?? {}
    const hasUsage = input + output > 0 || cost > 0
    if (hasUsage && counted[i] === 0) {
      usage.input += input
      usage.output += output
      usage.cost += cost
      usage.calls += 1
      if (costSource === '' || costSource === 'unpriced') usage.unpriced += 1
      counted[i] = 1
    }
    if (counted[i] === 1 && node.parent >= 0) counted[node.parent] = 1
  }
  return usage
}
