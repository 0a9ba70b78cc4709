import type { TraceTree } from './trace-tree.ts'

/**
 * Tokens of a trace: those of model calls, and of a span above them only where it has no model call that counts below it.
 * Several SDKs repeat the total of the calls on the agent's span; a sum of all spans would count them twice.
 */
export function traceTokens(tree: TraceTree): { input: number; output: number } {
  let input = 0
  let output = 0
  // Depth first from the back: a node comes after all of its descendants.
  const counted = new Uint8Array(tree.nodes.length)
  for (let i = tree.nodes.length - 1; i >= 0; i -= 1) {
    const node = tree.nodes[i]
    if (!node) continue
    const own = (node.span?.genAiInputTokens ?? 0) + (node.span?.genAiOutputTokens ?? 0)
    if (own > 0 && counted[i] === 0) {
      input += node.span?.genAiInputTokens ?? 0
      output += node.span?.genAiOutputTokens ?? 0
      counted[i] = 1
    }
    if (counted[i] === 1 && node.parent >= 0) counted[node.parent] = 1
  }
  return { input, output }
}
