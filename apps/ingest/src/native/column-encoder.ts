import type { ColumnType, ColumnValues } from '@hanzo/schema/row'
import type { ByteWriter } from './byte-writer.ts'

/**
 * How the values of one column are laid out in a Native block.
 * The state prefix of a column, its nested columns included, comes before any of its data.
 */
interface ColumnEncoder<V> {
  writePrefix?(writer: ByteWriter): void
  writeValues(writer: ByteWriter, values: readonly V[]): void
}

/** A type whose values have `size` bytes each. */
function fixedSize<V>(size: number, put: (writer: ByteWriter, value: V) => void): ColumnEncoder<V> {
  return {
    writeValues(writer, values) {
      writer.reserve(values.length * size)
      for (const value of values) put(writer, value)
    },
  }
}

const string: ColumnEncoder<string> = {
  writeValues(writer, values) {
    for (const value of values) writer.writeString(value)
  },
}

// Constants of ClickHouse's LowCardinality serialization: the dictionary travels with the block ("additional keys"),
// and the two lowest bits of the flags tell the width of the indexes into it.
const sharedDictionariesWithAdditionalKeys = 1
const hasAdditionalKeys = 1 << 9
const needUpdateDictionary = 1 << 10

function writeLowCardinalityIndexes(writer: ByteWriter, indexes: Uint32Array, dictionarySize: number): void {
  writer.reserve(indexes.length * 4 + 8)
  writer.putCount64(indexes.length)
  if (dictionarySize <= 0x100) for (const index of indexes) writer.putUint8(index)
  else if (dictionarySize <= 0x1_0000) for (const index of indexes) writer.putUint16(index)
  else for (const index of indexes) writer.putUint32(index)
}

const lowCardinalityString: ColumnEncoder<string> = {
  writePrefix(writer) {
    writer.reserve(8)
    writer.putCount64(sharedDictionariesWithAdditionalKeys)
  },
  writeValues(writer, values) {
    // The reader takes nothing for an empty column, for example of a block whose maps are all empty.
    if (values.length === 0) return
    const positions = new Map<string, number>()
    const indexes = new Uint32Array(values.length)
    for (let row = 0; row < values.length; row++) {
      const value = values[row] as string
      let position = positions.get(value)
      if (position === undefined) {
        position = positions.size
        positions.set(value, position)
      }
      indexes[row] = position
    }
    const indexType = positions.size <= 0x100 ? 0 : positions.size <= 0x1_0000 ? 1 : 2
    writer.reserve(16)
    writer.putCount64(indexType | hasAdditionalKeys | needUpdateDictionary)
    writer.putCount64(positions.size)
    for (const value of positions.keys()) writer.writeString(value)
    writeLowCardinalityIndexes(writer, indexes, positions.size)
  },
}

function array<V>(element: ColumnEncoder<V>): ColumnEncoder<readonly V[]> {
  return {
    writePrefix: (writer) => element.writePrefix?.(writer),
    writeValues(writer, values) {
      writer.reserve(values.length * 8)
      const elements: V[] = []
      for (const value of values) {
        for (const item of value) elements.push(item)
        writer.putCount64(elements.length)
      }
      element.writeValues(writer, elements)
    },
  }
}

/** A map is written as an array of tuples: all offsets, then all keys, then all values. */
function map<V>(value: ColumnEncoder<V>): ColumnEncoder<ReadonlyMap<string, V>> {
  return {
    writePrefix(writer) {
      lowCardinalityString.writePrefix?.(writer)
      value.writePrefix?.(writer)
    },
    writeValues(writer, maps) {
      writer.reserve(maps.length * 8)
      const keys: string[] = []
      const values: V[] = []
      for (const entries of maps) {
        for (const [key, item] of entries) {
          keys.push(key)
          values.push(item)
        }
        writer.putCount64(keys.length)
      }
      lowCardinalityString.writeValues(writer, keys)
      value.writeValues(writer, values)
    },
  }
}

const bool = fixedSize<boolean>(1, (writer, value) => writer.putUint8(value ? 1 : 0))
const uint8 = fixedSize<number>(1, (writer, value) => writer.putUint8(value))
const uint16 = fixedSize<number>(2, (writer, value) => writer.putUint16(value))
const uint32 = fixedSize<number>(4, (writer, value) => writer.putUint32(value))
const uint64 = fixedSize<bigint>(8, (writer, value) => writer.putUint64(value))
const float64 = fixedSize<number>(8, (writer, value) => writer.putFloat64(value))
const fixedString16 = fixedSize<string>(16, (writer, value) => writer.putHex(value, 16))
const fixedString8 = fixedSize<string>(8, (writer, value) => writer.putHex(value, 8))
const mapOfStrings = map(string)
const mapOfUint8 = map(uint8)

/** Signed and unsigned integers share their bytes: a number wraps to its width. */
const encoders: { [T in ColumnType]: ColumnEncoder<ColumnValues[T]> } = {
  String: string,
  'LowCardinality(String)': lowCardinalityString,
  'FixedString(16)': fixedString16,
  'FixedString(8)': fixedString8,
  Bool: bool,
  UInt8: uint8,
  UInt16: uint16,
  UInt32: uint32,
  Int8: uint8,
  Int32: uint32,
  UInt64: uint64,
  Float64: float64,
  Date: uint16,
  "DateTime('UTC')": uint32,
  "DateTime64(3, 'UTC')": uint64,
  "DateTime64(9, 'UTC')": uint64,
  'Map(LowCardinality(String), String)': mapOfStrings,
  'Map(LowCardinality(String), Int64)': map(uint64),
  'Map(LowCardinality(String), Float64)': map(float64),
  'Map(LowCardinality(String), Bool)': map(bool),
  'Map(LowCardinality(String), UInt8)': mapOfUint8,
  'Array(UInt64)': array(uint64),
  'Array(UInt32)': array(uint32),
  'Array(Float64)': array(float64),
  'Array(String)': array(string),
  'Array(LowCardinality(String))': array(lowCardinalityString),
  'Array(FixedString(16))': array(fixedString16),
  'Array(FixedString(8))': array(fixedString8),
  "Array(DateTime64(9, 'UTC'))": array(uint64),
  'Array(Map(LowCardinality(String), String))': array(mapOfStrings),
  'Array(Map(LowCardinality(String), UInt8))': array(mapOfUint8),
}

/** Writes one column's data: the state prefix, then the values. */
export function writeColumn(writer: ByteWriter, type: ColumnType, values: readonly unknown[]): void {
  const encoder = encoders[type] as ColumnEncoder<unknown>
  encoder.writePrefix?.(writer)
  encoder.writeValues(writer, values)
}
