import { describe, expect, it } from 'vitest'
import { hiddenChoice, hiddenKeys } from './hidden-series.ts'

const keys = ['a', 'b', 'c', 'd']

describe('what a legend hides', () => {
  it.each([[[]], [['a']], [['a', 'b']], [['b', 'c', 'd']], [['a', 'b', 'c', 'd']]])(
    'stands in the address and comes back: %j',
    (hidden) => {
      const choice = hiddenChoice(keys, new Set(hidden))
      expect([...hiddenKeys(keys, choice)].sort()).toEqual(hidden)
    },
  )

  it('is said by what is shown where that is shorter', () => {
    expect(hiddenChoice(keys, new Set(['b', 'c', 'd']))).toEqual({ hide: [], only: ['a'] })
    expect(hiddenChoice(keys, new Set(['b']))).toEqual({ hide: ['b'], only: [] })
  })

  it('is nothing for series that are not there any more', () => {
    expect(hiddenKeys(keys, { hide: ['gone'], only: ['gone too'] }).size).toBe(0)
  })
})
