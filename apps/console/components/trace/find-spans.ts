import type { SpanSummary } from '@hanzo/schema/api'
import type { TraceTree } from './trace-tree.ts'

/** Nodes whose name, service, model, tool, agent, route, status message or id contains the text, in the order of the tree. */
export function findSpans(tree: TraceTree, text: string): number[] {
  const needle = text.trim().toLowerCase()
  if (needle === '') return []
  const found: number[] = []
  tree.nodes.forEach((node, index) => {
    if (node.spanId === needle || (node.span && contains(node.span, needle))) found.push(index)
  })
  return found
}

function contains(span: SpanSummary, needle: string): boolean {
  return (
    span.name.toLowerCase().includes(needle) ||
    span.serviceName.toLowerCase().includes(needle) ||
    span.genAiRequestModel.toLowerCase().includes(needle) ||
    span.genAiToolName.toLowerCase().includes(needle) ||
    span.genAiAgentName.toLowerCase().includes(needle) ||
    span.httpRoute.toLowerCase().includes(needle) ||
    span.statusMessage.toLowerCase().includes(needle)
  )
}

/** Nodes whose own status is error, in the order of the tree. */
export function errorSpans(tree: TraceTree): number[] {
  const found: number[] = []
  tree.nodes.forEach((node, index) => {
    if (node.span?.status === 'error') found.push(index)
  })
  return found
}

/** The next (or previous) of `found` (ascending) as seen from `from`, going round at the ends; `undefined` when empty. */
export function step(found: readonly number[], from: number, direction: 1 | -1): number | undefined {
  if (direction === 1) return found.find((index) => index > from) ?? found[0]
  return found.findLast((index) => index < from) ?? found.at(-1)
}
