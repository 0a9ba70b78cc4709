import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createRecentTexts } from './recent-texts.ts'

describe('createRecentTexts', () => {
  it('finds the value given last to a text', () => {
    const recent = createRecentTexts<number>({ texts: 4, characters: 100 })
    recent.add('a', 1)
    recent.add('b', 2)
    recent.add('a', 3)
    expect([recent.find('a'), recent.find('b'), recent.find('c')]).toEqual([3, 2, undefined])
  })

  it('forgets the oldest texts when there are more than it may remember', () => {
    const recent = createRecentTexts<number>({ texts: 3, characters: 100 })
    for (let index = 0; index < 10; index++) recent.add(`text ${index}`, index)
    expect([6, 7, 8, 9].map((index) => recent.find(`text ${index}`))).toEqual([undefined, 7, 8, 9])
  })

  it('forgets the oldest texts when they have more characters than it may remember', () => {
    const recent = createRecentTexts<number>({ texts: 100, characters: 10 })
    recent.add('aaaa', 1)
    recent.add('bbbb', 2)
    recent.add('cccc', 3)
    expect([recent.find('aaaa'), recent.find('bbbb'), recent.find('cccc')]).toEqual([undefined, 2, 3])
  })

  it('does not give up what it has for a text that is too long to remember', () => {
    const recent = createRecentTexts<number>({ texts: 100, characters: 10 })
    recent.add('aaaa', 1)
    recent.add('b'.repeat(11), 2)
    expect([recent.find('aaaa'), recent.find('b'.repeat(11))]).toEqual([1, undefined])
  })

  it('finds each of many texts of one length', () => {
    const recent = createRecentTexts<number>({ texts: 100, characters: 10_000 })
    for (let index = 10; index < 40; index++) recent.add(`text ${index}`, index)
    expect([39, 32, 10, 40].map((index) => recent.find(`text ${index}`))).toEqual([39, 32, 10, undefined])
  })

  it('compares with the youngest of those alone that differ where it does not look, and finds those', () => {
    const recent = createRecentTexts<number>({ texts: 100, characters: 100_000 })
    const alike = (index: number) => `${'a'.repeat(30)}${index}${'a'.repeat(968)}`
    for (let index = 10; index < 40; index++) recent.add(alike(index), index)
    expect([39, 32, 31].map((index) => recent.find(alike(index)))).toEqual([39, 32, undefined])
  })

  it('answers as a list would that is searched, whatever is added and looked for', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 3 })
    fc.assert(
      fc.property(fc.array(text, { maxLength: 60 }), fc.integer({ min: 1, max: 6 }), (texts, max) => {
        const recent = createRecentTexts<number>({ texts: max, characters: 12 })
        let kept: { text: string; index: number }[] = []
        for (const [index, added] of texts.entries()) {
          recent.add(added, index)
          kept = [{ text: added, index }, ...kept].slice(0, max)
          while (kept.reduce((sum, { text: { length } }) => sum + length, 0) > 12) kept.pop()
          for (const sought of texts) {
            expect(recent.find(sought)).toBe(kept.find((one) => one.text === sought)?.index)
          }
        }
      }),
      { seed: 7, numRuns: 200 },
    )
  })
})
