import { expect, it } from 'vitest'
import { createSegmentMemory } from './segment-memory.ts'

const mebibyte = 1_048_576

it('gives memory again that was given back, and never the same to two', () => {
  const memory = createSegmentMemory(64 * mebibyte)
  const first = memory.take(100)
  const second = memory.take(100)
  expect(second.buffer === first.buffer).toBe(false)
  memory.give(first)
  expect(memory.take(8 * mebibyte) === first).toBe(true)
  expect(memory.take(1) === first).toBe(false)
})

it('has room for as much as is asked for', () => {
  const memory = createSegmentMemory(64 * mebibyte)
  memory.give(memory.take(1))
  expect(memory.take(20 * mebibyte).length).toBeGreaterThanOrEqual(20 * mebibyte)
})

it('keeps no more than its limit', () => {
  const memory = createSegmentMemory(16 * mebibyte)
  const taken = [memory.take(1), memory.take(1), memory.take(1)]
  for (const each of taken) memory.give(each)
  const again = [memory.take(1), memory.take(1), memory.take(1)]
  expect(again.filter((each) => taken.includes(each))).toHaveLength(2)
})
