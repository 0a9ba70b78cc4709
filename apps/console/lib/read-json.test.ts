import { describe, expect, it } from 'vitest'
import { type JsonNode, readJson, readStructure } from './read-json.ts'

function plain(node: JsonNode): unknown {
  if (node.type === 'object') return Object.fromEntries(node.entries.map(([key, value]) => [key, plain(value)]))
  if (node.type === 'array') return node.items.map(plain)
  return node.type === 'string' ? node.value : JSON.parse(node.text)
}

describe('readJson', () => {
  it.each([
    '{}',
    ' [ ] ',
    '"a \\"quoted\\" \\u00fc { [ , : text"',
    '-1.5e-7',
    'true',
    'null',
    '{"a":{"b":[1,{"c":null},"",[[]]]},"":false,"x y":"\\n"}',
    '[\n  {"deep": [[[[0]]]]},\t"日本語 🚀"\r\n]',
  ])('reads %s as JSON.parse does', (text) => {
    const node = readJson(text)
    expect(node && plain(node)).toEqual(JSON.parse(text))
  })

  it('keeps the digits of numbers and the order and repetition of keys', () => {
    expect(readJson('{"b": 9007199254740993, "a": 1.50, "2": [1e400], "b": null}')).toEqual({
      type: 'object',
      entries: [
        ['b', { type: 'number', text: '9007199254740993' }],
        ['a', { type: 'number', text: '1.50' }],
        ['2', { type: 'array', items: [{ type: 'number', text: '1e400' }] }],
        ['b', { type: 'null', text: 'null' }],
      ],
    })
  })

  it('refuses what is no JSON, and what is nested too deep to be drawn', () => {
    expect(readJson('{"a":')).toBeUndefined()
    expect(readJson('{"a":1} and more')).toBeUndefined()
    expect(readJson('['.repeat(1000) + ']'.repeat(1000))).toBeUndefined()
  })

  it('takes only objects and arrays for structure', () => {
    expect(readStructure('42')).toBeUndefined()
    expect(readStructure('[refused] connection')).toBeUndefined()
    expect(readStructure(' [1]')?.type).toBe('array')
  })
})
