import { expect, it } from 'vitest'
import { completesShortcut } from './shortcuts.ts'

const key = (name: string, at: number) => ({ key: name, at })

it('takes one key', () => {
  expect(completesShortcut('l', key('l', 0), null)).toBe(true)
})

it('takes two keys within a second', () => {
  expect(completesShortcut('g l', key('l', 900), key('g', 0))).toBe(true)
  expect(completesShortcut('g l', key('l', 1100), key('g', 0))).toBe(false)
})

it('does not take the second key of a pair for a shortcut of its own', () => {
  expect(completesShortcut('l', key('l', 900), key('g', 0))).toBe(false)
})
