import { describe, expect, it } from 'vitest'
import { findJsonValue } from './json-value.ts'

describe('a value of JSON', () => {
  it('is found behind values of any kind', () => {
    const text = ' { "a" : [ "}", {"b": "\\"" } ], "c\\u0064": {"\\\\": -1.5e3, "b": 9007199254740993}, "b": 1 } '
    expect(findJsonValue(text, ['cd', 'b'])).toEqual({ type: 'int', value: 9_007_199_254_740_993n })
    expect(findJsonValue(text, ['cd', '\\'])).toEqual({ type: 'double', value: -1500 })
    expect(findJsonValue(text, ['b'])).toEqual({ type: 'int', value: 1n })
    expect(findJsonValue(text, ['a'])).toEqual({ type: 'other' })
    expect(findJsonValue(text, ['a', 'b'])).toBeUndefined()
    expect(findJsonValue(text, ['d'])).toBeUndefined()
  })

  it('is found behind a text of many megabytes', () => {
    const text = JSON.stringify({ a: 'x"'.repeat(8_000_000), b: true })
    expect(findJsonValue(text, ['b'])).toEqual({ type: 'bool', value: true })
  })

  it('is no integer where it has more digits than one can have', () => {
    expect(findJsonValue(`{"b": ${'7'.repeat(2_000_000)}}`, ['b'])).toEqual({ type: 'other' })
  })
})
