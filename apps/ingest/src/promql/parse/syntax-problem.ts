import type { Tree } from '@lezer/common'
import { PromqlSyntaxError } from '../promql-error.ts'
import { isFunctionName } from './function-signatures.ts'

const renamed: Record<string, string> = {
  holt_winters: 'double_exponential_smoothing',
}

/** @throws {PromqlSyntaxError} at the first place where the text stops being PromQL. */
export function assertSyntax(text: string, tree: Tree): void {
  if (text.trim() === '') throw new PromqlSyntaxError(text, 0, 'no expression found in input')
  let at: number | undefined
  tree.iterate({
    enter(node) {
      if (node.type.isError && at === undefined) at = node.from
    },
  })
  if (at === undefined) return
  const rest = text.slice(at).trimStart()
  const start = text.length - rest.length
  if (rest === '') throw new PromqlSyntaxError(text, text.length, `unexpected end of input${unclosed(text)}`)
  const called = rest.startsWith('(') ? /([a-zA-Z_:][\w:]*)\s*$/.exec(text.slice(0, start))?.[1] : undefined
  if (called && !isFunctionName(called)) {
    const name = renamed[called]
    throw new PromqlSyntaxError(
      text,
      start,
      `unknown function with name "${called}"${name ? `: it is ${name} now` : ''}`,
    )
  }
  const token = /^(?:[a-zA-Z_:][\w:]*|\d[\w.]*|"[^"]*"?|'[^']*'?|[=!<>~]{1,2}|.)/su.exec(rest)?.[0] ?? rest[0]
  throw new PromqlSyntaxError(text, start, `unexpected ${JSON.stringify(token)}`)
}

/** Which bracket still waits for its other half. */
function unclosed(text: string): string {
  const open: string[] = []
  const closing: Record<string, string> = { '(': ')', '[': ']', '{': '}' }
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`[^`]*`|#.*|[()[\]{}]/g)) {
    const close = closing[token]
    if (close) open.push(close)
    else if (token === open.at(-1)) open.pop()
  }
  const last = open.at(-1)
  return last ? `, a ${last} is missing` : ''
}
