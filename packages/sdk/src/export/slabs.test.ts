import { describe, expect, it } from 'vitest'
import { createSlabs } from './slabs.ts'

const filled = (length: number, value: number) => new Uint8Array(length).fill(value)

describe('slabs', () => {
  it('keep every piece whole while others come and go', () => {
    const slabs = createSlabs()
    const kept: { bytes: Uint8Array<ArrayBuffer>; value: number }[] = []
    for (let round = 0; round < 2000; round += 1) {
      const value = round % 251
      kept.push({ bytes: slabs.keep(filled(1 + ((round * 7919) % 50_000), value)), value })
      const leaving = kept.length > 100 ? kept.splice(round % 3, 1)[0] : undefined
      if (leaving) {
        expect(leaving.bytes.every((byte) => byte === leaving.value)).toBe(true)
        slabs.free(leaving.bytes)
      }
    }
    for (const { bytes, value } of kept) expect(bytes.every((byte) => byte === value)).toBe(true)
  })

  it('use few buffers for many pieces that leave in their order', () => {
    const slabs = createSlabs()
    const buffers = new Set<ArrayBuffer>()
    const kept: Uint8Array<ArrayBuffer>[] = []
    for (let round = 0; round < 5000; round += 1) {
      const bytes = slabs.keep(filled(10_000, 1))
      buffers.add(bytes.buffer)
      kept.push(bytes)
      const oldest = kept.length > 300 ? kept.shift() : undefined
      if (oldest) slabs.free(oldest)
    }
    // 300 pieces fill three slabs; the oldest and the youngest are used in part, and one is spare.
    expect(buffers.size).toBeLessThanOrEqual(5)
  })

  it('begin anew in the same buffer once nothing is left in it', () => {
    const slabs = createSlabs()
    const first = slabs.keep(filled(100, 1))
    slabs.free(first)
    const second = slabs.keep(filled(100, 2))
    expect(second.buffer).toBe(first.buffer)
    expect(second.byteOffset).toBe(0)
  })

  it('give a large piece a buffer of its own, and leave a buffer that is not theirs alone', () => {
    const slabs = createSlabs()
    const large = slabs.keep(filled(300_000, 3))
    expect(large.buffer.byteLength).toBe(300_000)
    slabs.free(large)
    expect(slabs.keep(filled(10, 1)).buffer).not.toBe(large.buffer)
  })
})
