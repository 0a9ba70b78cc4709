import { describe, expect, it } from 'vitest'
import { ByteCache } from './byte-cache.ts'

const bytes = (text: string) => Buffer.from(text)

describe('the cache of bytes', () => {
  it('tells bytes and owners apart, in any order and number', () => {
    const cache = new ByteCache<number>({ entriesMax: 100_000, bytesMax: 10_000_000 })
    const keys = Array.from(
      { length: 5_000 },
      (_, index) => [index % 7, bytes(`key ${index}`.slice(0, index % 9))] as const,
    )
    const expected = new Map<string, number>()
    for (const [index, [owner, key]] of keys.entries()) {
      const known = expected.get(`${owner}/${key}`)
      expect(cache.find(owner, key, 0, key.length)).toBe(known)
      if (known !== undefined) continue
      expected.set(`${owner}/${key}`, index)
      cache.add(owner, key, 0, key.length, index)
    }
    for (let step = 0, index = 0; step < 10_000; step++, index = (index + 1_237) % keys.length) {
      const [owner, key] = keys[index] as (typeof keys)[number]
      const padded = Buffer.concat([bytes('xx'), key, bytes('y')])
      expect(cache.find(owner, padded, 2, 2 + key.length)).toBe(expected.get(`${owner}/${key}`))
    }
  })

  it('keeps what is in use while others come and go, within its limits', () => {
    const cache = new ByteCache<string>({ entriesMax: 100, bytesMax: 10_000 })
    const inUse = bytes('in use')
    cache.add(1, inUse, 0, 6, 'kept')
    for (let index = 0; index < 10_000; index++) {
      const key = bytes(`once ${index}`)
      cache.add(1, key, 0, key.length, 'once')
      expect(cache.find(1, inUse, 0, 6)).toBe('kept')
      expect(cache.size).toBeLessThanOrEqual(200)
    }
    expect(cache.find(1, bytes('once 0'), 0, 6)).toBeUndefined()
  })

  it('is bounded by bytes as well', () => {
    const cache = new ByteCache<number>({ entriesMax: 1_000_000, bytesMax: 1_000 })
    for (let index = 0; index < 1_000; index++) cache.add(index, Buffer.alloc(100), 0, 100, index)
    expect(cache.size).toBeLessThan(25)
  })
})
