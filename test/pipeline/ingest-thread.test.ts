import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ClickHouseClient } from '@clickhouse/client'
import { type EmbeddedClickHouse, startClickHouse } from '@hanzo/embedded'
import { spanFilterSchema } from '@hanzo/schema/api'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createClickHouseClient } from '../../apps/ingest/src/clickhouse/client.ts'
import { migrateClickHouse } from '../../apps/ingest/src/clickhouse/migrate-clickhouse.ts'
import { traceRequestMessage } from '../../apps/ingest/src/decode/protobuf/otlp-messages.ts'
import type { TakeRequest } from '../../apps/ingest/src/intake.ts'
import type { TailEvent } from '../../apps/ingest/src/tail/tail-client.ts'
import type { Ingest } from '../../apps/ingest/src/thread/start-ingest.ts'
import { toProtobuf } from '../fixtures/encode-otlp-model.ts'
import { spanIdOf, traceIdOf } from '../fixtures/rows.ts'

// The built one: a worker cannot load the sources.
const built = new URL('../../apps/ingest/dist/thread/start-ingest.js', import.meta.url).href
const { startIngest } = (await import(built)) as typeof import('../../apps/ingest/src/thread/start-ingest.ts')

const startMs = 120_000
const rounds = 6

let root: string
let engine: EmbeddedClickHouse
let clickhouse: ClickHouseClient
let database: string
let databases = 0
let ingest: Ingest
let logged: string[]

const start = () =>
  startIngest({
    settings: {
      dataDir: join(root, database),
      clickhouseUrl: engine.url,
      database,
      segmentAgeMaxMs: 30,
      drainTimeoutMs: 20_000,
    },
    tablesReady: Promise.resolve(),
    logger: {
      info: () => undefined,
      warn: (_, message) => void logged.push(message),
      error: (_, message) => void logged.push(message),
    },
  })

/** One request with spans of these numbers, as JSON. */
function requestOf(first: number, count: number): TakeRequest {
  const now = BigInt(Date.now()) * 1_000_000n
  const spans = Array.from({ length: count }, (_, index) => ({
    traceId: traceIdOf(first + index + 1),
    spanId: spanIdOf(first + index + 1),
    name: `span ${(first + index) % 7}`,
    startTimeUnixNano: String(now),
    endTimeUnixNano: String(now + 5n),
    attributes: [{ key: 'n', value: { intValue: String(first + index) } }],
  }))
  return {
    signal: 'traces',
    encoding: 'json',
    project: { projectId: 'default', retentionDays: 30 },
    body: Buffer.from(JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans }] }] })),
    receivedAtUnixNano: now,
  }
}

async function storedTimes(): Promise<Map<number, number>> {
  const query = 'SELECT reinterpretAsUInt64(reverse(span_id)) AS number, count() FROM spans GROUP BY number'
  const answer = await clickhouse.query({ query, format: 'JSONCompactEachRow' })
  return new Map(
    ((await answer.json()) as [string, string][]).map(([number, times]) => [Number(number), Number(times)]),
  )
}

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'hanzo-thread-'))
  engine = await startClickHouse({ dataDir: join(root, 'clickhouse') })
}, startMs)
afterAll(async () => {
  await engine.close()
  await rm(root, { recursive: true, force: true })
}, startMs)
beforeEach(async () => {
  database = `thread_${databases++}`
  logged = []
  await migrateClickHouse({ url: engine.url, database })
  clickhouse = createClickHouseClient({ url: engine.url, database })
  ingest = await start()
}, startMs)
afterEach(async () => {
  await ingest.close()
  await clickhouse.close()
})

