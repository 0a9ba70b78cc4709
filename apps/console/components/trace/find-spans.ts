import type { TraceOperation } from '@hanzo/schema/api'
import { idLength } from './model/span-ids.ts'
import { indexOfSpan, nodeFlag, type TraceTree } from './model/trace-tree.ts'

/** Nodes whose name, service, model, tool, agent, route, status message or id contains the text, in the order of the tree. */
export function findSpans(tree: TraceTree, text: string): Int32Array {
  const needle = text.trim().toLowerCase()
  if (needle === '') return new Int32Array()
  const { structure } = tree
  const pattern = new RegExp(needle.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'), 'i')
  const isFound = new Uint8Array(tree.count)
  // What is looked at are the operations of a trace, some hundreds, not its spans.
  const codes = Uint8Array.from(structure.operations, (operation) => (contains(operation, pattern) ? 1 : 0))
  structure.operationOf.forEach((code, place) => {
    if (codes[code] === 1) isFound[tree.nodeOf[place] ?? 0] = 1
  })
  for (const { text: told, rows } of [...structure.statusMessages, ...structure.httpRoutes]) {
    if (pattern.test(told)) for (const place of rows) isFound[tree.nodeOf[place] ?? 0] = 1
  }
  if (needle.length === idLength) {
    const index = indexOfSpan(tree, needle)
    if (index >= 0) isFound[index] = 1
  }
  return marked(isFound)
}

function contains(operation: TraceOperation, pattern: RegExp): boolean {
  const { name, serviceName, genAi } = operation
  return (
    pattern.test(name) ||
    pattern.test(serviceName) ||
    (genAi !== undefined &&
      [genAi.requestModel, genAi.responseModel, genAi.toolName, genAi.agentName].some((text) => pattern.test(text)))
  )
}

/** Nodes whose own status is error, in the order of the tree. */
export function errorSpans(tree: TraceTree): Int32Array {
  return marked(tree.flags.map((flags) => flags & nodeFlag.error))
}

function marked(marks: Uint8Array): Int32Array {
  const found: number[] = []
  for (let index = 0; index < marks.length; index += 1) if (marks[index] !== 0) found.push(index)
  return Int32Array.from(found)
}

/** The next (or previous) of `found` (ascending) as seen from `from`, going round at the ends; `undefined` when empty. */
export function step(found: Int32Array, from: number, direction: 1 | -1): number | undefined {
  if (direction === 1) return found.find((index) => index > from) ?? found[0]
  return found.findLast((index) => index < from) ?? found.at(-1)
}
