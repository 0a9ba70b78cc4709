import { describe, expect, it } from 'vitest'
import { EngineUnavailableError } from '../errors.ts'
import { createExpiringCache, freshMilliseconds, staleMilliseconds, usableMilliseconds } from './expiring-cache.ts'

function setUp(entriesMax = 10) {
  const source = new Map([['key', 'first']])
  const state = { now: 0, loads: 0, isDown: false }
  const cache = createExpiringCache<string>({
    entriesMax,
    now: () => state.now,
    load: async (key) => {
      state.loads += 1
      if (state.isDown) throw new EngineUnavailableError('postgresql', new Error('down'))
      return source.get(key)
    },
  })
  return { source, state, cache }
}

const settled = () => new Promise(setImmediate)

describe('createExpiringCache', () => {
  it('asks the source once for everybody who asks at the same time, and not again while the answer is fresh', async () => {
    const { cache, state } = setUp()
    expect(await Promise.all([cache.get('key'), cache.get('key'), cache.get('absent'), cache.get('absent')])).toEqual([
      'first',
      'first',
      undefined,
      undefined,
    ])
    state.now = freshMilliseconds - 1
    await cache.get('key')
    await cache.get('absent')
    expect(state.loads).toBe(2)
  })

  it('serves an older answer at once and reads it again behind it', async () => {
    const { cache, state, source } = setUp()
    await cache.get('key')
    source.set('key', 'second')
    state.now = freshMilliseconds
    expect(await cache.get('key')).toBe('first')
    await settled()
    expect(await cache.get('key')).toBe('second')
  })

  it('never serves an answer of before a change for longer than 10 seconds', async () => {
    const { cache, state, source } = setUp()
    await cache.get('key')
    source.delete('key')
    state.now = usableMilliseconds
    expect(await cache.get('key')).toBeUndefined()
  })

  it('serves what it has for ten minutes while the source is away, and fails for what it never saw', async () => {
    const { cache, state } = setUp()
    await cache.get('key')
    state.isDown = true
    state.now = staleMilliseconds - 1
    expect(await cache.get('key')).toBe('first')
    await expect(cache.get('other')).rejects.toThrow(EngineUnavailableError)
    state.now = staleMilliseconds
    await expect(cache.get('key')).rejects.toThrow(EngineUnavailableError)
  })

  it('does not keep an answer that was deleted while it was read', async () => {
    const { cache, state, source } = setUp()
    const reading = cache.get('key')
    source.set('key', 'second')
    cache.delete('key')
    await reading
    expect(await cache.get('key')).toBe('second')
    expect(state.loads).toBe(2)
  })

  it('keeps no more than its maximum, and a flood of absent keys pushes no present one out', async () => {
    const { cache, state } = setUp(2)
    await cache.get('key')
    for (let i = 0; i < 100; i += 1) await cache.get(`absent ${i}`)
    expect(cache.has('key')).toBe(true)
    expect(cache.has('absent 99')).toBe(true)
    expect(cache.has('absent 0')).toBe(false)
    expect(state.loads).toBe(101)
  })
})
