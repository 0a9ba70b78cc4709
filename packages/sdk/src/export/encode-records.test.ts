import { describe, expect, it } from 'vitest'
import { createBatchSize } from './batch-size.ts'
import { encodeRecords } from './encode-records.ts'
import type { EncodedRecords } from './split-protobuf.ts'

function create({ maxRecords = 100, maxBytes = 10_000 } = {}) {
  const added: number[] = []
  const lost: string[] = []
  const size = createBatchSize({ maxRecords, maxBytes })
  const options = {
    signal: 'traces' as const,
    size,
    maxRecords,
    codec: {
      split: (_: string, bytes: Uint8Array): [EncodedRecords, EncodedRecords] | undefined => {
        const middle = bytes.length >> 1
        if (middle === 0) return undefined
        return [
          { bytes: bytes.subarray(0, middle), records: middle },
          { bytes: bytes.subarray(middle), records: bytes.length - middle },
        ]
      },
    },
    buffer: { add: (_: string, { records }: EncodedRecords) => void added.push(records) },
    ledger: {
      lost: (_: string, reason: string, records: number) => void lost.push(`${reason} ${records}`),
      failed: () => undefined,
    },
  }
  return { added, lost, size, options }
}

describe('encoding', () => {
  it('that fails for one record loses that one, and never throws', () => {
    const { added, lost, options } = create()
    const encode = (items: number[]) => {
      if (items.includes(13)) throw new RangeError('unlucky')
      return new Uint8Array(items.length)
    }
    encodeRecords(
      Array.from({ length: 20 }, (_, index) => index),
      encode,
      () => 1,
      options,
    )
    expect(lost).toEqual(['failed 1'])
    expect(added.reduce((sum, records) => sum + records, 0)).toBe(19)
  })

  it('that gives nothing is counted as failed, with all records that the item stands for', () => {
    const { lost, options } = create()
    encodeRecords(
      [1],
      () => undefined,
      () => 3,
      options,
    )
    expect(lost).toEqual(['failed 3'])
  })

  it('divides what is larger than a request may be', () => {
    const { added, options } = create({ maxBytes: 10 })
    encodeRecords(
      Array(40).fill(0),
      (items) => new Uint8Array(items.length),
      () => 1,
      options,
    )
    expect(added).toEqual([10, 10, 10, 10])
  })
})

describe('the size of a batch', () => {
  it('follows the size of records: few at a time where they are large', () => {
    const size = createBatchSize({ maxRecords: 512, maxBytes: 1_000_000 })
    expect(size.records()).toBe(512)
    size.encoded(10, 1_000_000)
    expect(size.records()).toBe(5)
    for (let count = 0; count < 100; count += 1) size.encoded(512, 51_200)
    expect(size.records()).toBe(512)
    size.encoded(1, 1e12)
    expect(size.records()).toBe(1)
  })

  it('is halved when a server refuses it, and grows back little by little', () => {
    const size = createBatchSize({ maxRecords: 512, maxBytes: 1_000_000 })
    size.refused(400_000)
    expect(size.bytes()).toBe(200_000)
    size.accepted()
    expect(size.bytes()).toBe(210_000)
    for (let count = 0; count < 100; count += 1) size.accepted()
    expect(size.bytes()).toBe(1_000_000)
    for (let count = 0; count < 100; count += 1) size.refused(size.bytes())
    expect(size.bytes()).toBe(1024)
  })
})
