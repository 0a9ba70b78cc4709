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
  expect(bodyNames(bodyKey(path, quoted))).toEqual(names)
})

it('keys that begin with body. are of the body of log records, and of attributes elsewhere', () => {
  expect(resolveSearch(parseSearch('body.tool.name:x'), 'logs')).toMatchObject({ owner: 'body', key: 'tool.name' })
  expect(resolveSearch(parseSearch('body.tool.name:x'), 'spans')).toMatchObject({ owner: 'any', key: 'body.tool.name' })
  expect(resolveColumn('body.tool."a.b"', 'logs')).toEqual({ type: 'attribute', owner: 'body', key: 'tool.a\\.b' })
})
