import type { SpanSummary } from '@hanzo/schema/api'
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
 * Tokens and cost of a trace: those of its calls of models, each once although two instrumentations may tell of it, one
 * inside the other. Spans above calls repeat their totals; they count only where no call of the trace tells its tokens.
 */
export function traceUsage(tree: TraceTree): TraceUsage {
  const calls = callsOf(tree)
  const usage: TraceUsage = { input: 0, output: 0, cost: 0, calls: 0, unpriced: 0 }
  for (const span of calls.length > 0 ? calls : lowestWithUsage(tree)) {
    const { cost = 0, costSource = '' } = span.genAi ?? {}
    usage.input += span.genAiInputTokens
    usage.output += span.genAiOutputTokens
    usage.cost += cost
    usage.calls += 1
    if (costSource === '' || costSource === 'unpriced') usage.unpriced += 1
  }
  return usage
}

function callsOf({ nodes }: TraceTree): SpanSummary[] {
  const isCall = ({ span }: (typeof nodes)[number]): boolean => span?.genAi?.isInference === true && hasUsage(span)
  const outer = new Set(nodes.filter(isCall).map(({ parent }) => parent))
  return nodes.flatMap((node, index) => (node.span && isCall(node) && !outer.has(index) ? [node.span] : []))
}

/** Spans with tokens that have none with tokens below them. */
function lowestWithUsage({ nodes }: TraceTree): SpanSummary[] {
  const found: SpanSummary[] = []
  // Depth first from the back: a node comes after all of its descendants.
  const counted = new Uint8Array(nodes.length)
  for (let i = nodes.length - 1; i >= 0; i -= 1) {
    const { span, parent } = nodes[i] ?? { span: null, parent: -1 }
    if (span && counted[i] === 0 && hasUsage(span)) {
      found.push(span)
      counted[i] = 1
    }
    if (counted[i] === 1 && parent >= 0) counted[parent] = 1
  }
  return found
}

function hasUsage({ genAiInputTokens, genAiOutputTokens, genAi }: SpanSummary): boolean {
  return genAiInputTokens + genAiOutputTokens > 0 || (genAi?.cost ?? 0) > 0
}
