/** The ClickHouse types our tables use, and the JavaScript value that stands for each in a row. */
export interface ColumnValues {
  String: string
  'LowCardinality(String)': string
  /** 32 lower-case hex characters; 32 zeros when absent. */
  'FixedString(16)': string
  /** 16 lower-case hex characters; 16 zeros when absent. */
  'FixedString(8)': string
  Bool: boolean
  UInt8: number
  UInt16: number
  UInt32: number
  Int8: number
  Int32: number
  UInt64: bigint
  Float64: number
  /** Days since 1970-01-01. */
  Date: number
  /** Seconds since the epoch. */
  "DateTime('UTC')": number
  /** Milliseconds since the epoch. */
  "DateTime64(3, 'UTC')": bigint
  /** Nanoseconds since the epoch. */
  "DateTime64(9, 'UTC')": bigint
  'Map(LowCardinality(String), String)': ReadonlyMap<string, string>
  'Map(LowCardinality(String), Int64)': ReadonlyMap<string, bigint>
  'Map(LowCardinality(String), Float64)': ReadonlyMap<string, number>
  'Map(LowCardinality(String), Bool)': ReadonlyMap<string, boolean>
  'Map(LowCardinality(String), UInt8)': ReadonlyMap<string, number>
  'Array(UInt64)': readonly bigint[]
  'Array(UInt32)': readonly number[]
  'Array(Float64)': readonly number[]
  'Array(String)': readonly string[]
  'Array(LowCardinality(String))': readonly string[]
  'Array(FixedString(16))': readonly string[]
  'Array(FixedString(8))': readonly string[]
  "Array(DateTime64(9, 'UTC'))": readonly bigint[]
  'Array(Map(LowCardinality(String), String))': readonly ReadonlyMap<string, string>[]
  'Array(Map(LowCardinality(String), UInt8))': readonly ReadonlyMap<string, number>[]
}

export type ColumnType = keyof ColumnValues

/** The insertable columns of a table, in the order they are sent: column name → ClickHouse type. */
export type Columns = Readonly<Record<string, ColumnType>>

/** The row of a table: one value per column, under the column's own name. */
export type RowOf<C extends Columns> = { -readonly [K in keyof C]: ColumnValues[C[K]] }
