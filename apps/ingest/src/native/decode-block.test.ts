import { type Columns, type TableName, type TableRow, tables } from '@hanzo/schema/row'
import { describe, expect, it } from 'vitest'
import { expectedValue, extremeValues } from '../../../../test/contract/native-readback.ts'
import { rowOf } from '../../../../test/fixtures/rows.ts'
import { ByteWriter } from './byte-writer.ts'
import { decodeBlock } from './decode-block.ts'
import { encodeBlock } from './encode-block.ts'

const names = Object.keys(tables) as TableName[]

function extremeRows<T extends TableName>(table: T, count: number): TableRow<T>[] {
  const columns: Columns = tables[table]
  return Array.from({ length: count }, (_, row) => {
    const values = Object.entries(columns).map(([name, type], column) => {
      const candidates = extremeValues(type, row % 5)
      return [name, candidates[(row * 7 + column) % candidates.length]]
    })
    return Object.fromEntries(values) as TableRow<T>
  })
}

function encoded<T extends TableName>(table: T, rows: readonly TableRow<T>[]): Buffer {
  const writer = new ByteWriter(16)
  encodeBlock(writer, table, rows)
  return writer.bytes()
}

describe('a block that was encoded', () => {
  it.each(names)('of %s is read back as the values that were put in', (table) => {
    for (const count of [0, 1, 61]) {
      const rows = extremeRows(table, count)
      const columns: Columns = tables[table]
      const decoded = [...decodeBlock(encoded(table, rows))]
      expect(decoded.map(({ name, type }) => [name, type])).toEqual(Object.entries(columns))
      for (const { name, type, values } of decoded) {
        const expected = rows.map((row) => expectedValue(type, (row as Record<string, unknown>)[name]))
        expect(
          values.map((value) => expectedValue(type, value)),
          name,
        ).toEqual(expected)
      }
    }
  })

  it.each([256, 257, 65_536, 65_537])('is read back with a dictionary of %i values', (count) => {
    const row = rowOf('metric_points')
    const rows = Array.from({ length: count }, (_, index) => ({ ...row, metric_name: `metric-${index}` }))
    const columns = [...decodeBlock(encoded('metric_points', rows))]
    const names = columns.find(({ name }) => name === 'metric_name')?.values ?? []
    expect(names.join()).toBe(rows.map(({ metric_name }) => metric_name).join())
  })

  it('and cut short anywhere is an error, never a value that was not there', () => {
    const block = encoded('metric_exemplars', [rowOf('metric_exemplars', { attributes: new Map([['key', 'value']]) })])
    for (let length = 0; length < block.length; length++) {
      expect(() => [...decodeBlock(block.subarray(0, length))]).toThrow(RangeError)
    }
  })
})
