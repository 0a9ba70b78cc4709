import { crc32 } from 'node:zlib'
import type { ByteWriter } from '../native/byte-writer.ts'
import { SpoolVersionError } from './spool-errors.ts'

/**
 * A segment is a row of records; a record is what one fsync made durable, all of it or nothing.
 *
 *   record  = magic u32 · version u8 · length u32 (of body) · CRC-32 u32 (of body) · body
 *   body    = section…
 *   section = name length u8 · table name · rows u32 · length u32 · Native block
 *
 * Numbers are little-endian.
 */
const magic = 0x314f_5a48
const version = 1
const headerSize = 13

/** The rows of one table within a segment. */
export interface Section {
  table: string
  rows: number
  block: Buffer
}

/** Starts a record at the writer's end. `finish` fills in its length and checksum once all sections are written. */
export function beginRecord(writer: ByteWriter): { finish(): void } {
  const start = writer.skip(headerSize)
  return {
    finish() {
      const body = writer.bytes().subarray(start + headerSize)
      const header = writer.bytes().subarray(start, start + headerSize)
      header.writeUInt32LE(magic, 0)
      header.writeUInt8(version, 4)
      header.writeUInt32LE(body.length, 5)
      header.writeUInt32LE(crc32(body), 9)
    },
  }
}

/** Writes one table's section around the block that `encode` appends. */
export function writeSection(writer: ByteWriter, table: string, rows: number, encode: () => void): void {
  writer.reserve(table.length + 9)
  writer.putUint8(table.length)
  for (let index = 0; index < table.length; index++) writer.putUint8(table.charCodeAt(index))
  writer.putUint32(rows)
  const lengthAt = writer.skip(4)
  const start = writer.length
  encode()
  writer.setUint32(lengthAt, writer.length - start)
}

type RecordAt = { state: 'complete' | 'corrupt'; body: Buffer } | { state: 'torn' }

function hasMagicAt(segment: Buffer, offset: number): boolean {
  return offset + headerSize <= segment.length && segment.readUInt32LE(offset) === magic
}

function recordAt(segment: Buffer, offset: number): RecordAt {
  if (!hasMagicAt(segment, offset)) return { state: 'torn' }
  const recordVersion = segment.readUInt8(offset + 4)
  if (recordVersion !== version) throw new SpoolVersionError({ recordVersion, version })
  const start = offset + headerSize
  const end = start + segment.readUInt32LE(offset + 5)
  if (end > segment.length) return { state: 'torn' }
  const body = segment.subarray(start, end)
  if (crc32(body) === segment.readUInt32LE(offset + 9)) return { state: 'complete', body }
  // Only the last record of a segment can be torn. A bad one with another behind it was damaged at rest.
  return hasMagicAt(segment, end) ? { state: 'corrupt', body } : { state: 'torn' }
}

function readSections(body: Buffer, sections: Section[]): void {
  let offset = 0
  while (offset < body.length) {
    const nameLength = body.readUInt8(offset)
    const table = body.toString('latin1', offset + 1, offset + 1 + nameLength)
    offset += 1 + nameLength
    const rows = body.readUInt32LE(offset)
    const length = body.readUInt32LE(offset + 4)
    offset += 8
    sections.push({ table, rows, block: body.subarray(offset, offset + length) })
    offset += length
  }
}

export interface SegmentContents {
  sections: Section[]
  /** How many bytes the records take. What follows is a torn tail. */
  completeBytes: number
  /** Records in the middle whose checksum is wrong: the disk changed them. They are left out. */
  corruptRecords: number
}

/**
 * Reads the complete records of a segment, in order.
 * @throws {SpoolVersionError} for records of another release's layout.
 */
export function readRecords(segment: Buffer): SegmentContents {
  const sections: Section[] = []
  let completeBytes = 0
  let corruptRecords = 0
  while (completeBytes < segment.length) {
    const record = recordAt(segment, completeBytes)
    if (record.state === 'torn') break
    if (record.state === 'complete') readSections(record.body, sections)
    else corruptRecords++
    completeBytes += headerSize + record.body.length
  }
  return { sections, completeBytes, corruptRecords }
}
