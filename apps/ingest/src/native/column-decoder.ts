import type { ByteReader } from './byte-reader.ts'

/** Reads a column's state prefix, its nested columns' included, then its values: see `column-encoder.ts`. */
interface ColumnDecoder {
  readPrefix?(reader: ByteReader): void
  readValues(reader: ByteReader, rows: number): unknown[]
}

function each(read: (reader: ByteReader) => unknown): ColumnDecoder {
  return {
    readValues(reader, rows) {
      const values: unknown[] = []
      for (let row = 0; row < rows; row++) values.push(read(reader))
      return values
    },
  }
}

const int64 = each((reader) => BigInt.asIntN(64, reader.uint64()))
const uint8 = each((reader) => reader.uint8())

/** The widths of a dictionary's indexes, by the lowest bits of its flags. */
const readIndex = [
  (reader: ByteReader) => reader.uint8(),
  (reader: ByteReader) => reader.uint16(),
  (reader: ByteReader) => reader.uint32(),
]

const lowCardinality: ColumnDecoder = {
  readPrefix: (reader) => void reader.uint64(),
  readValues(reader, rows) {
    if (rows === 0) return []
    const read = readIndex[Number(reader.uint64() & 0xffn)]
    if (!read) throw new RangeError('unknown width of indexes')
    const dictionary: string[] = []
    for (let left = reader.count64(); left > 0; left--) dictionary.push(reader.string())
    const values: string[] = []
    for (let left = reader.count64(); left > 0; left--) values.push(dictionary[read(reader)] ?? '')
    return values
  },
}

/** Where each row's elements end, among all of them. */
function readEnds(reader: ByteReader, rows: number): number[] {
  const ends: number[] = []
  for (let row = 0; row < rows; row++) ends.push(reader.count64())
  return ends
}

function array(element: ColumnDecoder): ColumnDecoder {
  return {
    readPrefix: (reader) => element.readPrefix?.(reader),
    readValues(reader, rows) {
      const ends = readEnds(reader, rows)
      const elements = element.readValues(reader, ends.at(-1) ?? 0)
      return ends.map((end, row) => elements.slice(ends[row - 1] ?? 0, end))
    },
  }
}

function map(value: ColumnDecoder): ColumnDecoder {
  return {
    readPrefix(reader) {
      lowCardinality.readPrefix?.(reader)
      value.readPrefix?.(reader)
    },
    readValues(reader, rows) {
      const ends = readEnds(reader, rows)
      const count = ends.at(-1) ?? 0
      const keys = lowCardinality.readValues(reader, count) as string[]
      const values = value.readValues(reader, count)
      return ends.map((end, row) => {
        const entries = new Map<string, unknown>()
        for (let index = ends[row - 1] ?? 0; index < end; index++) entries.set(keys[index] ?? '', values[index])
        return entries
      })
    },
  }
}

const plain: Readonly<Record<string, ColumnDecoder>> = {
  String: each((reader) => reader.string()),
  'LowCardinality(String)': lowCardinality,
  Bool: each((reader) => reader.uint8() === 1),
  UInt8: uint8,
  UInt16: each((reader) => reader.uint16()),
  UInt32: each((reader) => reader.uint32()),
  Int8: each((reader) => (reader.uint8() << 24) >> 24),
  Int32: each((reader) => reader.uint32() | 0),
  Int64: int64,
  UInt64: each((reader) => reader.uint64()),
  Float64: each((reader) => reader.float64()),
  Date: each((reader) => reader.uint16()),
  "DateTime('UTC')": each((reader) => reader.uint32()),
  "DateTime64(3, 'UTC')": int64,
  "DateTime64(9, 'UTC')": int64,
}

const mapPrefix = 'Map(LowCardinality(String), '

/** @throws {RangeError} for a type that no column of ours has: the block is of another release. */
function decoderOf(type: string): ColumnDecoder {
  const found = plain[type]
  if (found) return found
  const fixed = /^FixedString\((\d+)\)$/.exec(type)
  if (fixed) return each((reader) => reader.hex(Number(fixed[1])))
  if (type.startsWith('Array(')) return array(decoderOf(type.slice(6, -1)))
  if (type.startsWith(mapPrefix)) return map(decoderOf(type.slice(mapPrefix.length, -1)))
  throw new RangeError(`unknown column type ${type}`)
}

/** Reads one column's data, as `writeColumn` wrote it. */
export function readColumn(reader: ByteReader, type: string, rows: number): unknown[] {
  const decoder = decoderOf(type)
  decoder.readPrefix?.(reader)
  return decoder.readValues(reader, rows)
}
