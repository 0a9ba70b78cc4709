import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { ClickHouseLogLevel, createClient } from '@clickhouse/client'
import { listLogsQuerySchema, listSpansQuerySchema } from '@hanzo/schema/api'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createClickHouseClient, createStreamClient } from '../../../apps/ingest/src/clickhouse/client.ts'
import { listLogs, streamLogs } from '../../../apps/ingest/src/query/list-logs.ts'
import { listSpans, streamSpans } from '../../../apps/ingest/src/query/list-spans.ts'
import type { QueryContext } from '../../../apps/ingest/src/query/run-query.ts'
import { createTail } from '../../../apps/ingest/src/tail/create-tail.ts'
import { rowOf, spanIdOf, traceIdOf } from '../../fixtures/rows.ts'
import { buildTelemetryApp } from '../../fixtures/telemetry-app.ts'
import { openTelemetryDatabase, type TelemetryDatabase } from '../../fixtures/telemetry-database.ts'

const now = Date.now()
const rows = 12_000
let telemetry: TelemetryDatabase
let context: QueryContext

const moment = `fromUnixTimestamp64Milli(toInt64(${now - 600_000}) + intDiv(number, 3) * 100, 'UTC')`

beforeAll(async () => {
  telemetry = await openTelemetryDatabase()
  context = {
    clickhouse: telemetry.clickhouse,
    project: { projectId: 'p', retentionDays: 30 },
    nowMilliseconds: now,
  }
  for (const part of [0, 1, 2]) {
    const from = `FROM numbers(${rows}) WHERE number % 3 = ${part}`
    await telemetry.clickhouse.command({
      query: `INSERT INTO logs (project_id, retention_days, timestamp, service_name, body, resource_id, sequence)
        SELECT 'p', 30, ${moment}, concat('service-', toString(number % 4)), concat('line ', toString(number)), number % 7, number ${from}`,
    })
    await telemetry.clickhouse.command({
      query: `INSERT INTO spans (project_id, retention_days, timestamp, trace_id, span_id, service_name, name, sequence)
        SELECT 'p', 30, ${moment}, unhex(leftPad(hex(intDiv(number, 5) + 1), 32, '0')), unhex(leftPad(hex(number + 1), 16, '0')), 's', 'ended', number ${from}`,
    })
  }
  await telemetry.insert({
    resources: Array.from({ length: 7 }, (_, index) =>
      rowOf('resources', {
        project_id: 'p',
        resource_id: BigInt(index),
        attributes: new Map([['host.name', `host-${index}`]]),
        last_seen: Math.floor(now / 1000),
      }),
    ),
    running_spans: Array.from({ length: 500 }, (_, index) =>
      rowOf('running_spans', {
        project_id: 'p',
        retention_days: 7,
        timestamp: BigInt(now - 500_000 + index * 900) * 1_000_000n,
        trace_id: traceIdOf(100_000 + index),
        span_id: spanIdOf(1_000_000 + index),
        service_name: 's',
        name: 'open',
        end_expected_by: BigInt(now + 3_600_000) * 1_000_000n,
        sequence: BigInt(rows + index),
      }),
    ),
  })
}, 120_000)
afterAll(() => telemetry.close(), 60_000)

/** Every row of a list, page by page. */
async function pages<Row>(read: (cursor: string | undefined) => Promise<{ rows: Row[]; nextCursor: string | null }>) {
  const all: Row[] = []
  for (let cursor: string | undefined; ; ) {
    const page = await read(cursor)
    all.push(...page.rows)
    if (page.nextCursor === null) return all
    cursor = page.nextCursor
  }
}

async function all<Row>(parts: AsyncIterable<Row[]>): Promise<Row[]> {
  const found: Row[] = []
  for await (const part of parts) found.push(...part)
  return found
}

describe('a download', () => {
  it('of log records has every row of the list in its order, with columns of resources', async () => {
    const query = listLogsQuerySchema.parse({ columns: ['host.name', 'severity'], limit: '1000' })
    const listed = await pages((cursor) => listLogs(context, { ...query, cursor }))
    const streamed = await all(streamLogs(context, { ...query, limit: 1_000_000 }))
    expect(streamed).toHaveLength(rows)
    expect(streamed).toEqual(listed)
    expect(new Set(streamed.map(({ values }) => values?.[0])).size).toBe(7)
  }, 60_000)

  it('of spans has those that still run among them, each at its place', async () => {
    const query = listSpansQuerySchema.parse({ limit: '1000' })
    const listed = await pages((cursor) => listSpans(context, { ...query, cursor }))
    const streamed = await all(streamSpans(context, { ...query, limit: 1_000_000 }))
    expect(streamed).toHaveLength(rows + 500)
    expect(streamed.map(({ spanId }) => spanId)).toEqual(listed.map(({ spanId }) => spanId))
  }, 60_000)

  it('ends at its limit', async () => {
    expect(await all(streamLogs(context, listLogsQuerySchema.parse({ limit: '777' })))).toHaveLength(777)
    expect(await all(streamSpans(context, listSpansQuerySchema.parse({ limit: '777' })))).toHaveLength(777)
    const open = listSpansQuerySchema.parse({ status: 'running', limit: '100' })
    expect(await all(streamSpans(context, open))).toHaveLength(100)
  }, 60_000)
})

