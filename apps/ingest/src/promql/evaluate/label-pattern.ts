import { RE2JS, RE2JSException } from 're2js'
import type { Matcher } from '../parse/ast.ts'
import { PromqlError, type PromqlErrorType } from '../promql-error.ts'

/** Counted repetitions are written out when an expression is compiled: 200 times `\\pL{1000}` would take 1.3 GB. */
const repeatedCharactersMax = 5_000

/**
 * An expression of RE2, which takes time in proportion to the text whatever it is. To be asked for whole texts.
 * @throws {PromqlError} of this kind for one that is broken, or repeats too much.
 */
export function labelPattern(expression: string, errorType: 'bad_data' | 'execution' = 'bad_data'): RE2JS {
  if (repeatedCharacters(expression) > repeatedCharactersMax) {
    const reason = `its counted repetitions would be more than ${repeatedCharactersMax} characters: lower the counts, or use * or +`
    throw patternError(errorType, expression, reason)
  }
  try {
    return RE2JS.compile(expression, RE2JS.DOTALL)
  } catch (error) {
    if (!(error instanceof RE2JSException)) throw error
    throw patternError(errorType, expression, error.message, error)
  }
}

function patternError(errorType: PromqlErrorType, expression: string, reason: string, cause?: Error): PromqlError {
  return new PromqlError(errorType, `invalid regular expression ${JSON.stringify(expression)}: ${reason}`, { cause })
}

const patternToken = /\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\{(\d+)(?:,(\d*))?\}|./gs

/** How long what is repeated so many times would be, written out; repetitions within others are not multiplied. */
function repeatedCharacters(expression: string): number {
  const opened: number[] = []
  let start = 0
  let total = 0
  for (const { 0: token, 1: least, 2: most, index } of expression.matchAll(patternToken)) {
    if (least !== undefined) total += Math.max(Number(least), Number(most ?? 0)) * (index - start)
    else if (token === ')') start = opened.pop() ?? index
    else start = index
    if (token === '(') opened.push(index)
  }
  return total
}

/** @returns whether a label's value passes; a label that is not there is `''`. */
export function matcherTest({ operator, value }: Matcher): (label: string) => boolean {
  switch (operator) {
    case '=':
      return (label) => label === value
    case '!=':
      return (label) => label !== value
    case '=~':
      return patternTest(value)
    case '!~': {
      const test = patternTest(value)
      return (label) => !test(label)
    }
  }
}

/** Most expressions are lists of words, which need no automaton. */
function patternTest(expression: string): (label: string) => boolean {
  if (expression === '.*') return () => true
  if (/^[\w|:/-]*$/.test(expression)) {
    const words = new Set(expression.split('|'))
    return (label) => words.has(label)
  }
  const pattern = labelPattern(expression)
  const known = new Map<string, boolean>()
  return (label) => {
    let matches = known.get(label)
    if (matches === undefined) {
      matches = pattern.testExact(label)
      known.set(label, matches)
    }
    return matches
  }
}
