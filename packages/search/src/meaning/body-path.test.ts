import { expect, it } from 'vitest'
import { parseSearch } from '../syntax/parse-search.ts'
import { bodyKey, bodyNames } from './body-path.ts'
import { resolveColumn } from './resolve-column.ts'
import { resolveSearch } from './resolve-search.ts'

it.each([
  ['tool.name', undefined, ['tool', 'name']],
  ['tool.', 'odd.key', ['tool', 'odd.key']],
  ['', 'a\\b.c', ['a\\b.c']],
  ['a', undefined, ['a']],
])('the names of %j and %j are %j', (path, quoted, names) => {
  expect(bodyNames(bodyKey(path, quoted, { from: 0, to: 1 }))).toEqual(names)
})

it('keys that begin with body. are of the body of log records, and of attributes elsewhere', () => {
  expect(resolveSearch(parseSearch('body.tool.name:x'), 'logs')).toMatchObject({ owner: 'body', key: 'tool.name' })
  expect(resolveSearch(parseSearch('body.tool.name:x'), 'spans')).toMatchObject({ owner: 'any', key: 'body.tool.name' })
  expect(resolveColumn('body.tool."a.b"', 'logs')).toEqual({ type: 'attribute', owner: 'body', key: 'tool.a\\.b' })
})

it('more names than bodies are deep are refused, where they stand', () => {
  const key = (names: number) => `body${'.a'.repeat(names)}`
  expect(resolveColumn(key(16), 'logs')).toMatchObject({ owner: 'body' })
  expect(() => resolveColumn(key(17), 'logs')).toThrow(expect.objectContaining({ from: 0, to: 38 }))
  expect(() => resolveSearch(parseSearch(`x ${key(17)}:1`), 'logs')).toThrow(
    expect.objectContaining({ from: 2, to: 40 }),
  )
})
