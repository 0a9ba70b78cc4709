import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { watchThread } from './watch-thread.ts'

let silences: number
let isWaiting: boolean
let watch: ReturnType<typeof watchThread>

beforeEach(() => {
  vi.useFakeTimers()
  silences = 0
  isWaiting = true
  watch = watchThread({ isWaiting: () => isWaiting, onSilent: () => void silences++ })
})
afterEach(() => {
  watch.close()
  vi.useRealTimers()
})

describe('a watched thread', () => {
  it('is given up when it says nothing while somebody waits for it', () => {
    vi.advanceTimersByTime(20_000)
    expect(silences).toBe(0)
    vi.advanceTimersByTime(15_000)
    expect(silences).toBe(1)
  })

  it('is let alone while it tells its state, and while nobody waits', () => {
    for (let second = 0; second < 60; second++) {
      watch.heard()
      vi.advanceTimersByTime(1_000)
    }
    isWaiting = false
    vi.advanceTimersByTime(60_000)
    expect(silences).toBe(0)
  })
})
