import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ClickHouseClient } from '@clickhouse/client'
import { type EmbeddedClickHouse, startClickHouse } from '@hanzo/embedded'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createClickHouseClient } from '../../apps/ingest/src/clickhouse/client.ts'
import { migrateClickHouse } from '../../apps/ingest/src/clickhouse/migrate-clickhouse.ts'
import { createPipeline, type Pipeline } from '../../apps/ingest/src/pipeline.ts'
import { type FailingNetwork, startFailingNetwork } from './failing-network.ts'
import { numberedRows } from './numbered-rows.ts'
import { compareRollups } from './rollup-checks.ts'

const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined }
const startMs = 120_000
const equal = { onlyInRollup: [], onlyInBase: [] }

let root: string
let engine: EmbeddedClickHouse
let network: FailingNetwork
let databases = 0
let database: string
let clickhouse: ClickHouseClient
let throughNetwork: ClickHouseClient
let pipeline: Pipeline

const start = () =>
  createPipeline({
    dataDir: join(root, database),
    clickhouse: throughNetwork,
    database,
    segmentAgeMaxMs: 20,
    drainTimeoutMs: 100,
    onAccepted: () => undefined,
    logger: quiet,
  })

/** Resolves when `condition` holds; the test's own timeout ends it otherwise. */
async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 20))
}

async function count(table: string, expression = 'count()'): Promise<number> {
  const result = await clickhouse.query({
    query: `SELECT toFloat64(${expression}) FROM ${table}`,
    format: 'JSONCompactEachRow',
  })
  return ((await result.json()) as [number][])[0]?.[0] ?? -1
}

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'hanzo-delivery-'))
  engine = await startClickHouse({ dataDir: join(root, 'clickhouse') })
}, startMs)
afterAll(async () => {
  await engine.close()
  await rm(root, { recursive: true, force: true })
}, startMs)
beforeEach(async () => {
  database = `delivery_${databases++}`
  network = await startFailingNetwork(engine.url)
  await migrateClickHouse({ url: engine.url, database })
  clickhouse = createClickHouseClient({ url: engine.url, database })
  throughNetwork = createClickHouseClient({ url: network.url, database })
  pipeline = await start()
}, startMs)
afterEach(async () => {
  await pipeline.close()
  await Promise.all([clickhouse.close(), throughNetwork.close(), network.close()])
})

describe('the write path', () => {
  it('stores what was accepted while ClickHouse was away, once it is back', async () => {
    network.mode = 'down'
    for (let first = 0; first < 500; first += 100) await pipeline.accept(numberedRows(first, 100))
    await until(() => pipeline.state().writerFailure !== null)
    expect(pipeline.state().spoolSegments).toBeGreaterThan(0)
    expect(await count('spans')).toBe(0)
    network.mode = 'up'
    await pipeline.drained()
    expect(await count('spans', 'uniqExact(span_id)')).toBe(500)
    expect(await count('spans')).toBe(500)
    expect(pipeline.state()).toMatchObject({ spoolBytes: 0, spoolSegments: 0, writerFailure: null, rowsWritten: 2501 })
  })

  it('stores rows once, and counts them once in every rollup, when the answers to inserts get lost', async () => {
    network.mode = 'deaf'
    for (let first = 0; first < 3_000; first += 1_000) await pipeline.accept(numberedRows(first, 1_000))
    await until(() => network.broken >= 12)
    network.mode = 'up'
    await pipeline.drained()
    for (const table of ['spans', 'logs', 'metric_points']) expect(await count(table)).toBe(3_000)
    expect(await count('resources', 'sum(resource_id)')).toBe(1)
    expect(await compareRollups(clickhouse)).toMatchObject({
      span_metrics_1m: equal,
      span_metrics_15m: equal,
      trace_index: equal,
      log_counts_1m: equal,
      log_pattern_counts_1m: equal,
      metric_points_5m: equal,
      metric_explicit_histogram_points_5m: equal,
      metric_exponential_histogram_points_5m: equal,
    })
  })

  it('sends the segments of an earlier run first, and twice does no harm', async () => {
    network.mode = 'deaf'
    await pipeline.accept(numberedRows(0, 100))
    await until(() => network.broken >= 4)
    await pipeline.close()
    network.mode = 'up'
    pipeline = await start()
    await pipeline.accept(numberedRows(100, 100))
    await pipeline.drained()
    for (const table of ['spans', 'logs', 'metric_points']) expect(await count(table)).toBe(200)
    expect(await compareRollups(clickhouse)).toMatchObject({ span_metrics_1m: equal, log_counts_1m: equal })
  })

  it('writes a segment as one part for each table and partition', async () => {
    await Promise.all(Array.from({ length: 20 }, (_, index) => pipeline.accept(numberedRows(index * 130, 130))))
    await pipeline.drained()
    const records = await count('spans', 'uniqExact(_part)')
    const partitions = await count('spans', 'uniqExact(_partition_id)')
    // The first batch has a record of its own, and may have a segment of its own.
    expect(records).toBeLessThanOrEqual(2 * partitions)
  })
})

describe('a table that refuses its rows', () => {
  it('becomes a dead letter with its error, the other tables are stored, and a replay brings the rows back once', async () => {
    await clickhouse.command({ query: 'RENAME TABLE logs TO logs_away' })
    await pipeline.accept(numberedRows(0, 50))
    await pipeline.accept(numberedRows(50, 50))
    await pipeline.drained()
    expect(await count('spans')).toBe(100)
    const letters = await pipeline.listDeadLetters()
    expect(
      letters
        .flatMap((letter) => letter.tables)
        .every(({ table, code }) => table === 'logs' && code === 'UNKNOWN_TABLE'),
    ).toBe(true)
    expect(letters.flatMap((letter) => letter.tables).reduce((sum, { rows }) => sum + rows, 0)).toBe(100)
    expect(pipeline.state()).toMatchObject({ deadLetters: letters.length, spoolSegments: 0 })
    expect(pipeline.state().spoolBytes).toBe(pipeline.state().deadLetterBytes)

    await pipeline.close()
    pipeline = await start()
    await clickhouse.command({ query: 'RENAME TABLE logs_away TO logs' })
    for (const { id } of await pipeline.listDeadLetters()) await pipeline.replayDeadLetter(id)
    await pipeline.drained()
    expect(await count('logs')).toBe(100)
    expect(await count('logs', 'uniqExact(body)')).toBe(100)
    expect(await count('spans')).toBe(100)
    expect(await compareRollups(clickhouse)).toMatchObject({ log_counts_1m: equal, span_metrics_1m: equal })
    expect(pipeline.state()).toMatchObject({ deadLetters: 0, spoolBytes: 0 })
    await expect(pipeline.replayDeadLetter('unknown')).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })
})
