import { setTimeout as delay } from 'node:timers/promises'
import type { ClickHouseClient } from '@clickhouse/client'
import { type TableName, tables } from '@hanzo/schema/row'
import { migrateClickHouse } from '../../../apps/ingest/src/clickhouse/migrate-clickhouse.ts'
import { cpuSeconds } from '../measure.ts'

/** Inserts of one block each, as `INSERT … FROM INFILE … FORMAT Native` makes them; the embedded engine may not read files. */
const settings = {
  async_insert: 0,
  max_insert_threads: '1',
  min_insert_block_size_rows: '1000000000',
  min_insert_block_size_bytes: '0',
} as const

export interface EngineBaseline {
  rows: number
  rowsPerInsert: number
  /** CPU microseconds of the engine a row: the inserts with their indexes and views … */
  insert: number
  /** … and with the merges that followed. */
  all: number
}

/** Resolves when nothing has been merged for a second. */
export async function mergesEnded(clickhouse: ClickHouseClient): Promise<void> {
  for (let quiet = 0; quiet < 5; ) {
    const answer = await clickhouse.query({ query: 'SELECT count() AS n FROM system.merges', format: 'JSONEachRow' })
    quiet = Number(((await answer.json()) as { n: string }[])[0]?.n) === 0 ? quiet + 1 : 0
    await delay(200)
  }
}

/**
 * What the engine alone uses for the same rows into the same tables and views, in large inserts, without any work of ours.
 * @param from a database that holds at least one row of the table.
 */
export async function engineBaseline(
  clickhouse: ClickHouseClient,
  url: string,
  pid: number,
  table: TableName,
  rowsMax = 400_000,
  rowsPerInsert = 100_000,
): Promise<EngineBaseline> {
  const database = 'bench_baseline'
  await migrateClickHouse({ url, database })
  const columns = Object.keys(tables[table])
    .map((name) => `\`${name}\``)
    .join(', ')
  const blocks: Buffer[] = []
  for (let offset = 0; offset < rowsMax; offset += rowsPerInsert) {
    const query = `SELECT ${columns} FROM ${table} LIMIT ${rowsPerInsert} OFFSET ${offset} FORMAT Native`
    const { stream } = await clickhouse.exec({ query })
    const parts: Buffer[] = []
    for await (const part of stream) parts.push(part as Buffer)
    const block = Buffer.concat(parts)
    if (block.length > 0) blocks.push(block)
  }
  const count = async () => {
    const answer = await clickhouse.query({
      query: `SELECT count() AS n FROM ${database}.${table}`,
      format: 'JSONEachRow',
    })
    return Number(((await answer.json()) as { n: string }[])[0]?.n)
  }
  await mergesEnded(clickhouse)
  const before = cpuSeconds(pid)
  for (const block of blocks) await insertNative(url, `${database}.${table}`, columns, block)
  const inserted = cpuSeconds(pid)
  await mergesEnded(clickhouse)
  const merged = cpuSeconds(pid)
  const rows = await count()
  return {
    rows,
    rowsPerInsert,
    insert: ((inserted - before) / rows) * 1e6,
    all: ((merged - before) / rows) * 1e6,
  }
}

async function insertNative(url: string, table: string, columns: string, block: Buffer): Promise<void> {
  const target = new URL(url)
  target.searchParams.set('query', `INSERT INTO ${table} (${columns}) FORMAT Native`)
  for (const [name, value] of Object.entries(settings)) target.searchParams.set(name, String(value))
  const headers = {
    authorization: `Basic ${btoa(`${decodeURIComponent(target.username)}:${decodeURIComponent(target.password)}`)}`,
  }
  target.username = ''
  target.password = ''
  const response = await fetch(target, { method: 'POST', headers, body: new Uint8Array(block) })
  if (!response.ok) throw new Error((await response.text()).slice(0, 500))
}
