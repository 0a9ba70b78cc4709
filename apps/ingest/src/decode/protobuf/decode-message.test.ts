import protobuf from 'protobufjs/minimal.js'
import { describe, expect, it } from 'vitest'
import { decodeMessage } from './decode-message.ts'
import { extend, message } from './message-descriptor.ts'

const tree = message({})
extend(tree, { 1: ['name', 'string'], 2: ['child', tree], 3: ['children', [tree]], 4: ['counts', ['fixed64']] })
const choice = message({ 1: ['text', 'string'], 2: ['number', 'int64'], 3: ['tree', tree] }, ['text', 'number', 'tree'])

function writer(): protobuf.Writer {
  return protobuf.Writer.create()
}

function tag(field: number, wireType: number): number {
  return (field << 3) | wireType
}

const undecodable = expect.objectContaining({ code: 'UNDECODABLE', statusCode: 400 })

describe('a message', () => {
  it('of no bytes is the empty message', () => {
    expect(decodeMessage(tree, new Uint8Array())).toEqual({})
  })

  it('may have unknown fields, and known ones of another wire type: they are skipped', () => {
    const bytes = writer()
      .uint32(tag(90, 0))
      .uint32(1)
      .uint32(tag(91, 1))
      .double(1)
      .uint32(tag(92, 2))
      .string('new')
      .uint32(tag(93, 5))
      .fixed32(1)
      .uint32(tag(1, 0))
      .uint32(7)
      .uint32(tag(2, 5))
      .fixed32(7)
      .finish()
    expect(decodeMessage(tree, bytes)).toEqual({})
  })

  it('may have repeated numbers packed, unpacked and mixed', () => {
    const bytes = writer()
      .uint32(tag(4, 1))
      .fixed64(1)
      .uint32(tag(4, 2))
      .fork()
      .fixed64(2)
      .fixed64(3)
      .ldelim()
      .uint32(tag(4, 2))
      .fork()
      .ldelim()
      .finish()
    expect(decodeMessage(tree, bytes)).toEqual({ counts: [1n, 2n, 3n] })
  })

  it('that is sent in parts is merged, and of a scalar the last counts', () => {
    const bytes = writer()
      .uint32(tag(2, 2))
      .fork()
      .uint32(tag(1, 2))
      .string('first')
      .uint32(tag(4, 1))
      .fixed64(1)
      .ldelim()
      .uint32(tag(2, 2))
      .fork()
      .uint32(tag(1, 2))
      .string('last')
      .uint32(tag(4, 1))
      .fixed64(2)
      .ldelim()
      .finish()
    expect(decodeMessage(tree, bytes)).toEqual({ child: { name: 'last', counts: [1n, 2n] } })
  })

  it('has of a oneof only the field that came last', () => {
    const bytes = writer()
      .uint32(tag(1, 2))
      .string('a')
      .uint32(tag(3, 2))
      .fork()
      .ldelim()
      .uint32(tag(2, 0))
      .int64(-5)
      .finish()
    expect(decodeMessage(choice, bytes)).toEqual({ number: -5n })
  })

  it('with broken UTF-8 has U+FFFD in its place', () => {
    expect(decodeMessage(tree, Uint8Array.of(0x0a, 2, 0x61, 0xff))).toEqual({ name: 'a\ufffd' })
  })
})

describe('bytes that are no message', () => {
  it.each([
    ['a field number of 0', [0x00]],
    ['a group', [0x0b, 0x0c]],
    ['an unknown wire type', [0x0e]],
    ['a string longer than the body', [0x0a, 200, 1, 0x61]],
    ['a child longer than the body', [0x12, 9, 0x0a, 1, 0x61]],
    ['a field longer than its message', [0x12, 3, 0x0a, 9, 0x61, 0x62, 0x63, 0x64, 0x65]],
    ['half a number', [0x21, 1, 2, 3]],
    ['packed numbers that do not fill their field', [0x22, 5, 1, 2, 3, 4, 5]],
    ['a tag without an end', [0xff, 0xff, 0xff]],
    ['a varint without an end', [0x08, ...Array(20).fill(0xff)]],
  ])('are refused: %s', (_name, bytes) => {
    expect(() => decodeMessage(tree, Uint8Array.from(bytes as number[]))).toThrow(undecodable)
  })
})

describe('what a sender can make the decoder do', () => {
  it('is bounded in depth: what lies deeper stays bytes', () => {
    let bytes: Uint8Array = writer().uint32(tag(1, 2)).string('leaf').finish()
    for (let depth = 0; depth < 20_000; depth += 1)
      bytes = Buffer.concat([writer().uint32(tag(2, 2)).uint32(bytes.length).finish(), bytes])
    let node: Record<string, unknown> = decodeMessage(tree, bytes)
    let depth = 0
    while (!(node.child instanceof Uint8Array)) {
      node = node.child as Record<string, unknown>
      depth += 1
    }
    expect(depth).toBe(128)
  })

  it('is bounded in elements, which two bytes each could ask for', () => {
    const empty = Buffer.alloc(2 * 1_000_001)
    for (let position = 0; position < empty.length; position += 2) empty[position] = tag(3, 2)
    expect(() => decodeMessage(tree, empty)).toThrow(undecodable)
  })
})
