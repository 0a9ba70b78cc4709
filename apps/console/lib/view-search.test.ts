import { expect, it } from 'vitest'
import { viewSearch } from './view-search.ts'

it('keeps what a view is, in one order, and nothing that passes', () => {
  const search = (text: string) => viewSearch(new URLSearchParams(text))
  expect(search('view=spans&query=a:b&live=true&columns=z&columns=a')).toBe(
    'columns=z&columns=a&query=a%3Ab&view=spans',
  )
  expect(search('columns=z&query=a:b&columns=a&view=spans&log=1')).toBe(
    search('view=spans&columns=z&columns=a&query=a%3Ab'),
  )
})
