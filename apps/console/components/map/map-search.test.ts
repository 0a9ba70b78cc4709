import { parseSearch } from '@hanzo/search'
import { describe, expect, it } from 'vitest'
import { edgeSearch, nodeSearch } from './map-search.ts'

const shop = { type: 'service', name: 'shop' } as const

describe('what stands behind a part of the map', () => {
  it.each([
    [{ type: 'service', name: 'pay ments' } as const, 'service:"pay ments" parent:(service:shop)'],
    [{ type: 'model', name: 'openai' } as const, 'service:shop provider:openai'],
    [
      { type: 'database', name: 'postgresql orders' } as const,
      'service:shop (db.system.name:postgresql OR db.system:postgresql) (db.namespace:orders OR db.name:orders)',
    ],
    [{ type: 'messaging', name: 'kafka' } as const, 'service:shop (messaging.system:kafka)'],
  ])('is a search that the language reads', (to, search) => {
    expect(edgeSearch(shop, to)).toBe(search)
    expect(() => parseSearch(search)).not.toThrow()
  })

  it('is what a consumer did with what it read from a queue', () => {
    const search = edgeSearch({ type: 'messaging', name: 'kafka orders' }, shop)
    expect(search).toBe('service:shop (messaging.system:kafka) (messaging.destination.name:orders)')
  })

  it('is read for any address', () => {
    for (const name of ['a"b', '::1', 'https://x/?a=b', '-', 'OR']) {
      expect(() => parseSearch(nodeSearch({ type: 'external', name }))).not.toThrow()
    }
  })
})
