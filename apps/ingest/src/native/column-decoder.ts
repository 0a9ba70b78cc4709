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

/** Values of `size` bytes each, which `read` finds in a view of all of them. */
function fixed(size: number, read: (view: DataView, at: number) => unknown): ColumnDecoder {
  return {
    readValues(reader, rows) {
      const view = reader.view(rows * size)
      const values: unknown[] = []
      for (let row = 0; row < rows; row++) values.push(read(view, row * size))
      return values
    },
  }
}

/** One text of all digits, of which each value is a part. */
function hexDigits(size: number): ColumnDecoder {
  return {
    readValues(reader, rows) {
      const digits = reader.hex(rows * size)
      const values: string[] = []
      for (let row = 0; row < rows; row++) values.push(digits.slice(row * size * 2, (row + 1) * size * 2))
      return values
    },
  }
}

const uint16 = (view: DataView, at: number) => view.getUint16(at, true)
const uint32 = (view: DataView, at: number) => view.getUint32(at, true)
const int64 = fixed(8, (view, at) => view.getBigInt64(at, true))
const uint8 = fixed(1, (view, at) => view.getUint8(at))

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
  const view = reader.view(rows * 8)
  for (let row = 0; row < rows; row++) ends.push(uint32(view, row * 8) + uint32(view, row * 8 + 4) * 2 ** 32)
  return ends
}

/** Most rows of most lists: one for all of them. */
const none: readonly unknown[] = Object.freeze([])

function array(element: ColumnDecoder): ColumnDecoder {
  return {
    readPrefix: (reader) => element.readPrefix?.(reader),
    readValues(reader, rows) {
      const ends = readEnds(reader, rows)
      const elements = element.readValues(reader, ends.at(-1) ?? 0)
      let start = 0
      return ends.map((end) => {
        const some = end === start ? none : elements.slice(start, end)
        start = end
        return some
      })
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
  Bool: fixed(1, (view, at) => view.getUint8(at) === 1),
  UInt8: uint8,
  UInt16: fixed(2, uint16),
  UInt32: fixed(4, uint32),
  Int8: fixed(1, (view, at) => view.getInt8(at)),
  Int32: fixed(4, (view, at) => view.getInt32(at, true)),
  Int64: int64,
  UInt64: fixed(8, (view, at) => view.getBigUint64(at, true)),
  Float64: fixed(8, (view, at) => view.getFloat64(at, true)),
  Date: fixed(2, uint16),
  "DateTime('UTC')": fixed(4, uint32),
  "DateTime64(3, 'UTC')": int64,
  "DateTime64(9, 'UTC')": int64,
}

const mapPrefix = 'Map(LowCardinality(String), '

/** @throws {RangeError} for a type that no column of ours has: the block is of another release. */
function decoderOf(type: string): ColumnDecoder {
  const found = plain[type]
  if (found) return found
  const bytes = /^FixedString\((\d+)\)$/.exec(type)
  if (bytes) return hexDigits(Number(bytes[1]))
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

/** A column's values: numbers of one width stand side by side. */
export type ColumnArray = unknown[] | NumberColumn
export type NumberColumn =
  | Uint8Array
  | Uint16Array
  | Uint32Array
  | Int8Array
  | Int32Array
  | Float64Array
  | BigInt64Array
  | BigUint64Array

const numberColumns: Readonly<Record<string, (bytes: ArrayBuffer) => NumberColumn>> = {
  UInt8: (bytes) => new Uint8Array(bytes),
  UInt16: (bytes) => new Uint16Array(bytes),
  UInt32: (bytes) => new Uint32Array(bytes),
  Int8: (bytes) => new Int8Array(bytes),
  Int32: (bytes) => new Int32Array(bytes),
  Int64: (bytes) => new BigInt64Array(bytes),
  UInt64: (bytes) => new BigUint64Array(bytes),
  Float64: (bytes) => new Float64Array(bytes),
}

/**
 * The same, but numbers are copied as they lie, without one of them being looked at: for columns of 100 000 rows. Both ends of the
 * wire are little-endian, as all machines are that ClickHouse runs on.
 */
export function readColumnArray(reader: ByteReader, type: string, rows: number): ColumnArray {
  const make = numberColumns[type]
  if (!make) return readColumn(reader, type, rows)
  const { BYTES_PER_ELEMENT: size } = make(new ArrayBuffer(0))
  const { buffer, byteOffset, byteLength } = reader.view(rows * size)
  return make((buffer as ArrayBuffer).slice(byteOffset, byteOffset + byteLength))
}
