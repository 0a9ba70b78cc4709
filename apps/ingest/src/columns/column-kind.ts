import type { ColumnType, ColumnValues } from '@hanzo/schema/row'
import { ArrayColumn } from './array-column.ts'
import type { Column } from './column.ts'
import { FixedColumn } from './fixed-column.ts'
import { LowCardinalityColumn } from './low-cardinality-column.ts'
import { MapColumn } from './map-column.ts'
import { StringColumn } from './string-column.ts'

/** How the values of one ClickHouse type are built, put from a row and read back into one. */
interface ColumnKind<C extends Column, V> {
  create(): C
  put(column: C, value: V): void
  get(column: C, row: number): V
}

/** A kind of which only the values are known. */
interface KindOfValue<V> {
  create(): Column
  put(column: never, value: V): void
  get(column: never, row: number): V
}

function fixed<V>(
  size: number,
  put: (column: FixedColumn, value: V) => void,
  get: (column: FixedColumn, row: number) => V,
): ColumnKind<FixedColumn, V> {
  return { create: () => new FixedColumn(size), put, get }
}

const string: ColumnKind<StringColumn, string> = {
  create: () => new StringColumn(),
  put: (column, value) => column.putText(value),
  get: (column, row) => column.textAt(row),
}

const lowCardinality: ColumnKind<LowCardinalityColumn, string> = {
  create: () => new LowCardinalityColumn(),
  put: (column, value) => column.putText(value),
  get: (column, row) => column.textAt(row),
}

function array<C extends Column, V>(element: ColumnKind<C, V>): ColumnKind<ArrayColumn<C>, readonly V[]> {
  return {
    create: () => new ArrayColumn(element.create()),
    put(column, values) {
      for (const value of values) element.put(column.elements, value)
      column.endRow()
    },
    get(column, row) {
      const values: V[] = []
      const end = column.rowEnds.endOf(row)
      for (let at = column.rowEnds.startOf(row); at < end; at++) values.push(element.get(column.elements, at))
      return values
    },
  }
}

function map<C extends Column, V>(value: ColumnKind<C, V>): ColumnKind<MapColumn<C, V>, ReadonlyMap<string, V>> {
  return {
    create: () => new MapColumn(value.create(), value.get),
    put(column, entries) {
      for (const [key, item] of entries) {
        column.keys.putText(key)
        value.put(column.values, item)
      }
      column.endRow()
    },
    get(column, row) {
      const entries = new Map<string, V>()
      const end = column.rowEnds.endOf(row)
      for (let at = column.rowEnds.startOf(row); at < end; at++) {
        entries.set(column.keys.textAt(at), value.get(column.values, at))
      }
      return entries
    },
  }
}

const hex = (size: number) =>
  fixed<string>(
    size,
    (column, value) => column.putHex(value),
    (column, row) => column.hexAt(row),
  )
const bool = fixed<boolean>(
  1,
  (column, value) => column.putUint8(value ? 1 : 0),
  (column, row) => column.uint8At(row) !== 0,
)
const uint8 = fixed<number>(
  1,
  (column, value) => column.putUint8(value),
  (column, row) => column.uint8At(row),
)
const int8 = fixed<number>(
  1,
  (column, value) => column.putUint8(value),
  (column, row) => column.int8At(row),
)
const uint16 = fixed<number>(
  2,
  (column, value) => column.putUint16(value),
  (column, row) => column.uint16At(row),
)
const uint32 = fixed<number>(
  4,
  (column, value) => column.putUint32(value),
  (column, row) => column.uint32At(row),
)
const int32 = fixed<number>(
  4,
  (column, value) => column.putUint32(value),
  (column, row) => column.int32At(row),
)
const uint64 = fixed<bigint>(
  8,
  (column, value) => column.putBigUint64(value),
  (column, row) => column.bigUint64At(row),
)
const int64 = fixed<bigint>(
  8,
  (column, value) => column.putBigUint64(value),
  (column, row) => column.bigInt64At(row),
)
const float64 = fixed<number>(
  8,
  (column, value) => column.putFloat64(value),
  (column, row) => column.float64At(row),
)

const columnKinds = {
  String: string,
  'LowCardinality(String)': lowCardinality,
  'FixedString(16)': hex(16),
  'FixedString(8)': hex(8),
  Bool: bool,
  UInt8: uint8,
  UInt16: uint16,
  UInt32: uint32,
  Int8: int8,
  Int32: int32,
  UInt64: uint64,
  Float64: float64,
  Date: uint16,
  "DateTime('UTC')": uint32,
  "DateTime64(3, 'UTC')": int64,
  "DateTime64(9, 'UTC')": int64,
  'Map(LowCardinality(String), String)': map(string),
  'Map(LowCardinality(String), Int64)': map(int64),
  'Map(LowCardinality(String), Float64)': map(float64),
  'Map(LowCardinality(String), Bool)': map(bool),
  'Map(LowCardinality(String), UInt8)': map(uint8),
  'Array(UInt64)': array(uint64),
  'Array(UInt32)': array(uint32),
  'Array(Float64)': array(float64),
  'Array(String)': array(string),
  'Array(LowCardinality(String))': array(lowCardinality),
  'Array(FixedString(16))': array(hex(16)),
  'Array(FixedString(8))': array(hex(8)),
  "Array(DateTime64(9, 'UTC'))": array(int64),
  'Array(Map(LowCardinality(String), String))': array(map(string)),
  'Array(Map(LowCardinality(String), UInt8))': array(map(uint8)),
} satisfies { [T in ColumnType]: KindOfValue<ColumnValues[T]> }

/** The builder of each ClickHouse type. */
export type ColumnBuilders = { [T in ColumnType]: ReturnType<(typeof columnKinds)[T]['create']> }

/** What is known of a type; the caller keeps builders and values of one type together. */
export function columnKindOf(type: ColumnType): ColumnKind<Column, unknown> {
  return columnKinds[type] as unknown as ColumnKind<Column, unknown>
}
