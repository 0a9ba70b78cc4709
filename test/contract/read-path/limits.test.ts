import type { AddressInfo } from 'node:net'
import type { ClickHouseClient } from '@clickhouse/client'
import { problemSchema } from '@hanzo/schema/api'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { createClickHouseClient } from '../../../apps/ingest/src/clickhouse/client.ts'
import { getTrace } from '../../../apps/ingest/src/query/get-trace.ts'
import { type QueryContext, runQuery } from '../../../apps/ingest/src/query/run-query.ts'
import { scoped } from '../../../apps/ingest/src/query/scope.ts'
import { createTail } from '../../../apps/ingest/src/tail/create-tail.ts'
import { rowOf, spanIdOf, traceIdOf } from '../../fixtures/rows.ts'
import { buildTelemetryApp } from '../../fixtures/telemetry-app.ts'
import { openTelemetryDatabase, type TelemetryDatabase } from '../../fixtures/telemetry-database.ts'

let telemetry: TelemetryDatabase
let context: QueryContext
let ofSlow: QueryContext

beforeAll(async () => {
  telemetry = await openTelemetryDatabase()
  context = { clickhouse: telemetry.clickhouse, project: { projectId: 'p', retentionDays: 30 } }
  ofSlow = { clickhouse: telemetry.clickhouse, project: { projectId: 'slow', retentionDays: 30 } }
  const timestamp = BigInt(Date.now()) * 1_000_000n
  const common = { project_id: 'p', retention_days: 30, trace_id: traceIdOf(1) }
  const spans = Array.from({ length: 50 }, (_, index) =>
    rowOf('spans', {
      ...common,
      timestamp: timestamp + BigInt(index),
      span_id: spanIdOf(index % 40),
      sequence: BigInt(index),
    }),
  )
  await telemetry.insert({ spans })
  await telemetry.clickhouse.command({ query: 'SYSTEM STOP MERGES spans' })
  for (let step = 0; step < slowSteps; step++) {
    await telemetry.insert({
      spans: [rowOf('spans', { ...common, project_id: 'slow', timestamp, sequence: BigInt(step) })],
    })
  }
}, 120_000)
afterAll(() => telemetry.close(), 60_000)

/** Long work in short steps, a part each: the engine looks at the clock and for its client between them. */
const slow = (tag: string) => ({
  sql: `SELECT sum(arraySum(number -> cityHash64(number, sequence, '${tag}') % 7, range(20000000))) AS hash
FROM ${scoped('spans')}
LIMIT 1`,
  params: {},
  row: z.object({ hash: z.string() }),
  settings: { max_threads: 1, max_execution_time: 600 },
})
const slowSteps = 100

async function running(tag: string): Promise<number> {
  const result = await telemetry.clickhouse.query({
    query: `SELECT count() AS n FROM system.processes WHERE position(query, {tag:String}) > 0 AND NOT position(query, 'system.processes')`,
    query_params: { tag },
    format: 'JSONEachRow',
  })
  return Number((await result.json<{ n: string }>())[0]?.n)
}

describe('a query', () => {
  it('that takes too long is ended with a 504 that names the fix', async () => {
    await expect(
      runQuery(ofSlow, { ...slow('too-long'), settings: { max_threads: 1, max_execution_time: 1 } }),
    ).rejects.toMatchObject({
      code: 'QUERY_TIMEOUT',
      statusCode: 504,
      message: expect.stringContaining('narrow the time range'),
    })
  })

  it('that needs too much memory is a 422', async () => {
    await expect(runQuery(ofSlow, { ...slow('too-large'), settings: { max_memory_usage: '1' } })).rejects.toMatchObject(
      { code: 'QUERY_TOO_LARGE', statusCode: 422 },
    )
  })

  it('ends in the engine when nobody waits for it any more', async () => {
    const gone = new AbortController()
    const answer = runQuery({ ...ofSlow, signal: gone.signal }, slow('nobody-waits'))
    answer.catch(() => undefined)
    await expect.poll(() => running('nobody-waits'), { timeout: 10_000 }).toBe(1)
    gone.abort()
    await expect(answer).rejects.toMatchObject({ code: 'QUERY_CANCELLED' })
    await expect.poll(() => running('nobody-waits'), { timeout: 10_000 }).toBe(0)
  }, 60_000)
})

describe('the API', () => {
  it('ends the query of a client that goes away', async () => {
    const client = new AbortController()
    // Goes away as soon as its query has reached the engine, which never answers.
    const clickhouse = {
      query: ({ abort_signal }: { abort_signal: AbortSignal }) =>
        new Promise((_, reject) => {
          abort_signal.addEventListener('abort', () => reject(new Error('aborted')))
          client.abort()
        }),
    } as unknown as ClickHouseClient
    const failures: Error[] = []
    const app = await buildTelemetryApp({ clickhouse, tail: createTail() }, (error) => failures.push(error))
    await app.listen({ host: '127.0.0.1', port: 0 })
    const { port } = app.server.address() as AddressInfo
    await expect(fetch(`http://127.0.0.1:${port}/api/projects/p/spans`, { signal: client.signal })).rejects.toThrow()
    await expect.poll(() => failures).toMatchObject([{ code: 'QUERY_CANCELLED' }])
    await app.close()
  })

  it('answers 503 with Retry-After while the engine is away', async () => {
    const clickhouse = createClickHouseClient({ url: 'http://127.0.0.1:1', database: 'none' })
    const app = await buildTelemetryApp({ clickhouse, tail: createTail() })
    const response = await app.inject({ url: '/api/projects/p/spans' })
    expect([response.statusCode, problemSchema.parse(response.json()).code]).toEqual([503, 'ENGINE_UNAVAILABLE'])
    expect(Number(response.headers['retry-after'])).toBeGreaterThan(0)
    await app.close()
    await clickhouse.close()
  })
})

describe('a trace', () => {
  it('has each span id once, the first that was sent', async () => {
    const trace = await getTrace(context, traceIdOf(1))
    expect(trace.spans.map(({ spanId }) => spanId)).toEqual(Array.from({ length: 40 }, (_, index) => spanIdOf(index)))
    expect(trace).toMatchObject({ spanCount: 40, truncated: false })
  })

  it('of more spans than the limit says that it is cut', async () => {
    const trace = await getTrace(context, traceIdOf(1), 39)
    expect(trace.spans).toHaveLength(39)
    expect(trace).toMatchObject({ spanCount: 50, truncated: true })
  })
})
