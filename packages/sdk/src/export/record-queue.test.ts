import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createRecordQueue } from './record-queue.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function create() {
  const batches: number[] = []
  const lost: string[] = []
  const queue = createRecordQueue<number>({
    maxRecords: 100,
    batchSize: () => 10,
    delayMillis: 2000,
    encode: (records) => void batches.push(records.length),
    onLost: (reason) => void lost.push(reason),
  })
  const offer = (count: number) => {
    for (let index = 0; index < count; index += 1) queue.offer(index)
  }
  return { queue, batches, lost, offer }
}

describe('a queue', () => {
  it('encodes a few records once the delay is over, and not before', async () => {
    const { batches, offer } = create()
    offer(3)
    await vi.advanceTimersByTimeAsync(1990)
    expect(batches).toEqual([])
    await vi.advanceTimersByTimeAsync(20)
    expect(batches).toEqual([3])
  })

  it('encodes a full batch at the next turn of the event loop, never within the call that completes it', async () => {
    const { batches, offer } = create()
    offer(2)
    await vi.advanceTimersByTimeAsync(1)
    offer(8)
    expect(batches).toEqual([])
    await vi.advanceTimersByTimeAsync(2)
    expect(batches).toEqual([10])
  })

  it('encodes from the half-full queue on when the event loop never turns, so that nothing is lost', async () => {
    const { batches, lost, offer } = create()
    for (let count = 0; count < 1000; count += 1) {
      offer(1)
      await Promise.resolve()
    }
    expect(lost).toEqual([])
    expect(batches.reduce((sum, size) => sum + size, 0)).toBeGreaterThan(900)
  })

  it('drops and counts what comes at once beyond its limit', async () => {
    const { queue, batches, lost, offer } = create()
    offer(150)
    expect(lost).toEqual(Array(50).fill('queue_full'))
    const drained = queue.drain()
    await vi.advanceTimersByTimeAsync(100)
    await drained
    expect(batches.reduce((sum, size) => sum + size, 0)).toBe(100)
  })

  it('that is closed tells what was left, and loses what comes later as shutdown', async () => {
    const { queue, batches, lost, offer } = create()
    offer(5)
    expect(queue.close()).toBe(5)
    offer(1)
    await queue.drain()
    await vi.advanceTimersByTimeAsync(5000)
    expect(lost).toEqual(['shutdown'])
    expect(batches).toEqual([])
    expect(vi.getTimerCount()).toBe(0)
  })
})
