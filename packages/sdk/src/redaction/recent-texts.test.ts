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

  it('compares with the youngest texts of one length alone, and finds those', () => {
    const recent = createRecentTexts<number>({ texts: 100, characters: 10_000 })
    for (let index = 10; index < 40; index++) {
      recent.add(`text ${index}`, index)
      recent.add('of another length', index)
    }
    expect([39, 32, 10].map((index) => recent.find(`text ${index}`))).toEqual([39, 32, undefined])
  })
})
