import { afterAll, beforeAll, expect, it } from 'vitest'
import { ByteWriter } from '../../apps/ingest/src/native/byte-writer.ts'
import { encodeBlock } from '../../apps/ingest/src/native/encode-block.ts'
import { classifyInsertFailure } from '../../apps/ingest/src/writer/clickhouse-failure.ts'
import { createInsertSection } from '../../apps/ingest/src/writer/insert-section.ts'
import { rowOf } from '../fixtures/rows.ts'
import { openTelemetryDatabase, type TelemetryDatabase } from '../fixtures/telemetry-database.ts'

let database: TelemetryDatabase

beforeAll(async () => {
  database = await openTelemetryDatabase()
}, 120_000)
afterAll(() => database?.close())

async function countLogs(): Promise<number> {
  const answer = await database.clickhouse.query({ query: 'SELECT count() FROM logs', format: 'JSONCompactEachRow' })
  return Number(((await answer.json()) as [string][])[0]?.[0])
}

async function untilRunning(queryId: string): Promise<void> {
  for (;;) {
    const query = `SELECT count() FROM system.processes WHERE query_id = '${queryId}'`
    const answer = await database.clickhouse.query({ query, format: 'JSONCompactEachRow' })
    if (((await answer.json()) as [string][])[0]?.[0] === '1') return
  }
}

it('waits for an attempt of the same section that still runs, and then stores its rows once', async () => {
  const writer = new ByteWriter()
  encodeBlock(writer, 'logs', [rowOf('logs', { body: 'one' }), rowOf('logs', { body: 'two' })])
  const section = { segmentId: 'segment', table: 'logs', rows: 2, blocks: [Buffer.from(writer.bytes())] }
  const insert = createInsertSection({ clickhouse: database.clickhouse, database: 'hanzo', timeoutMs: 60_000 })
  const attempt = () => insert(section, new AbortController().signal)
  const running = database.clickhouse.command({ query: 'SELECT sleep(3) FORMAT Null', query_id: 'segment:logs' })
  await untilRunning('segment:logs')

  const failure = classifyInsertFailure(await attempt().catch((error: unknown) => error))
  expect(failure).toMatchObject({ kind: 'retryable', code: 'QUERY_WITH_SAME_ID_IS_ALREADY_RUNNING' })
  expect(await countLogs()).toBe(0)

  await running
  await attempt()
  await attempt()
  expect(await countLogs()).toBe(2)
})
