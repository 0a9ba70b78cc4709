import { expect, it } from 'vitest'
import { parseDuration } from './parse-duration.ts'

it.each([
  ['500ms', '500000000'],
  ['1.5 s', '1500000000'],
  ['2m', '120000000000'],
  ['1 h 30 m', '5400000000000'],
  ['870 µs', '870000'],
  ['250', '250000000'],
])('reads %j as %s ns', (text, nanoseconds) => {
  expect(parseDuration(text)).toBe(nanoseconds)
})

it.each(['', 'fast', '5 parsecs', '-3 s', '1e9s'])('refuses %j', (text) => {
  expect(parseDuration(text)).toBeNull()
})
