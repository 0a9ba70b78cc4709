import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ClickHouseClient } from '@clickhouse/client'
import { type EmbeddedClickHouse, startClickHouse } from '@hanzo/embedded'
import { listSpansQuerySchema, type SpanSummary } from '@hanzo/schema/api'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createClickHouseClient } from '../../apps/ingest/src/clickhouse/client.ts'
import { migrateClickHouse } from '../../apps/ingest/src/clickhouse/migrate-clickhouse.ts'
import { decodeLogs } from '../../apps/ingest/src/decode/decode-logs.ts'
import { decodeTraces } from '../../apps/ingest/src/decode/decode-traces.ts'
import { createPipeline, type Pipeline } from '../../apps/ingest/src/pipeline.ts'
import { listSpans } from '../../apps/ingest/src/query/list-spans.ts'
import { listTraces } from '../../apps/ingest/src/query/list-traces.ts'
import { type FailingNetwork, startFailingNetwork } from './failing-network.ts'

const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined }
const startMs = 120_000
const database = 'running'
const startedAt = BigInt(Date.now() - 20_000) * 1_000_000n + 7n
const traceId = '5b8efff798038103d269b633813fc60c'
const spanId = 'eee19b7ec3c1b174'

let root: string
let engine: EmbeddedClickHouse
let network: FailingNetwork
let clickhouse: ClickHouseClient
let throughNetwork: ClickHouseClient
let pipeline: Pipeline
let projects = 0
let projectId: string

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'hanzo-running-'))
  engine = await startClickHouse({ dataDir: join(root, 'clickhouse') })
  network = await startFailingNetwork(engine.url)
  await migrateClickHouse({ url: engine.url, database })
  clickhouse = createClickHouseClient({ url: engine.url, database })
  throughNetwork = createClickHouseClient({ url: network.url, database })
  pipeline = await createPipeline({
    dataDir: root,
    clickhouse: throughNetwork,
    database,
    segmentAgeMaxMs: 20,
    drainTimeoutMs: 100,
    onAccepted: () => undefined,
    logger: quiet,
  })
}, startMs)
afterAll(async () => {
  await pipeline.close()
  await Promise.all([clickhouse.close(), throughNetwork.close(), network.close()])
  await engine.close()
  await rm(root, { recursive: true, force: true })
}, startMs)
beforeEach(() => {
  network.mode = 'up'
  projectId = `project-${projects++}`
})

const attribute = (key: string, value: object) => ({ key, value })

/** What an SDK sends when the span starts, on its way to the disk. */
function sendStart(project = projectId): Promise<void> {
  const record = {
    timeUnixNano: String(startedAt),
    traceId,
    spanId,
    eventName: 'hanzo.span.start',
    attributes: [attribute('hanzo.span.name', { stringValue: 'invoke_agent planner' })],
  }
  const body = { resourceLogs: [{ scopeLogs: [{ logRecords: [record] }] }] }
  return accept(decodeLogs, body, project)
}

/** What it sends when the span ends. */
function sendEnd(project = projectId): Promise<void> {
  const span = {
    traceId,
    spanId,
    name: 'invoke_agent planner',
    startTimeUnixNano: String(startedAt),
    endTimeUnixNano: String(startedAt + 1_500_000_000n),
    attributes: [attribute('hanzo.span.announced', { boolValue: true })],
  }
  return accept(decodeTraces, { resourceSpans: [{ scopeSpans: [{ spans: [span] }] }] }, project)
}

async function accept(decode: typeof decodeLogs, body: object, project: string): Promise<void> {
  const context = {
    project: { projectId: project, retentionDays: 30 },
    receivedAtUnixNano: BigInt(Date.now()) * 1_000_000n,
  }
  const { batch, rejectedCount } = decode(Buffer.from(JSON.stringify(body)), 'json', context)
  expect(rejectedCount).toBe(0)
  await pipeline.accept(batch)
}

async function shown(project = projectId) {
  const context = { clickhouse, project: { projectId: project, retentionDays: 30 } }
  const query = listSpansQuerySchema.parse({})
  const states = (rows: Pick<SpanSummary, 'state' | 'durationNanoseconds'>[]) =>
    rows.map(({ state, durationNanoseconds }) => state ?? durationNanoseconds)
  return {
    spans: states((await listSpans(context, query)).rows),
    traces: states((await listTraces(context, query)).rows),
  }
}

const running = { spans: ['running'], traces: ['running'] }
const ended = { spans: ['1500000000'], traces: ['1500000000'] }

/** Resolves when `condition` holds; the test's own timeout ends it otherwise. */
async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 20))
}

describe('from the receiver to the lists', () => {
  it('a start is seen as a span that runs, until its end takes its place', async () => {
    await sendStart()
    await pipeline.drained()
    expect(await shown()).toEqual(running)
    await sendEnd()
    await pipeline.drained()
    expect(await shown()).toEqual(ended)
  })

  it('an end that comes before its start stands', async () => {
    await sendEnd()
    await pipeline.drained()
    await sendStart()
    await pipeline.drained()
    expect(await shown()).toEqual(ended)
  })

  it('a start and an end in one segment are the span that ended', async () => {
    await Promise.all([sendStart(), sendEnd()])
    await pipeline.drained()
    expect(await shown()).toEqual(ended)
  })

  it('a start that is sent twice is one span, before and after its end', async () => {
    await sendStart()
    await pipeline.drained()
    await sendStart()
    await pipeline.drained()
    expect(await shown()).toEqual(running)
    await sendEnd()
    await pipeline.drained()
    await sendStart()
    await pipeline.drained()
    expect(await shown()).toEqual(ended)
  })

  it('the end of another project’s span with the same ids ends nothing', async () => {
    const other = `${projectId}-other`
    await sendStart()
    await sendEnd(other)
    await pipeline.drained()
    expect(await shown()).toEqual(running)
    expect(await shown(other)).toEqual(ended)
  })

  it('what was accepted while ClickHouse was away is there when it is back, start and end', async () => {
    network.mode = 'down'
    await sendStart()
    await until(() => pipeline.state().writerFailure !== null)
    network.mode = 'up'
    await pipeline.drained()
    expect(await shown()).toEqual(running)
    network.mode = 'down'
    await sendEnd()
    await until(() => pipeline.state().writerFailure !== null)
    network.mode = 'up'
    await pipeline.drained()
    expect(await shown()).toEqual(ended)
  })

  it('starts and ends whose inserts were repeated leave nothing behind', async () => {
    network.mode = 'deaf'
    const broken = network.broken
    await sendStart()
    await until(() => network.broken >= broken + 3)
    await sendEnd()
    await until(() => network.broken >= broken + 6)
    network.mode = 'up'
    await pipeline.drained()
    expect(await shown()).toEqual(ended)
    await clickhouse.command({ query: 'OPTIMIZE TABLE running_spans FINAL' })
    const left = await clickhouse.query({
      query: `SELECT count() AS rows FROM running_spans WHERE project_id = '${projectId}'`,
      format: 'JSONEachRow',
    })
    expect(await left.json()).toEqual([{ rows: '0' }])
  })
})
