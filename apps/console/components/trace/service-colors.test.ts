import { describe, expect, it } from 'vitest'
import { serviceColor, servicePalette } from '../../lib/service-palette.ts'
import { serviceColors } from './service-colors.ts'

describe('serviceColors', () => {
  it('gives services different colours while the palette lasts, whatever the order of arrival', () => {
    const names = servicePalette.map((_, i) => `service-${i}`)
    const colors = serviceColors(names)
    expect(new Set(colors.values()).size).toBe(servicePalette.length)
    expect(serviceColors([...names, ...names].reverse())).toEqual(colors)
  })

  it('keeps the colour that a service has on other pages', () => {
    expect(serviceColors(['checkout']).get('checkout')).toBe(serviceColor('checkout'))
  })

  it('gives every service a colour when there are more services than colours', () => {
    const names = Array.from({ length: 30 }, (_, i) => `service-${i}`)
    expect([...serviceColors(names).values()].every((color) => servicePalette.includes(color))).toBe(true)
  })
})
