import { describe, expect, it } from 'vitest'
import { cardinalities } from './cardinality.ts'

const attribute = (key: string, valueCount: number, seriesWithout: number | null) => ({
  key,
  values: [],
  valueCount,
  isResource: seriesWithout === null,
  seriesCount: 10_000,
  seriesWithout,
})

describe('cardinalities', () => {
  const found = cardinalities({
    seriesCount: 10_000,
    attributes: [attribute('host', 50, null), attribute('route', 20, 8000), attribute('user.id', 5000, 40)],
  })

  it('puts first what makes the most series, and last what is not known', () => {
    expect(found.map(({ attribute: { key } }) => key)).toEqual(['user.id', 'route', 'host'])
    expect(found.map(({ share }) => share)).toEqual([0.996, 0.2, null])
  })

  it('warns of a key with many values that makes nearly all of very many series, and of no other', () => {
    expect(found.map(({ isExploding }) => isExploding)).toEqual([true, false, false])
    const few = cardinalities({ seriesCount: 200, attributes: [attribute('user.id', 200, 1)] })
    expect(few[0]?.isExploding).toBe(false)
  })
})
