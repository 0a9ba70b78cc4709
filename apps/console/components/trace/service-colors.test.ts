import { describe, expect, it } from 'vitest'
import { serviceColors } from './service-colors.ts'

const palette = ['one', 'two', 'three', 'four']

describe('serviceColors', () => {
  it('gives services different colours while the palette lasts, whatever the order of arrival', () => {
    const colors = serviceColors(['api', 'db', 'web', 'queue'], palette)
    expect(new Set(colors.values()).size).toBe(4)
    expect(serviceColors(['queue', 'web', 'db', 'api', 'api'], palette)).toEqual(colors)
  })

  it('gives every service a colour when there are more services than colours', () => {
    const names = Array.from({ length: 30 }, (_, i) => `service-${i}`)
    expect([...serviceColors(names, palette).values()].every((color) => palette.includes(color))).toBe(true)
  })
})
