import { expect, it } from 'vitest'
import { createTurnWindow } from './turn-window.ts'

const mebibyte = 1024 ** 2

/** A machine that works off so many bytes a second, and takes so long for anything. Runs it while others always wait. */
function run(bytesPerSecond: number, fixedMilliseconds: number, seconds = 30) {
  const clock = { now: 0 }
  const options = { bytesMin: mebibyte / 4, bytesMax: 16 * mebibyte, targetMilliseconds: 100, now: () => clock.now }
  const window = createTurnWindow(options)
  // First a lone request, as there is before every flood.
  window.done(fixedMilliseconds + 1, false)
  while (clock.now < seconds * 1_000) {
    clock.now += 10
    window.done(fixedMilliseconds + (window.bytes() / bytesPerSecond) * 1_000, true)
  }
  return window.bytes()
}

it('keeps a tenth of a second of work under way, on slow machines and on fast ones', () => {
  for (const bytesPerSecond of [5 * mebibyte, 30 * mebibyte, 100 * mebibyte]) {
    expect(run(bytesPerSecond, 5) / bytesPerSecond).toBeGreaterThan(0.05)
    expect(run(bytesPerSecond, 5) / bytesPerSecond).toBeLessThan(0.2)
  }
})

it('lets more share an fsync where the disk is slow', () => {
  expect(run(30 * mebibyte, 300)).toBeGreaterThan(10 * mebibyte)
})

it('stays within its bounds', () => {
  expect(run(1, 5)).toBe(mebibyte / 4)
  expect(run(1e12, 1)).toBe(16 * mebibyte)
})

it('does not grow while nobody waits', () => {
  const clock = { now: 0 }
  const options = { bytesMin: 1, bytesMax: 1_000, targetMilliseconds: 100, now: () => clock.now }
  const window = createTurnWindow(options)
  window.done(10, false)
  clock.now = 200
  window.done(10_000, true)
  const shrunk = window.bytes()
  expect(shrunk).toBeLessThan(1_000)
  clock.now = 400
  window.done(10, false)
  expect(window.bytes()).toBe(shrunk)
})
