import { expect, it } from 'vitest'
import { pagesBefore, previousPage, rememberPage } from './page-trail.ts'

it('leads back page by page to the first', () => {
  rememberPage('a', null)
  rememberPage('b', 'a')
  rememberPage('c', 'b')
  rememberPage(null, 'c')
  expect(pagesBefore('c')).toBe(3)
  expect([previousPage('c'), previousPage('b'), previousPage('a')]).toEqual(['b', 'a', null])
  expect(previousPage(null)).toBeUndefined()
})

it('keeps the place of a page that is read again', () => {
  rememberPage('x', null)
  rememberPage('y', 'x')
  rememberPage('y', null)
  expect(pagesBefore('y')).toBe(2)
})

it('knows no way back from a page it was never told of', () => {
  expect(previousPage('unknown')).toBeUndefined()
  expect(pagesBefore('unknown')).toBe(0)
})
