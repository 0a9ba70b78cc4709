import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ClickHouseClient } from '@clickhouse/client'
import { type EmbeddedClickHouse, startClickHouse } from '@hanzo/embedded'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createClickHouseClient } from '../../apps/ingest/src/clickhouse/client.ts'
import { migrateClickHouse } from '../../apps/ingest/src/clickhouse/migrate-clickhouse.ts'
import { createPipeline, type Pipeline } from '../../apps/ingest/src/pipeline.ts'
import { rowOf } from '../fixtures/rows.ts'

const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined }
const startMs = 120_000
const database = 'dead_letters'

let root: string
let engine: EmbeddedClickHouse
let clickhouse: ClickHouseClient
let pipeline: Pipeline

const start = () =>
  createPipeline({
    ...{ dataDir: join(root, 'data'), clickhouse, database, segmentAgeMaxMs: 20, drainTimeoutMs: 1_000 },
    onAccepted: () => undefined,
    logger: quiet,
  })

const logOf = (project_id: string, body: string) =>
  rowOf('logs', {
    ...{ project_id, retention_days: 30, service_name: 'shop', body },
    timestamp: BigInt(Date.now()) * 1_000_000n,
    attributes_int: new Map([['order.id', 9007199254740993n]]),
    attributes_double: new Map([['share', Number.NaN]]),
    attributes_string: new Map([['long', 'x'.repeat(5_000)]]),
  })

/** Rows of two projects that ClickHouse refuses, as one dead letter. */
async function refuse(): Promise<string> {
  await clickhouse.command({ query: 'RENAME TABLE logs TO logs_away' })
  await pipeline.accept({ logs: [logOf('mine', 'first'), logOf('theirs', 'secret'), logOf('mine', 'second')] })
  await pipeline.drained()
  await clickhouse.command({ query: 'RENAME TABLE logs_away TO logs' })
  const [letter] = await pipeline.listDeadLetters()
  return letter?.id ?? ''
}

const countLogs = async () => {
  const result = await clickhouse.query({ query: 'SELECT toFloat64(count()) FROM logs', format: 'JSONCompactEachRow' })
  return ((await result.json()) as [number][])[0]?.[0]
}

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'hanzo-dead-letters-'))
  engine = await startClickHouse({ dataDir: join(root, 'clickhouse') })
  await migrateClickHouse({ url: engine.url, database })
  clickhouse = createClickHouseClient({ url: engine.url, database })
}, startMs)
afterAll(async () => {
  await clickhouse?.close()
  await engine?.close()
  await rm(root, { recursive: true, force: true })
}, startMs)
beforeEach(async () => {
  await clickhouse.command({ query: 'TRUNCATE TABLE logs' })
  pipeline = await start()
})
afterEach(async () => {
  for (const { id } of await pipeline.listDeadLetters()) await pipeline.deleteDeadLetter(id)
  await pipeline.close()
})

describe('a dead letter', () => {
  it('tells how many rows of each project are in it, also after a restart', async () => {
    const id = await refuse()
    const table = { table: 'logs', rows: 3, code: 'UNKNOWN_TABLE', projects: { mine: 2, theirs: 1 } }
    expect(await pipeline.listDeadLetters()).toMatchObject([{ id, tables: [table] }])
    await pipeline.close()
    pipeline = await start()
    expect(await pipeline.listDeadLetters()).toMatchObject([{ id, tables: [table] }])
  })

  it('can be looked into, by one project at a time, in values that are JSON', async () => {
    const id = await refuse()
    const rows = await pipeline.readDeadLetter(id, { table: 'logs', projectId: 'mine', limit: 10 })
    expect(rows).toMatchObject([
      { project_id: 'mine', body: 'first', attributes_int: { 'order.id': '9007199254740993' } },
      { project_id: 'mine', body: 'second', attributes_double: { share: 'NaN' } },
    ])
    expect(JSON.stringify(rows)).not.toContain('secret')
    expect(JSON.stringify(rows).length).toBeLessThan(10_000)
    expect(await pipeline.readDeadLetter(id, { table: 'logs', projectId: 'mine', limit: 1 })).toHaveLength(1)
    expect(await pipeline.readDeadLetter(id, { table: 'spans', projectId: 'mine', limit: 1 })).toEqual([])
  })

  it('is replayed once, whoever asks at the same time, and gone from the list', async () => {
    const id = await refuse()
    const replays = await Promise.allSettled([1, 2, 3].map(() => pipeline.replayDeadLetter(id)))
    expect(replays.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    await pipeline.drained()
    expect(await countLogs()).toBe(3)
    expect(await pipeline.listDeadLetters()).toEqual([])
    expect(pipeline.state()).toMatchObject({ deadLetters: 0, deadLetterBytes: 0, spoolBytes: 0 })
  })

  it('that is deleted leaves neither files nor bytes on the account of the spool', async () => {
    const id = await refuse()
    await pipeline.deleteDeadLetter(id)
    expect(await readdir(join(root, 'data', 'dead-letter'))).toEqual([])
    expect(pipeline.state()).toMatchObject({ deadLetters: 0, deadLetterBytes: 0, spoolBytes: 0 })
    await pipeline.drained()
    expect(await countLogs()).toBe(0)
    for (const act of [pipeline.deleteDeadLetter, pipeline.replayDeadLetter]) {
      await expect(act(id)).rejects.toMatchObject({ code: 'NOT_FOUND' })
      await expect(act('../spool')).rejects.toMatchObject({ code: 'NOT_FOUND' })
    }
    await expect(pipeline.readDeadLetter(id, { table: 'logs', projectId: 'mine', limit: 1 })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    })
  })
})

describe('the lag', () => {
  it('is measured from the receipt of rows until they can be queried', async () => {
    await pipeline.accept({ logs: [logOf('mine', 'a'), logOf('mine', 'b')] })
    await pipeline.drained()
    const { rows, p50Milliseconds, p95Milliseconds, maxMilliseconds } = pipeline.state().lag.recent
    expect(rows).toBe(2)
    expect(p50Milliseconds).toBeGreaterThan(0)
    expect(p95Milliseconds).toBeGreaterThanOrEqual(p50Milliseconds ?? 0)
    expect(maxMilliseconds).toBeLessThan(60_000)
  })
})
