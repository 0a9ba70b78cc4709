import { expect, it } from 'vitest'
import { prettyJson } from './attribute-text.ts'

it('indents JSON as JSON.stringify does', () => {
  const value = { a: [1, 'x, {y}: "z"', { b: null }], empty: {}, none: [], nested: { ok: true } }
  expect(prettyJson(JSON.stringify(value))).toBe(JSON.stringify(value, null, 2))
})

it('keeps the digits of 64-bit numbers', () => {
  expect(prettyJson('{"id":9007199254740993}')).toBe('{\n  "id": 9007199254740993\n}')
})
