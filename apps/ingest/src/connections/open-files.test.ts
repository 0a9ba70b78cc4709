import { expect, it } from 'vitest'
import { connectionsWithin } from './open-files.ts'

const limits = (openFiles: string) => `Limit                     Soft Limit           Hard Limit           Units
Max stack size            8388608              unlimited            bytes
Max open files            ${openFiles}                20000                files
`

it('leaves open files for everything that is no connection', () => {
  expect(connectionsWithin(10_000, limits('1024'))).toBe(768)
  expect(connectionsWithin(10_000, limits('20000'))).toBe(10_000)
  expect(connectionsWithin(10_000, limits('unlimited'))).toBe(10_000)
  expect(connectionsWithin(10, undefined)).toBe(10)
})

it('reads what this process may open', () => {
  expect(connectionsWithin(100)).toBeGreaterThan(0)
})
