import { type Columns, type TableName, type TableRow, tables } from '@hanzo/schema/row'
import { describe, expect, it } from 'vitest'
import { expectedValue, extremeValues } from '../../../../test/contract/native-readback.ts'
import { rowOf } from '../../../../test/fixtures/rows.ts'
import { ByteWriter } from '../native/byte-writer.ts'
import { encodeBlock } from '../native/encode-block.ts'
import type { Column } from './column.ts'
import { ByteSource } from './copy-bytes.ts'
import { TableColumns } from './table-columns.ts'

const names = Object.keys(tables) as TableName[]

function extremeRows<T extends TableName>(table: T, count: number, shift = 0): TableRow<T>[] {
  const columns: Columns = tables[table]
  return Array.from({ length: count }, (_, row) => {
    const values = Object.entries(columns).map(([name, type], column) => {
      const candidates = extremeValues(type, row % 5)
      return [name, candidates[((row + shift) * 7 + column) % candidates.length]]
    })
    return Object.fromEntries(values) as TableRow<T>
  })
}

function encoded<T extends TableName>(table: T, rows: readonly TableRow<T>[]): Buffer {
  const writer = new ByteWriter(16)
  encodeBlock(writer, table, rows)
  return writer.bytes()
}

function written<T extends TableName>(columns: TableColumns<T>): Buffer {
  const writer = new ByteWriter(16)
  columns.encodeInto(writer)
  return writer.bytes()
}

function append<T extends TableName>(columns: TableColumns<T>, rows: readonly TableRow<T>[]): void {
  for (const row of rows) columns.appendRow(row)
}

/** Rows in a form that compares lone surrogates as what is stored of them. */
function comparable<T extends TableName>(table: T, rows: readonly TableRow<T>[]): unknown[] {
  const columns: Columns = tables[table]
  return rows.map((row) =>
    Object.entries(columns).map(([name, type]) => expectedValue(type, (row as Record<string, unknown>)[name])),
  )
}

describe('columns of a table', () => {
  it.each(names)('encode the rows of %s to the bytes that encodeBlock writes for them', (table) => {
    const columns = new TableColumns(table)
    for (const count of [0, 1, 61, 700]) {
      columns.clear()
      const rows = extremeRows(table, count)
      append(columns, rows)
      expect(columns.rows).toBe(count)
      expect(written(columns).equals(encoded(table, rows))).toBe(true)
    }
  })

  it.each(names)('give rows of %s back as they were put', (table) => {
    const columns = new TableColumns(table)
    const rows = extremeRows(table, 61)
    append(columns, rows)
    expect(comparable(table, columns.readRows(0, 61))).toEqual(comparable(table, rows))
    expect(comparable(table, columns.readRows(20, 40))).toEqual(comparable(table, rows.slice(20, 40)))
  })

  it.each(names)('of %s encode as if rows that were taken back had never been there', (table) => {
    const columns = new TableColumns(table)
    const kept = extremeRows(table, 13)
    append(columns, kept)
    append(columns, extremeRows(table, 50, 3))
    columns.truncate(13)
    expect(written(columns).equals(encoded(table, kept))).toBe(true)
    const more = extremeRows(table, 31, 5)
    append(columns, more)
    expect(written(columns).equals(encoded(table, [...kept, ...more]))).toBe(true)
  })

  it.each([1, 255, 256, 257, 65_536, 65_537, 100_000])('hold %i different values of one dictionary', (count) => {
    const rows = Array.from({ length: count }, (_, index) =>
      rowOf('metric_series', { service_name: `service-${index}`, attributes: new Map([[`key-${index}`, '']]) }),
    )
    const columns = new TableColumns('metric_series')
    append(columns, rows)
    expect(written(columns).equals(encoded('metric_series', rows))).toBe(true)
  })

  it('keep nothing of a row with an id that is not hex of its column’s size', () => {
    for (const span_id of ['', '0'.repeat(15), '0'.repeat(17), 'g'.repeat(16), '€'.repeat(16)]) {
      const columns = new TableColumns('spans')
      const row = rowOf('spans', { name: 'kept' })
      columns.appendRow(row)
      expect(() => columns.appendRow({ ...row, name: 'refused', span_id })).toThrow(RangeError)
      expect(columns.rows).toBe(1)
      expect(written(columns).equals(encoded('spans', [row]))).toBe(true)
    }
  })

  it('take back a row that was left half done', () => {
    const columns = new TableColumns('logs')
    const row = rowOf('logs', { body: 'whole' })
    columns.appendRow(row)
    columns.columns.body.putText('half')
    columns.columns.attributes_int.keys.putText('half')
    expect(() => columns.assertComplete()).toThrow(/logs\.body/)
    expect(() => written(columns)).toThrow(RangeError)
    columns.truncate(columns.rows)
    columns.assertComplete()
    expect(written(columns).equals(encoded('logs', [row]))).toBe(true)
  })

  it('built from bytes, interned values and raw numbers are those of the same rows', () => {
    const columns = new TableColumns('metric_points')
    const bytes = new ByteSource(Buffer.from('xx-project-metric-other'))
    const { project_id, metric_name, retention_days, series_id, timestamp, start_timestamp, flags, value } =
      columns.columns
    const unused = metric_name.intern(bytes, 18, 23)
    const metric = metric_name.intern(bytes, 11, 17)
    expect(unused).not.toBe(metric)
    for (let row = 0; row < 3; row++) {
      project_id.putBytes(bytes, 3, 10)
      retention_days.putUint16(30)
      metric_name.putIndex(metric)
      series_id.putUint64(0xffff_fffe, 0x8000_0000 + row)
      timestamp.putBigUint64(BigInt(row))
      start_timestamp.putZeros()
      flags.putUint32(row)
      value.putFloat64(row / 3)
      columns.endRow()
    }
    const rows = [0, 1, 2].map((row) =>
      rowOf('metric_points', {
        project_id: 'project',
        retention_days: 30,
        metric_name: 'metric',
        series_id: (BigInt(0x8000_0000 + row) << 32n) | 0xffff_fffen,
        timestamp: BigInt(row),
        flags: row,
        value: row / 3,
      }),
    )
    expect(columns.readRows(0, 3)).toEqual(rows)
    expect(written(columns).equals(encoded('metric_points', rows))).toBe(true)
  })

  it('give an interned value its index after rows that used it were taken back', () => {
    const columns = new TableColumns('resources')
    const { service_name } = columns.columns
    const index = service_name.internText('a')
    columns.appendRow(rowOf('resources', { service_name: 'a' }))
    columns.truncate(0)
    expect(service_name.internText('b')).not.toBe(index)
    expect(service_name.internText('a')).toBe(index)
    columns.clear()
    columns.appendRow(rowOf('resources', { service_name: 'b' }))
    expect(columns.readRows(0, 1)[0]?.service_name).toBe('b')
  })
})

describe('empty values', () => {
  it.each(names)('of %s put many at a time are those of rows that leave everything out', (table) => {
    const columns = new TableColumns(table)
    const rows = extremeRows(table, 7)
    const empty = new TableColumns(table)
    for (const column of Object.values<Column>(empty.columns)) column.putDefaults(300)
    for (let row = 0; row < 300; row++) empty.endRow()
    const emptyRows = empty.readRows(0, 300)
    append(columns, rows)
    for (const column of Object.values<Column>(columns.columns)) column.putDefaults(300)
    for (let row = 0; row < 300; row++) columns.endRow()
    append(columns, rows)
    expect(written(columns).equals(encoded(table, [...rows, ...emptyRows, ...rows]))).toBe(true)
  })
})
