import { describe, expect, it } from 'vitest'
import { changeText } from './series-change.ts'

describe('changeText', () => {
  it('says by how much a value grew or fell', () => {
    expect(changeText(112, 100)).toBe('+12 %')
    expect(changeText(97, 100)).toBe('−3 %')
    expect(changeText(100.5, 100)).toBe('+0.5 %')
    expect(changeText(1400, 100)).toBe('×14')
    expect(changeText(100, 100)).toBe('±0 %')
  })

  it('says nothing where there is nothing to compare with', () => {
    expect(changeText(5, 0)).toBeNull()
    expect(changeText(null, 5)).toBeNull()
    expect(changeText(5, null)).toBeNull()
  })
})
