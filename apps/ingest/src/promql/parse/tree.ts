import type { SyntaxNode } from '@lezer/common'
import { PromqlSyntaxError } from '../promql-error.ts'

/** A part of a question's tree, with the text that it is a part of. */
export interface Part {
  text: string
  node: SyntaxNode
}

export const textOf = ({ text, node }: Part): string => text.slice(node.from, node.to)

/** The parts directly below, comments left out. */
export function childrenOf({ text, node }: Part): Part[] {
  const children: Part[] = []
  for (let child = node.firstChild; child; child = child.nextSibling) {
    if (child.name !== 'LineComment') children.push({ text, node: child })
  }
  return children
}

export function childOf(part: Part, name: string): Part | undefined {
  return childrenOf(part).find(({ node }) => node.name === name)
}

/** @throws {PromqlSyntaxError} which points at the part. */
export function refuse({ text, node }: Part, message: string): never {
  throw new PromqlSyntaxError(text, node.from, message)
}
