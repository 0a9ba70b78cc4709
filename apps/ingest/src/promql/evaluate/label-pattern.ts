import { RE2JS, RE2JSException } from 're2js'
import type { Matcher } from '../parse/ast.ts'
import { PromqlError, type PromqlErrorType } from '../promql-error.ts'

/**
 * An expression of RE2, which takes time in proportion to the text whatever it is, for the whole of a text.
 * @throws {PromqlError} of this kind for one that is broken.
 */
export function labelPattern(expression: string, errorType: 'bad_data' | 'execution' = 'bad_data'): RE2JS {
  try {
    return RE2JS.compile(`^(?s:${expression})$`)
  } catch (error) {
    if (!(error instanceof RE2JSException)) throw error
    throw patternError(errorType, expression, error)
  }
}

function patternError(errorType: PromqlErrorType, expression: string, cause: RE2JSException): PromqlError {
  return new PromqlError(errorType, `invalid regular expression ${JSON.stringify(expression)}: ${cause.message}`, {
    cause,
  })
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
      matches = pattern.matcher(label).find()
      known.set(label, matches)
    }
    return matches
  }
}
