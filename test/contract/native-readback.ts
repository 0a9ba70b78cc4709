import type { ColumnType } from '@hanzo/schema/row'

/** SQL that reads a value of `type` back in a form that JSON carries without loss. */
export function readExpression(type: string, value: string): string {
  if (type.startsWith('Array(')) return `arrayMap(x -> ${readExpression(type.slice(6, -1), 'x')}, ${value})`
  if (type.startsWith('Map(')) {
    const item = readExpression(type.slice('Map(LowCardinality(String), '.length, -1), 'v')
    return `arrayMap((k, v) -> (${readExpression('String', 'k')}, ${item}), mapKeys(${value}), mapValues(${value}))`
  }
  if (type.startsWith('FixedString')) return `lower(hex(${value}))`
  // As hex, because a string may hold bytes that are no JSON.
  if (type.endsWith('String') || type.endsWith('String)')) return `hex(${value})`
  if (type.startsWith('DateTime64(3')) return `toString(toUnixTimestamp64Milli(${value}))`
  if (type.startsWith('DateTime64(9')) return `toString(toUnixTimestamp64Nano(${value}))`
  if (type === 'Float64') return `toString(reinterpretAsUInt64(${value}))`
  if (type.startsWith('Date')) return `toString(toUInt32(${value}))`
  return type === 'Bool' ? `toString(toUInt8(${value}))` : `toString(${value})`
}

function float64Bits(value: number): string {
  const view = new DataView(new ArrayBuffer(8))
  view.setFloat64(0, value)
  return view.getBigUint64(0).toString()
}

/** What `readExpression` gives for a value that was sent. */
export function expectedValue(type: string, value: unknown): unknown {
  if (type.startsWith('Array(')) return (value as unknown[]).map((item) => expectedValue(type.slice(6, -1), item))
  if (type.startsWith('Map(')) {
    const itemType = type.slice('Map(LowCardinality(String), '.length, -1)
    return [...(value as Map<string, unknown>)].map(([key, item]) => [
      expectedValue('String', key),
      expectedValue(itemType, item),
    ])
  }
  if (type.startsWith('FixedString')) return value
  if (type.includes('String'))
    return Buffer.from(value as string, 'utf8')
      .toString('hex')
      .toUpperCase()
  if (type === 'Float64') return float64Bits(value as number)
  return type === 'Bool' ? String(Number(value)) : String(value)
}

const strings = [
  '',
  'a',
  'ä€😀',
  '\ud800 lone',
  'tail \udfff',
  '\0',
  '"\\\'\n',
  '__proto__',
  'x'.repeat(47),
  'y'.repeat(49),
]
const longStrings = [...strings, 'é'.repeat(127), 'z'.repeat(128), 'w'.repeat(20_000)]
const int64 = [0n, 1n, -1n, 2n ** 53n + 1n, 2n ** 63n - 1n, -(2n ** 63n)]
const uint64 = [0n, 1n, 2n ** 53n + 1n, 2n ** 63n, 2n ** 64n - 1n]
const float64 = [0, -0, 1.5, Number.NaN, Infinity, -Infinity, Number.MIN_VALUE, Number.MAX_VALUE, 0.1]
const wide = (digits: number) => ['0', 'f', '8', '01', 'fe'].map((pattern) => pattern.repeat(digits).slice(0, digits))
const mapsOf = <V>(values: readonly V[]) => [
  new Map<string, V>(),
  new Map(longStrings.map((key, index) => [Buffer.from(key).toString(), values[index % values.length] as V])),
  new Map([['constructor', values[0] as V]]),
]

const scalars: Record<string, readonly unknown[]> = {
  String: longStrings,
  'LowCardinality(String)': longStrings,
  'FixedString(16)': wide(32),
  'FixedString(8)': wide(16),
  Bool: [true, false],
  UInt8: [0, 255],
  UInt16: [0, 65_535],
  UInt32: [0, 2 ** 31, 2 ** 32 - 1],
  Int8: [0, -128, 127],
  Int32: [0, -(2 ** 31), 2 ** 31 - 1],
  Int64: int64,
  UInt64: uint64,
  Float64: float64,
  Date: [0, 1, 65_535],
  "DateTime('UTC')": [0, 2 ** 32 - 1],
  "DateTime64(3, 'UTC')": [0n, 1n, 1_763_000_000_123n],
  "DateTime64(9, 'UTC')": [0n, 1n, 1_763_000_000_123_456_789n, 2n ** 63n - 1n],
}

/** The values of a type that are likely to go wrong. `length` is that of arrays. */
export function extremeValues(type: ColumnType | string, length: number): readonly unknown[] {
  if (type.startsWith('Array(')) {
    const items = extremeValues(type.slice(6, -1), length)
    return items.map((_, first) => Array.from({ length }, (_, index) => items[(first + index) % items.length]))
  }
  if (type.startsWith('Map('))
    return mapsOf(extremeValues(type.slice('Map(LowCardinality(String), '.length, -1), length))
  const values = scalars[type]
  if (!values) throw new Error(`no extreme values for ${type}`)
  return values
}
