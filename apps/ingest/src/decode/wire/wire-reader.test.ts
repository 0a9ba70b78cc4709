import fc from 'fast-check'
import protobuf from 'protobufjs/minimal.js'
import { describe, expect, it } from 'vitest'
import { WireReader } from './wire-reader.ts'

fc.configureGlobal({ seed: 4 })

function readerOf(bytes: Iterable<number>): WireReader {
  const reader = new WireReader()
  const body = Uint8Array.from(bytes)
  reader.open(body, 0, body.length)
  return reader
}

function halvesOf(value: bigint) {
  return { low: Number(BigInt.asIntN(32, value)), high: Number(BigInt.asIntN(32, value >> 32n)) }
}

const unusual = 'not a shape that is read straight from the wire'
const uint64 = fc.oneof(
  fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
  fc.nat(70).map((bits) => BigInt.asUintN(64, 2n ** BigInt(bits) - 1n)),
)

describe('a reader of the wire', () => {
  it('reads varints of up to 28 bits', () => {
    const property = fc.property(fc.nat(2 ** 28 - 1), (value) => {
      const reader = readerOf(protobuf.Writer.create().uint32(value).finish())
      expect(reader.varint()).toBe(value)
      reader.leave(reader.limit)
    })
    fc.assert(property)
  })

  it('reads every 64-bit varint and fixed number as its two halves', () => {
    const property = fc.property(uint64, (value) => {
      const { low, high } = halvesOf(value)
      const bytes = protobuf.Writer.create()
        .uint64({ low, high, unsigned: true } as never)
        .fixed32(low >>> 0)
      const reader = readerOf(bytes.fixed32(high >>> 0).finish())
      reader.varint64()
      expect({ low: reader.low, high: reader.high }).toEqual({ low, high })
      reader.fixed64()
      expect({ low: reader.low, high: reader.high }).toEqual({ low, high })
      reader.leave(reader.limit)
    })
    fc.assert(property)
  })

  it('reads fixed 32-bit numbers as unsigned', () => {
    expect(readerOf([0xff, 0xff, 0xff, 0xff]).fixed32()).toBe(0xffff_ffff)
  })

  it('passes over fields of every wire type it does not know', () => {
    const bytes = protobuf.Writer.create()
    bytes.uint32((90 << 3) | 0).uint64({ low: -1, high: -1, unsigned: true } as never)
    bytes.uint32((91 << 3) | 1).double(1)
    bytes.uint32((92 << 3) | 2).string('new')
    bytes.uint32((93 << 3) | 5).fixed32(1)
    const reader = readerOf(bytes.finish())
    while (reader.position < reader.limit) reader.skip(reader.varint())
    reader.leave(reader.limit)
  })

  it.each([
    ['a varint that is cut', [0x80], (reader: WireReader) => reader.varint()],
    ['no varint', [], (reader: WireReader) => reader.varint()],
    ['a varint of five bytes', [0x80, 0x80, 0x80, 0x80, 1], (reader: WireReader) => reader.varint()],
    ['a long varint that is cut', Array(9).fill(0x80), (reader: WireReader) => reader.varint64()],
    ['a varint of eleven bytes', [...Array(10).fill(0x80), 1], (reader: WireReader) => reader.varint64()],
    ['more bits than 64', [...Array(9).fill(0xff), 2], (reader: WireReader) => reader.varint64()],
    ['half a fixed number', Array(7).fill(0), (reader: WireReader) => reader.fixed64()],
    ['half a small fixed number', Array(3).fill(0), (reader: WireReader) => reader.fixed32()],
    ['a field longer than the bytes', [3, 1, 2], (reader: WireReader) => reader.fieldEnd()],
    ['a field that overruns its message', [1, 2], (reader: WireReader) => reader.leave(1 + reader.varint())],
    ['a field number of 0', [0], (reader: WireReader) => reader.skip(reader.varint())],
    ['a group', [0x0b, 0x0c], (reader: WireReader) => reader.skip(reader.varint())],
  ])('leaves to the generic path: %s', (_name, bytes, read) => {
    const reader = readerOf(bytes as number[])
    expect(() => read(reader)).toThrow(unusual)
  })

  it('reads nothing beyond its limit, whatever stands there', () => {
    const reader = new WireReader()
    reader.open(Uint8Array.of(0x80, 0x01, 1, 1, 1, 1, 1, 1), 0, 1)
    expect(() => reader.varint()).toThrow(unusual)
    expect(() => reader.varint64()).toThrow(unusual)
    expect(() => reader.fixed64()).toThrow(unusual)
    expect(() => reader.fixed32()).toThrow(unusual)
  })
})
