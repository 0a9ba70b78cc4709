import { describe, expect, it } from 'vitest'
import { parentSpanIdSchema, traceIdSchema } from './identifier.ts'
import { enumerationSchema, int32Schema, textSchema, uint32Schema, uint64Schema } from './scalar.ts'

describe('numbers', () => {
  it('of 64 bits are exact from strings and bigints, and bounded', () => {
    expect(uint64Schema.parse('18446744073709551615')).toBe(2n ** 64n - 1n)
    expect(uint64Schema.parse(2n ** 64n - 1n)).toBe(2n ** 64n - 1n)
    expect(uint64Schema.parse(undefined)).toBe(0n)
    for (const value of ['-1', '18446744073709551616', '0x10', '1.5', '', ' 1', true, {}]) {
      expect(uint64Schema.safeParse(value).success, JSON.stringify(value)).toBe(false)
    }
  })

  it('of 32 bits are bounded', () => {
    expect([uint32Schema.parse(0xffff_ffff), uint32Schema.parse('7'), uint32Schema.parse(null)]).toEqual([
      0xffff_ffff, 7, 0,
    ])
    expect([uint32Schema.safeParse(-1).success, uint32Schema.safeParse(2 ** 32).success]).toEqual([false, false])
    expect([int32Schema.safeParse(-(2 ** 31)).success, int32Schema.safeParse(2 ** 31).success]).toEqual([true, false])
  })
})

describe('an enumeration', () => {
  const kind = enumerationSchema(['KIND_UNSPECIFIED', 'KIND_A', 'KIND_B'])

  it('is taken by number, also by name, and stays open to numbers of tomorrow', () => {
    expect([1, 'KIND_B', undefined, 9, -1].map((value) => kind.parse(value))).toEqual([1, 2, 0, 0, 0])
    expect(kind.safeParse('KIND_C').error?.issues[0]?.message).toBe(
      'must be an integer from 0 (KIND_UNSPECIFIED) to 2 (KIND_B)',
    )
  })
})

describe('an id', () => {
  it('is hex of either case or bytes, of the right length and not zero', () => {
    const bytes = Uint8Array.from({ length: 16 }, (_, index) => index * 16)
    const hex = '00102030405060708090a0b0c0d0e0f0'
    expect([bytes, hex, hex.toUpperCase()].map((value) => traceIdSchema.parse(value))).toEqual([hex, hex, hex])
    for (const value of [
      undefined,
      '',
      '0'.repeat(32),
      hex.slice(2),
      `${hex}00`,
      'g'.repeat(32),
      bytes.subarray(1),
      new Uint8Array(16),
      7,
    ]) {
      expect(traceIdSchema.safeParse(value).success, JSON.stringify(value)).toBe(false)
    }
  })

  it('of a parent may be left out, but not broken', () => {
    const none = '0'.repeat(16)
    expect([undefined, null, '', none, new Uint8Array()].map((value) => parentSpanIdSchema.parse(value))).toEqual(
      Array(5).fill(none),
    )
    expect(parentSpanIdSchema.safeParse('abc').success).toBe(false)
  })
})

describe('text', () => {
  it('is a string or absent, never another type made into one', () => {
    expect([textSchema.parse('a'), textSchema.parse(undefined), textSchema.parse(null)]).toEqual(['a', '', ''])
    expect([textSchema.safeParse(1).success, textSchema.safeParse({}).success]).toEqual([false, false])
  })
})
