import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import type { ClickHouseClient } from '@clickhouse/client'
import { type EmbeddedClickHouse, startClickHouse } from '@hanzo/embedded'
import { type Columns, type TableName, type TableRow, tables } from '@hanzo/schema/row'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createClickHouseClient } from '../../apps/ingest/src/clickhouse/client.ts'
import { ByteWriter } from '../../apps/ingest/src/native/byte-writer.ts'
import { encodeBlock } from '../../apps/ingest/src/native/encode-block.ts'
import { rowOf } from '../fixtures/rows.ts'
import { expectedValue, extremeValues, readExpression } from './native-readback.ts'

const startMs = 120_000

let dataDir: string
let engine: EmbeddedClickHouse
let clickhouse: ClickHouseClient

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'hanzo-native-'))
  engine = await startClickHouse({ dataDir })
  clickhouse = createClickHouseClient({ url: engine.url, database: 'default' })
}, startMs)
afterAll(async () => {
  await clickhouse.close()
  await engine.close()
  await rm(dataDir, { recursive: true, force: true })
}, startMs)

/** A table with the columns of the schema, in memory: no index, default or merge touches the values. */
async function createCopy(table: TableName): Promise<void> {
  const columns = Object.entries(tables[table]).map(([name, type]) => `\`${name}\` ${type}`)
  await clickhouse.command({ query: `CREATE OR REPLACE TABLE ${table} (${columns.join(', ')}) ENGINE = Memory` })
}

async function insert<T extends TableName>(table: T, ...blocks: TableRow<T>[][]): Promise<void> {
  const writer = new ByteWriter(16)
  for (const rows of blocks) encodeBlock(writer, table, rows)
  const { stream } = await clickhouse.exec({
    query: `INSERT INTO ${table} FORMAT Native`,
    values: Readable.from([writer.bytes()], { objectMode: false }),
  })
  stream.resume()
}

async function select(query: string): Promise<unknown[][]> {
  return (await clickhouse.query({ query, format: 'JSONCompactEachRow' })).json<unknown[]>()
}

function extremeRows<T extends TableName>(table: T, count: number): TableRow<T>[] {
  const columns: Columns = tables[table]
  return Array.from({ length: count }, (_, row) => {
    // Arrays of one nested group must have one length.
    const values = Object.entries(columns).map(([name, type], column) => {
      const candidates = extremeValues(type, row % 5)
      return [name, candidates[(row * 7 + column) % candidates.length]]
    })
    return Object.fromEntries(values) as TableRow<T>
  })
}

describe('the Native encoding', () => {
  it.each(Object.keys(tables) as TableName[])('brings every value of %s to the engine unchanged', async (table) => {
    await createCopy(table)
    const blocks = [extremeRows(table, 61), [rowOf(table)], extremeRows(table, 7)]
    await insert(table, ...blocks)
    const columns = Object.entries<string>(tables[table])
    const found = await select(
      `SELECT ${columns.map(([name, type]) => readExpression(type, `\`${name}\``)).join(', ')} FROM ${table}`,
    )
    const sent = blocks
      .flat()
      .map((row) => columns.map(([name, type]) => expectedValue(type, (row as Record<string, unknown>)[name])))
    expect(found).toEqual(sent)
  })

  it.each([1, 255, 256, 257, 65_536, 65_537, 100_000])(
    'keeps %i different values of one dictionary apart, in a column and in the keys of a map',
    async (count) => {
      await createCopy('logs')
      const row = rowOf('logs')
      const rows = Array.from({ length: count }, (_, index) => ({
        ...row,
        sequence: BigInt(index),
        service_name: `service-${index}`,
        attributes_int: new Map([[`key-${index}`, BigInt(index)]]),
      }))
      await insert('logs', rows)
      const correct = `service_name = concat('service-', toString(sequence))
        AND attributes_int = map(concat('key-', toString(sequence)), toInt64(sequence))`
      expect(await select(`SELECT toUInt32(count()), toUInt32(countIf(${correct})) FROM logs`)).toEqual([
        [count, count],
      ])
    },
  )

  it('refuses ids that are not hex of the column’s size', () => {
    for (const span_id of ['', '0'.repeat(15), '0'.repeat(17), 'g'.repeat(16), '€'.repeat(16)]) {
      expect(() => encodeBlock(new ByteWriter(), 'spans', [rowOf('spans', { span_id })])).toThrow(RangeError)
    }
  })
})
