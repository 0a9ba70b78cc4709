import { expect, it } from 'vitest'
import { visibleFacetValues } from './facet-values.ts'

const values = [
  { value: 'a', count: 5 },
  { value: 'b', count: 3 },
  { value: 'c', count: 1 },
]

it('shows the most frequent values and says how many are left', () => {
  expect(visibleFacetValues(values, [], '', 2)).toEqual({ shown: values.slice(0, 2), hiddenCount: 1 })
})

it('always shows what is selected, also where it did not occur', () => {
  const { shown } = visibleFacetValues(values, ['c', 'gone'], '', 1)
  expect(shown.map(({ value, count }) => [value, count])).toEqual([
    ['a', 5],
    ['c', 1],
    ['gone', null],
  ])
})

it('finds values whatever their case', () => {
  expect(visibleFacetValues(values, [], ' B ', 2).shown).toEqual([{ value: 'b', count: 3 }])
})
