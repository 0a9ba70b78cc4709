import { readAttributeValue } from '../meaning/attribute-value.ts'
import { bodyNames } from '../meaning/body-path.ts'
import type { AttributeTest } from '../meaning/condition.ts'
import { findJsonValue, type JsonValue } from './json-value.ts'
import { compares } from './match-attribute.ts'
import { isLike } from './match-text.ts'

const int64Most = 2n ** 63n - 1n

/** What a value inside of a structured body is asked. */
export function bodyMatcher(key: string, test: AttributeTest): (body: string) => boolean {
  const names = bodyNames(key)
  const passes = valueMatcher(test)
  return (body) => {
    const value = findJsonValue(body, names)
    return value !== undefined && passes(value)
  }
}

function valueMatcher(test: AttributeTest): (value: JsonValue) => boolean {
  switch (test.test) {
    case 'exists':
      return () => true
    case 'compare':
      return (value) =>
        (isInt64(value) || value.type === 'double') && compares(value.value, test.comparison, test.value)
    case 'like': {
      const matches = isLike(test.parts)
      return (value) => (value.type === 'string' || isInt64(value)) && matches(String(value.value))
    }
    case 'equals': {
      const wanted = test.texts.map((text) => ({ text, ...readAttributeValue(text) }))
      return (value) =>
        wanted.some(({ text, int, double, bool }) => {
          if (value.type === 'string') return value.value === text
          if (isInt64(value)) return value.value === int
          return value.type === 'double' ? value.value === double : value.type === 'bool' && value.value === bool
        })
    }
  }
}

function isInt64(value: JsonValue): value is Extract<JsonValue, { type: 'int' }> {
  return value.type === 'int' && value.value <= int64Most && value.value >= -int64Most - 1n
}
