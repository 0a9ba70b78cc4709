import { isUtf8 } from 'node:buffer'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { ByteSource } from '../../columns/copy-bytes.ts'
import { isWellFormedUtf8 } from './utf8.ts'

function isWellFormed(bytes: Buffer, end = bytes.length): boolean {
  return isWellFormedUtf8(new ByteSource(bytes), 0, end)
}

fc.configureGlobal({ seed: 4 })

// Where the rules change: the ends of each class of lead and continuation bytes.
const edges = [
  0x00, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xc1, 0xc2, 0xdf, 0xe0, 0xed, 0xef, 0xf0, 0xf4, 0xf5, 0xff,
]

it('takes what the runtime takes, for every combination of bytes at which the rules change', () => {
  for (const first of edges) {
    for (const second of edges) {
      for (const third of edges) {
        for (const fourth of edges) {
          const bytes = Buffer.of(first, second, third, fourth)
          if (isWellFormed(bytes) !== isUtf8(bytes)) expect(bytes).toBe('judged as the runtime does')
        }
      }
    }
  }
})

it('takes what the runtime takes, for texts of any length that were damaged or cut', () => {
  const property = fc.property(
    fc.string({ unit: 'binary', maxLength: 200 }),
    fc.nat(),
    fc.nat(255),
    (text, at, byte) => {
      const bytes = Buffer.from(text)
      expect(isWellFormed(bytes)).toBe(true)
      const damaged = Buffer.from(bytes)
      if (damaged.length > 0) damaged[at % damaged.length] = byte
      expect(isWellFormed(damaged)).toBe(isUtf8(damaged))
      const end = at % (bytes.length + 1)
      expect(isWellFormed(bytes, end)).toBe(isUtf8(bytes.subarray(0, end)))
    },
  )
  fc.assert(property, { numRuns: 300 })
})