describe('the ingest thread', () => {
  it('answers as the decoder does, and stores what it took when it is closed', async () => {
    const request = requestOf(0, 3)
    expect(await ingest.intake.take(request)).toMatchObject({ acceptedCount: 3, rejectedCount: 0 })
    const broken = ingest.intake.take({ ...request, body: Buffer.from('{') })
    await expect(broken).rejects.toMatchObject({ statusCode: 400, retryable: false })
    await ingest.close()
    expect([...(await storedTimes()).keys()].sort()).toEqual([1, 2, 3])
    expect(await readdir(join(root, database, 'spool'))).toEqual(['instance'])
    ingest = await start()
  })

  it('hands back a request that takes long where that was asked for, keeps nothing of it, and takes it otherwise', async () => {
    // Spans without an id are for the generic path, which rejects them.
    const spans = Array.from({ length: 500 }, () => ({ name: 'a', startTimeUnixNano: 1n }))
    const body = toProtobuf(traceRequestMessage, { resourceSpans: [{ scopeSpans: [{ spans }] }] })
    const request: TakeRequest = { ...requestOf(0, 1), encoding: 'protobuf', body: Buffer.from(body) }
    const refused = await ingest.intake.take({ ...request, slowBytesMax: 1_000 }).catch((error: unknown) => error)
    expect(refused).toMatchObject({ code: 'SLOW_REQUEST' })
    const { body: returned } = refused as { body: Uint8Array }
    expect(Buffer.from(returned).equals(body)).toBe(true)
    expect(await ingest.intake.take({ ...request, body: returned })).toMatchObject({ rejectedCount: 500 })
  })

  it('loses nothing acknowledged, and stores nothing twice, when it is ended again and again', async () => {
    const acknowledged: number[] = []
    let next = 0
    let isSending = true
    async function send(): Promise<void> {
      while (isSending) {
        const first = next
        next += 20
        try {
          await ingest.intake.take(requestOf(first, 20))
          for (let number = first; number < first + 20; number++) acknowledged.push(number + 1)
        } catch (error) {
          expect(error).toMatchObject({ code: 'INGEST_RESTARTING', statusCode: 503, retryable: true })
          await new Promise((resolve) => setTimeout(resolve, 5))
        }
      }
    }
    const senders = Array.from({ length: 6 }, send)
    const untilMoreAreTaken = async () => {
      const before = acknowledged.length
      while (acknowledged.length < before + 200) await new Promise((resolve) => setTimeout(resolve, 3))
    }
    for (let round = 0; round < rounds; round++) {
      await untilMoreAreTaken()
      await ingest.kill()
    }
    await untilMoreAreTaken()
    isSending = false
    await Promise.all(senders)
    await ingest.close()
    const stored = await storedTimes()
    expect(acknowledged.filter((number) => !stored.has(number))).toEqual([])
    expect([...stored].filter(([, times]) => times !== 1)).toEqual([])
    expect(logged.filter((message) => message === 'the ingest thread ended unasked: starting it again')).toHaveLength(
      rounds,
    )
    ingest = await start()
  })

  it('goes on showing a tail its rows after it was ended, behind what its client is to read from the store', async () => {
    const events: TailEvent[] = []
    const client = { tell: (event: TailEvent) => void events.push(event), bufferedBytes: () => 0 }
    const seen = (number: number) => () =>
      events.some((event) => event.kind === 'rows' && event.json.includes(spanIdOf(number)))
    const readies = () => events.flatMap((event) => (event.kind === 'ready' ? event.through : []))
    const until = async (condition: () => boolean) => {
      while (!condition()) await new Promise((resolve) => setTimeout(resolve, 5))
    }
    const filter = spanFilterSchema.parse({})
    const subscription = ingest.tail.subscribe({ signal: 'traces', projectId: 'default', filter }, client, false)
    await until(() => readies().length === 1)
    await ingest.intake.take(requestOf(0, 1))
    await until(seen(1))
    await ingest.kill()
    await until(() => readies().length === 2)
    const [, again = 0n] = readies()
    // What it took before is stored by now or will be, and the client can read up to there.
    await until(() => (ingest.position()?.storedThrough ?? 0n) >= again)
    expect([...(await storedTimes()).keys()]).toEqual([1])
    await ingest.intake.take(requestOf(1, 1))
    subscription.release(again)
    await until(seen(2))
    subscription.close()
    expect(events.filter((event) => event.kind === 'rows' && event.json.includes(spanIdOf(1)))).toHaveLength(1)
  })

  it('refuses a data directory that another thread of this process works on', async () => {
    await expect(start()).rejects.toMatchObject({ code: 'SPOOL_LOCKED' })
    await ingest.intake.take(requestOf(0, 1))
  })
})
