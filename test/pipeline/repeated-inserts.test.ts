import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ClickHouseClient } from '@clickhouse/client'
import { type EmbeddedClickHouse, startClickHouse } from '@hanzo/embedded'
import { type TableName, tables } from '@hanzo/schema/row'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createClickHouseClient } from '../../apps/ingest/src/clickhouse/client.ts'
import { migrateClickHouse } from '../../apps/ingest/src/clickhouse/migrate-clickhouse.ts'
import { ByteWriter } from '../../apps/ingest/src/native/byte-writer.ts'
import { encodeBlock } from '../../apps/ingest/src/native/encode-block.ts'
import { createInsertSection } from '../../apps/ingest/src/writer/insert-section.ts'
import { rowOf, spanIdOf, traceIdOf } from '../fixtures/rows.ts'

const startMs = 120_000
const database = 'hanzo'

let dataDir: string
let engine: EmbeddedClickHouse
let clickhouse: ClickHouseClient

async function open(): Promise<void> {
  engine = await startClickHouse({ dataDir })
  clickhouse = createClickHouseClient({ url: engine.url, database })
}

async function closeEngine(): Promise<void> {
  await clickhouse?.close()
  await engine?.close()
}

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'hanzo-repeated-'))
  await open()
  await migrateClickHouse({ url: engine.url, database })
}, startMs)
afterAll(async () => {
  await closeEngine()
  await rm(dataDir, { recursive: true, force: true })
}, startMs)

function sectionOf(table: TableName) {
  const time = tables[table] as Record<string, string>
  const rows = Array.from({ length: 20 }, (_, index) =>
    rowOf(table, {
      project_id: 'default',
      retention_days: 30,
      ...('timestamp' in time && {
        timestamp: BigInt(Date.now()) * (time.timestamp?.includes('64(9') ? 1_000_000n : 1n),
      }),
      ...(table === 'spans' && {
        trace_id: traceIdOf(index),
        span_id: spanIdOf(index),
        attributes_bool: new Map([['hanzo.span.announced', true]]),
      }),
    } as never),
  )
  const writer = new ByteWriter()
  encodeBlock(writer, table, rows)
  return { segmentId: 'segment', table, rows: rows.length, blocks: [Buffer.from(writer.bytes())] }
}

const fed: TableName[] = ['spans', 'logs', 'metric_points', 'metric_histogram_points']

async function insertAll(sections: ReturnType<typeof sectionOf>[]): Promise<void> {
  const insert = createInsertSection({ clickhouse, database, timeoutMs: 60_000 })
  for (const section of sections) await insert(section, new AbortController().signal)
}

/** What every table holds, those that views feed included: summed where rows are merged, counted elsewhere. */
async function holdings(): Promise<Record<string, string>> {
  const answers = {
    ...Object.fromEntries(fed.map((table) => [table, 'count()'])),
    running_spans: 'sum(sign)',
    trace_index: 'sum(span_count)',
    span_metrics_1m: 'sum(span_count)',
    span_metrics_15m: 'sum(span_count)',
    log_counts_1m: 'sum(log_count)',
    log_pattern_counts_1m: 'sum(log_count)',
    metric_points_5m: 'sum(point_count)',
    metric_explicit_histogram_points_5m: 'sum(point_count)',
  }
  const held: Record<string, string> = {}
  for (const [table, figure] of Object.entries(answers)) {
    const result = await clickhouse.query({ query: `SELECT ${figure} FROM ${table}`, format: 'JSONCompactEachRow' })
    held[table] = String(((await result.json()) as [unknown][])[0]?.[0])
  }
  return held
}

it(
  'repeats nothing in any table or view that was stored while the engine made its tables, nor after a further start',
  async () => {
    const sections = fed.map(sectionOf)
    await insertAll(sections)
    const first = await holdings()
    expect(first).toMatchObject({
      spans: '20',
      trace_index: '20',
      span_metrics_1m: '20',
      span_metrics_15m: '20',
      log_counts_1m: '20',
      metric_points_5m: '20',
    })
    for (let start = 0; start < 2; start++) {
      await closeEngine()
      await open()
      await insertAll(sections)
      expect(await holdings()).toEqual(first)
    }
  },
  startMs,
)
