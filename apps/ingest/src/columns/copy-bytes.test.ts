import { isAscii as runtimeIsAscii } from 'node:buffer'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { ByteSource, copyBytes, equalBytes, isAscii } from './copy-bytes.ts'

const bytes = fc.uint8Array({ maxLength: 300 }).map((all) => Buffer.from(all))
const mostlyAscii = fc
  .tuple(fc.uint8Array({ max: 127, maxLength: 300 }), fc.nat(), fc.boolean())
  .map(([all, at, isDamaged]) => {
    const text = Buffer.from(all)
    if (isDamaged && text.length > 0) text[at % text.length] = 0x80 | (at & 0x7f)
    return text
  })
const offset = fc.nat(9)

function shifted(content: Buffer, by: number): ByteSource {
  return new ByteSource(Buffer.concat([Buffer.alloc(by, 0xee), content, Buffer.alloc(by, 0xee)]))
}

it('copies bytes of any length from any place to any other, and no byte beside them', () => {
  const property = fc.property(bytes, offset, offset, (content, from, to) => {
    const target = new ByteSource(Buffer.alloc(content.length + 2 * to, 1))
    copyBytes(target, to, shifted(content, from), from, from + content.length)
    const beside = Buffer.alloc(to, 1)
    expect(target.bytes.equals(Buffer.concat([beside, content, beside]))).toBe(true)
  })
  fc.assert(property, { seed: 61, numRuns: 500 })
})

it('tells bytes apart that differ in a single one', () => {
  const property = fc.property(bytes, offset, offset, fc.nat(), (content, from, at, place) => {
    const source = shifted(content, from)
    const other = shifted(content, at)
    const end = from + content.length
    expect(equalBytes(other, at, source, from, end)).toBe(true)
    if (content.length === 0) return
    const changed = at + (place % content.length)
    other.bytes[changed] = (other.bytes[changed] as number) ^ (1 << (place % 8))
    expect(equalBytes(other, at, source, from, end)).toBe(false)
  })
  fc.assert(property, { seed: 62, numRuns: 500 })
})

it('takes for ASCII what the runtime does', () => {
  const property = fc.property(mostlyAscii, offset, (content, from) => {
    expect(isAscii(shifted(content, from), from, from + content.length)).toBe(runtimeIsAscii(content))
  })
  fc.assert(property, { seed: 63, numRuns: 500 })
})
