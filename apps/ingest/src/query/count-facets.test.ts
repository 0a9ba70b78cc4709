import { expect, it } from 'vitest'
import { countFacets } from './count-facets.ts'

const combinations = [
  { values: { service: 'pay', status: 'ok' }, count: 5 },
  { values: { service: 'pay', status: 'error' }, count: 2 },
  { values: { service: 'shop', status: 'ok' }, count: 3 },
]

it('counts each value among the rows that pass the choices of the other fields', () => {
  expect(
    countFacets(
      ['service', 'status'],
      { service: { named: ['pay'], passes: (value) => value === 'pay' } },
      combinations,
    ),
  ).toEqual([
    {
      field: 'service',
      values: [
        { value: 'pay', count: 7 },
        { value: 'shop', count: 3 },
      ],
    },
    {
      field: 'status',
      values: [
        { value: 'ok', count: 5 },
        { value: 'error', count: 2 },
      ],
    },
  ])
})

it('lists a chosen value that nothing has', () => {
  const [service] = countFacets(['service'], { service: { named: ['gone'], passes: () => false } }, combinations)
  expect(service?.values).toContainEqual({ value: 'gone', count: 0 })
})
