import type { SpanSummary } from '@hanzo/schema/api'
import type { TraceTree } from './trace-tree.ts'

/** Nodes whose name, service, model, tool, agent, route, status message or id contains the text, in the order of the tree. */
export function findSpans(tree: TraceTree, text: string): number[] {
  const needle = text.trim().toLowerCase()
  if (needle === '') return []
  // A pattern that ignores case costs a fraction of seven lower-case copies of every span.
  const pattern = new RegExp(needle.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'), 'i')
  const found: number[] = []
  tree.nodes.forEach((node, index) => {
    if (node.spanId === needle || (node.span && contains(node.span, pattern))) found.push(index)
  })
  return found
}

function contains(span: SpanSummary, pattern: RegExp): boolean {
  return (
    pattern.test(span.name) ||
    pattern.test(span.serviceName) ||
    (span.genAiRequestModel !== '' && pattern.test(span.genAiRequestModel)) ||
    (span.genAi !== undefined && pattern.test(span.genAi.responseModel)) ||
    (span.genAiToolName !== '' && pattern.test(span.genAiToolName)) ||
    (span.genAiAgentName !== '' && pattern.test(span.genAiAgentName)) ||
    (span.httpRoute !== '' && pattern.test(span.httpRoute)) ||
    (span.statusMessage !== '' && pattern.test(span.statusMessage))
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
