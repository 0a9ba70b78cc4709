import { readAttributeValue } from '../meaning/attribute-value.ts'
import { bodyNames } from '../meaning/body-path.ts'
import type { AttributeTest } from '../meaning/condition.ts'
import type { SqlParams } from './sql-params.ts'
import { likePattern } from './text-sql.ts'

/**
 * A value inside of a structured body. The words of its names, and of a text that it must be, are looked up in `body_text` first:
 * only bodies that have them all are read as JSON.
 */
export function bodyValueSql(
  key: string,
  test: AttributeTest,
  { params, usesTextIndex }: { params: SqlParams; usesTextIndex: boolean },
): string {
  const names = bodyNames(key)
  const path = ['body', ...names.map((name) => params.bind('String', name))].join(', ')
  const words = [...names.flatMap(wordsOf), ...(test.test === 'equals' ? sharedWords(test.texts) : [])]
  const found = valueSql(path, test, params)
  // The functions for JSON find something in broken text too.
  const whole = `isValidJSON(body) AND ${found}`
  const looked =
    words.length === 0 || !usesTextIndex
      ? ''
      : `hasAllTokens(body, ${params.bind('Array(String)', [...new Set(words)])}) AND `
  return `(${looked}startsWith(trimLeft(body), '{') AND if(${whole}, true, false))`
}

function valueSql(path: string, test: AttributeTest, params: SqlParams): string {
  const type = `JSONType(${path})`
  switch (test.test) {
    case 'exists':
      return `JSONHas(${path})`
    case 'compare': {
      const compared = `${test.comparison} ${params.number(test.value)}`
      return `multiIf(${type} = 'Int64', JSONExtractInt(${path}) ${compared}, ${type} = 'Double', JSONExtractFloat(${path}) ${compared}, false)`
    }
    case 'like': {
      const like = `LIKE ${params.bind('String', likePattern(test.parts))}`
      return `multiIf(${type} = 'String', JSONExtractString(${path}) ${like}, ${type} = 'Int64', toString(JSONExtractInt(${path})) ${like}, false)`
    }
    case 'equals': {
      const values = test.texts.map(readAttributeValue)
      const oneOf = (of: string, wanted: readonly unknown[]): string => params.bind(`Array(${of})`, wanted)
      const ints = oneOf(
        'Int64',
        values.flatMap(({ int }) => int ?? []),
      )
      const doubles = oneOf(
        'Float64',
        values.flatMap(({ double }) => double ?? []),
      )
      const bools = oneOf(
        'Bool',
        values.flatMap(({ bool }) => bool ?? []),
      )
      return `multiIf(${type} = 'String', has(${oneOf('String', test.texts)}, JSONExtractString(${path})),
      ${type} = 'Int64', has(${ints}, JSONExtractInt(${path})),
      ${type} = 'Double', has(${doubles}, JSONExtractFloat(${path})),
      ${type} = 'Bool', has(${bools}, JSONExtractBool(${path})), false)`
    }
  }
}

/** Characters that no encoder of JSON writes in another way. */
const plain = /^[A-Za-z0-9 _.,:;@()-]*$/

/** The words of a name as the index has them; none where JSON may write it in another way. */
function wordsOf(text: string): string[] {
  if (!plain.test(text)) return []
  return text
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '')
}

/** Words that all of the texts have. A number may be written in several ways. */
function sharedWords(texts: readonly string[]): string[] {
  const [only] = texts
  const isText = only !== undefined && texts.length === 1 && readAttributeValue(only).double === undefined
  return isText ? wordsOf(only) : []
}