describe('a download over HTTP', () => {
  const tail = createTail()
  let app: FastifyInstance
  let url: string
  // What the engine may answer: the question fails after some rows have gone out.
  const limited = () =>
    createClient({
      url: telemetry.url,
      database: 'hanzo',
      log: { level: ClickHouseLogLevel.OFF },
      clickhouse_settings: {
        max_result_rows: '6000',
        result_overflow_mode: 'throw',
        max_block_size: '1000',
        output_format_json_quote_64bit_integers: 1,
        http_response_buffer_size: '0',
      } as never,
    })

  const open = async (clickhouse: TelemetryDatabase['clickhouse'], streams = clickhouse) => {
    app = await buildTelemetryApp({ clickhouse, streams, tail })
    await app.listen({ host: '127.0.0.1', port: 0 })
    url = `http://127.0.0.1:${(app.server.address() as { port: number }).port}/api/projects/p`
  }

  it('is whole, and ends when its client goes away', async () => {
    await open(telemetry.clickhouse)
    const whole = await fetch(`${url}/logs/download?format=jsonl`)
    expect((await whole.text()).trimEnd().split('\n')).toHaveLength(rows)
    const gone = new AbortController()
    const cut = await fetch(`${url}/logs/download?format=csv`, { signal: gone.signal })
    const closed = once(app.server, 'request').then(([, response]) => once(response, 'close'))
    const again = fetch(`${url}/logs/download?format=csv`, { signal: gone.signal }).then((response) => response.text())
    await cut.body?.getReader().read()
    gone.abort()
    await expect(again).rejects.toThrow()
    await closed
    await app.close()
  }, 60_000)

  it('waits for a reader that pauses, and holds up no other question', async () => {
    await telemetry.clickhouse.command({
      query: `INSERT INTO logs (project_id, retention_days, timestamp, service_name, body, sequence)
        SELECT 'large', 30, ${moment}, 's', repeat('x', 4000), number FROM numbers(16000)`,
    })
    const few = createClickHouseClient({ ...telemetry, connectionsMax: 2, requestTimeoutMs: 5_000 })
    const streams = createStreamClient(telemetry)
    await open(few, streams)
    const large = url.replace(/p$/, 'large')
    const gone = new AbortController()
    const begin = async (signal?: AbortSignal) => {
      const response = await fetch(`${large}/logs/download?format=jsonl`, { signal: signal ?? null })
      expect(response.status).toBe(200)
      return response
    }
    const paused = await begin()
    const others = await Promise.all([1, 2, 3].map(() => begin(gone.signal)))
    const refused = await fetch(`${large}/logs/download`)
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '30'])
    expect(await refused.json()).toMatchObject({ code: 'TOO_MANY_DOWNLOADS' })
    expect((await fetch(`${url}/logs/download?limit=1`)).status).toBe(200)
    expect((await fetch(`${url}/logs?limit=1`)).status).toBe(200)
    // Longer than other questions may be silent.
    await sleep(7_000)
    expect((await paused.text()).trimEnd().split('\n')).toHaveLength(16_000)
    gone.abort()
    await Promise.allSettled(others.map((response) => response.text()))
    await expect.poll(async () => (await fetch(`${large}/logs/download?limit=1`)).status, { timeout: 10_000 }).toBe(200)
    await app.close()
    await Promise.all([few.close(), streams.close()])
  }, 90_000)

  it('breaks off where the engine fails, instead of ending as if that were all', async () => {
    const clickhouse = limited()
    await open(clickhouse)
    const response = await fetch(`${url}/logs/download?format=jsonl`)
    expect(response.status).toBe(200)
    let bytes = 0
    const read = async () => {
      for await (const chunk of response.body ?? []) bytes += chunk.length
    }
    await expect(read()).rejects.toThrow('terminated')
    expect(bytes).toBeGreaterThan(100_000)
    await app.close()
    await clickhouse.close()
  }, 60_000)
})
