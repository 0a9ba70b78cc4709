import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createFairTurns } from './fair-turns.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const settled = () => vi.advanceTimersByTimeAsync(0)

/** Asks for turns and notes whose began, in order. */
function setUp(bytesMax: number, limits: { requestsPerProjectMax?: number } = {}) {
  const window = { bytes: () => bytesMax, done: () => undefined }
  const turns = createFairTurns({ window, waitMilliseconds: 1_000, ...limits })
  const began: string[] = []
  const release: (() => void)[] = []
  const failed: unknown[] = []
  const ask = (projectId: string, bytes = 1) =>
    turns.take(projectId, bytes).then(
      (done) => {
        began.push(projectId)
        release.push(done)
      },
      (error: unknown) => void failed.push(error),
    )
  return { turns, began, release, failed, ask }
}

it('lets requests go at once while there is room', async () => {
  const { began, ask, turns } = setUp(3)
  await Promise.all([ask('a'), ask('a'), ask('b')])
  expect(began).toEqual(['a', 'a', 'b'])
  expect(turns.state()).toEqual({ bytesInFlight: 3, requestsWaiting: 0 })
})

it('gives every second turn to a project that asks once while another asks without measure', async () => {
  const { began, release, ask } = setUp(1)
  for (let request = 0; request < 5; request += 1) void ask('flood')
  await settled()
  void ask('small')
  void ask('small')
  for (let turn = 0; turn < 6; turn += 1) {
    release.shift()?.()
    await settled()
  }
  expect(began).toEqual(['flood', 'flood', 'small', 'flood', 'small', 'flood', 'flood'])
})

it('counts bytes, not requests', async () => {
  const { began, release, ask } = setUp(10)
  for (let request = 0; request < 4; request += 1) void ask('large', 5)
  for (let request = 0; request < 10; request += 1) void ask('small', 1)
  await settled()
  expect(began).toEqual(['large', 'large'])
  release.shift()?.()
  await settled()
  expect(began.slice(2)).toEqual(Array(5).fill('small'))
})

it('does not let small requests pass a large one for ever', async () => {
  const { began, release, ask } = setUp(10)
  await ask('a', 6)
  void ask('large', 10)
  void ask('b', 1)
  await settled()
  expect(began).toEqual(['a'])
  release.shift()?.()
  await settled()
  expect(began).toEqual(['a', 'large'])
  release.shift()?.()
  await settled()
  expect(began).toEqual(['a', 'large', 'b'])
})

it('lets a request that is larger than all room go alone', async () => {
  const { began, ask } = setUp(10)
  await ask('a', 1_000)
  expect(began).toEqual(['a'])
})

it('answers 503 when the turn does not come in time, and goes on with the others', async () => {
  const { began, failed, release, ask, turns } = setUp(1)
  await ask('a')
  void ask('b')
  await vi.advanceTimersByTimeAsync(1_000)
  expect(failed).toEqual([expect.objectContaining({ code: 'INGEST_BUSY', statusCode: 503, retryable: true })])
  void ask('c')
  release.shift()?.()
  await settled()
  expect(began).toEqual(['a', 'c'])
  expect(turns.state()).toEqual({ bytesInFlight: 1, requestsWaiting: 0 })
})

it('frees the room once, however often a turn is given back', async () => {
  const { release, ask, turns } = setUp(2)
  await Promise.all([ask('a'), ask('a')])
  release[0]?.()
  release[0]?.()
  expect(turns.state().bytesInFlight).toBe(1)
})

it('lets others pass a project that has as many requests under way as it may', async () => {
  const { began, release, ask } = setUp(10, { requestsPerProjectMax: 1 })
  for (let request = 0; request < 3; request += 1) void ask('flood', 2)
  await settled()
  await Promise.all([ask('a', 2), ask('b', 2)])
  expect(began).toEqual(['flood', 'a', 'b'])
  release[1]?.()
  await settled()
  expect(began).toEqual(['flood', 'a', 'b'])
  release[0]?.()
  await settled()
  expect(began).toEqual(['flood', 'a', 'b', 'flood'])
})
