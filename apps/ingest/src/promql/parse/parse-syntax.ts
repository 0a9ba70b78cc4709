import type { Tree } from '@lezer/common'
import { parser } from '@prometheus-io/lezer-promql'
import { PromqlSyntaxError } from '../promql-error.ts'
import { isFunctionName } from './function-signatures.ts'

const renamed: Record<string, string> = {
  holt_winters: 'double_exponential_smoothing',
}

// An editor goes on behind a mistake, which takes this parser a second for a long text of nothing else. We end at the first.
const strict = parser.configure({ strict: true })

/** @throws {PromqlSyntaxError} at the first place where the text stops being PromQL, and at the first bracket that is too deep. */
export function parseSyntax(text: string, depthMax: number): Tree {
  if (text.trim() === '') throw new PromqlSyntaxError(text, 0, 'no expression found in input')
  const { tooDeep, missing } = readBrackets(text, depthMax)
  // The parser takes longer for every bracket that is open already.
  if (tooDeep !== undefined) {
    throw new PromqlSyntaxError(text, tooDeep, `expressions are nested at most ${depthMax} deep`)
  }
  const parse = strict.startParse(text)
  try {
    for (;;) {
      const tree = parse.advance()
      if (tree) return tree
    }
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    throw syntaxProblem(text, parse.parsedPos, missing)
  }
}

function syntaxProblem(text: string, at: number, missing: string | undefined): PromqlSyntaxError {
  const rest = text.slice(at).trimStart()
  const start = text.length - rest.length
  if (rest === '') {
    const hint = missing ? `, a ${missing} is missing` : ''
    return new PromqlSyntaxError(text, text.length, `unexpected end of input${hint}`)
  }
  const called = rest.startsWith('(') ? wordBefore(text, start) : undefined
  if (called && !isFunctionName(called)) {
    const name = renamed[called]
    const hint = name ? `: it is ${name} now` : ''
    return new PromqlSyntaxError(text, start, `unknown function with name "${called}"${hint}`)
  }
  const token = /^(?:[a-zA-Z_:][\w:]*|\d[\w.]*|"[^"]*"?|'[^']*'?|[=!<>~]{1,2}|.)/su.exec(rest)?.[0] ?? rest[0]
  return new PromqlSyntaxError(text, start, `unexpected ${JSON.stringify(token)}`)
}

const longestNameShown = 100

/** What is called where a bracket opens. Only so much is looked at: each place it might begin at is tried. */
function wordBefore(text: string, end: number): string | undefined {
  const before = text.slice(0, end).trimEnd().slice(-longestNameShown)
  return /[a-zA-Z_:][\w:]*$/.exec(before)?.[0]
}

/** Where brackets are too deep, and which one still waits for its other half at the end. Strings and comments have none. */
function readBrackets(text: string, depthMax: number): { tooDeep?: number; missing?: string } {
  const open: string[] = []
  const closing: Record<string, string> = { '(': ')', '[': ']', '{': '}' }
  // A string that does not end reaches to the end of the text, so that no text is looked through twice.
  const tokens = /"(?:[^"\\]|\\[\s\S])*\\?(?:"|$)|'(?:[^'\\]|\\[\s\S])*\\?(?:'|$)|`[^`]*(?:`|$)|#.*|[()[\]{}]/g
  for (const { 0: token, index } of text.matchAll(tokens)) {
    const close = closing[token]
    if (close && open.length === depthMax) return { tooDeep: index }
    if (close) open.push(close)
    else if (token === open.at(-1)) open.pop()
  }
  const missing = open.at(-1)
  return missing === undefined ? {} : { missing }
}
