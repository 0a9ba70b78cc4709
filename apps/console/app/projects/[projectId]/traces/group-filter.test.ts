import { parseSearch, resolveSearch } from '@hanzo/search'
import { expect, it } from 'vitest'
import { groupFilter } from './group-filter.ts'

it.each([
  ['', ['service'], ['pay'], 'service:pay'],
  ['status:error', ['service', 'name'], ['pay', 'GET /x'], 'status:error service:pay name:"GET /x"'],
  ['a OR b', ['http.route'], ['/x'], '(a OR b) http.route:/x'],
  ['', ['model', 'duration'], [null, '1500'], '-model:* duration:1500ns'],
  ['a OR b', ['model'], [null], '(a OR b) -model:*'],
])('the spans of a group of %j by %j having %j are found by %s', (query, keys, values, expected) => {
  const search = groupFilter(query, keys, values)
  expect(search).toBe(expected)
  expect(() => resolveSearch(parseSearch(search), 'spans')).not.toThrow()
})
