import { describe, expect, it } from 'vitest'
import { ByteWriter } from '../native/byte-writer.ts'
import { beginRecord, readRecords, writeSection } from './record.ts'
import { SpoolVersionError } from './spool-errors.ts'

function recordOf(...sections: [table: string, rows: number, block: string][]): Buffer {
  const writer = new ByteWriter(16)
  const record = beginRecord(writer)
  for (const [table, rows, block] of sections) {
    writeSection(writer, table, rows, () => writer.writeBytes(Buffer.from(block)))
  }
  record.finish()
  return Buffer.from(writer.bytes())
}

const first = recordOf(['spans', 2, 'first block of spans'], ['logs', 1, 'logs'])
const second = recordOf(['spans', 3, 'second block of spans'])
const third = recordOf(['metric_points', 9, 'x'.repeat(300)])

describe('readRecords', () => {
  it('gives back the sections of every record in their order', () => {
    const { sections, completeBytes } = readRecords(Buffer.concat([first, second]))
    expect(completeBytes).toBe(first.length + second.length)
    expect(sections.map(({ table, rows, block }) => [table, rows, block.toString()])).toEqual([
      ['spans', 2, 'first block of spans'],
      ['logs', 1, 'logs'],
      ['spans', 3, 'second block of spans'],
    ])
  })

  it('keeps all complete records, and nothing else, wherever the file ends', () => {
    const segment = Buffer.concat([first, second, third])
    const ends = [0, first.length, first.length + second.length, segment.length]
    for (let size = 0; size <= segment.length; size++) {
      const { sections, completeBytes, corruptRecords } = readRecords(segment.subarray(0, size))
      const completeRecords = ends.filter((end) => end > 0 && end <= size).length
      expect(completeBytes).toBe(ends[completeRecords])
      expect(sections).toHaveLength([0, 2, 3, 4][completeRecords] ?? -1)
      expect(corruptRecords).toBe(0)
    }
  })

  it('leaves a last record out when any of its bytes is wrong', () => {
    for (let at = first.length; at < first.length + second.length; at++) {
      const segment = Buffer.concat([first, second])
      // The version byte has a meaning of its own.
      if (at === first.length + 4) continue
      segment[at] = (segment[at] as number) ^ 0x55
      expect(readRecords(segment)).toMatchObject({ completeBytes: first.length, sections: { length: 2 } })
    }
  })

  it('counts a damaged record in the middle and goes on behind it', () => {
    const segment = Buffer.concat([first, second, third])
    const at = first.length + second.length - 3
    segment[at] = (segment[at] as number) ^ 1
    const { sections, completeBytes, corruptRecords } = readRecords(segment)
    expect(corruptRecords).toBe(1)
    expect(completeBytes).toBe(segment.length)
    expect(sections.map((section) => section.table)).toEqual(['spans', 'logs', 'metric_points'])
  })

  it('refuses records of another layout instead of cutting them away', () => {
    const segment = Buffer.from(first)
    segment.writeUInt8(2, 4)
    expect(() => readRecords(segment)).toThrow(SpoolVersionError)
  })
})
