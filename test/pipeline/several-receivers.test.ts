import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { ClickHouseClient } from '@clickhouse/client'
import { type EmbeddedClickHouse, startClickHouse } from '@hanzo/embedded'
import { sequenceInstanceShift } from '@hanzo/schema/row'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createClickHouseClient } from '../../apps/ingest/src/clickhouse/client.ts'
import { freePort } from '../platform/free-port.ts'
import { type PostgresServer, postgresKinds } from '../platform/postgres-servers.ts'
import { type Sender, type SignalName, startSender } from './numbered-telemetry.ts'
import { sendPacedLogs } from './paced-logs.ts'
import { compareRollups } from './rollup-checks.ts'
import { numbersOf, type PacedLog, type ResumingClient, startResumingClient } from './tail-client.ts'

const main = fileURLToPath(import.meta.resolve('@hanzo/ingest/main'))
const equal = { onlyInRollup: [], onlyInBase: [] }
const startMs = 180_000
const signals: SignalName[] = ['traces', 'logs', 'metrics']
/** The second receiver's numbers lie above all of the first's. They are milliseconds too, and must not lie days ahead. */
const senderOffset = 10_000_000

interface Receiver {
  child: ChildProcess
  url: string
  dataDir: string
}

let root: string
let engine: EmbeddedClickHouse
let postgres: PostgresServer
let receivers: Receiver[]
let clickhouse: ClickHouseClient

async function startReceiver(name: string, settings: Record<string, string> = {}): Promise<Receiver> {
  const dataDir = join(root, name)
  const child = fork(main, {
    execArgv: [],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    env: {
      ...process.env,
      NODE_ENV: 'production',
      HANZO_HOST: '127.0.0.1',
      HANZO_PORT: String(await freePort()),
      HANZO_GRPC_PORT: '0',
      HANZO_DATA_DIR: dataDir,
      HANZO_ACCESS: 'open',
      HANZO_CONSOLE: 'off',
      HANZO_LOG_LEVEL: 'error',
      SPOOL_SEGMENT_MILLISECONDS: '50',
      CLICKHOUSE_URL: engine.url,
      DATABASE_URL: postgres.url,
      ...settings,
    },
  })
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`the receiver ended with code ${code} before it was ready`)
  })
  const [ready] = (await Promise.race([once(child, 'message'), ended])) as [{ url: string }]
  return { child, url: ready.url, dataDir }
}

async function stop({ child }: Receiver, signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  child.kill(signal)
  await once(child, 'exit')
}

async function select<Row extends unknown[]>(query: string): Promise<Row[]> {
  return (await clickhouse.query({ query, format: 'JSONCompactEachRow' })).json<Row>() as Promise<Row[]>
}

/** How often each number is stored. */
const numbersIn: Record<SignalName, string> = {
  traces: 'SELECT reinterpretAsUInt64(reverse(span_id)), count() FROM spans GROUP BY ALL',
  logs: 'SELECT toUInt64(body), count() FROM logs GROUP BY ALL',
  metrics: 'SELECT toUInt64(value), count() FROM metric_points GROUP BY ALL',
}

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'hanzo-receivers-'))
  const kind = postgresKinds.find(({ isShared, absentBecause }) => isShared && absentBecause === undefined)
  ;[engine, postgres] = await Promise.all([
    startClickHouse({ dataDir: join(root, 'clickhouse') }),
    (kind ?? (postgresKinds[0] as (typeof postgresKinds)[number])).start(),
  ])
  // A PostgreSQL of one session cannot be migrated by two at the same time; ClickHouse is, in either case.
  const first = startReceiver('one', { HANZO_INSTANCE: '7' })
  if (!kind) await first
  receivers = await Promise.all([first, startReceiver('two', { HANZO_INSTANCE: '8' })])
  clickhouse = createClickHouseClient({ url: engine.url, database: 'hanzo' })
}, startMs)
afterAll(async () => {
  await Promise.all((receivers ?? []).map((receiver) => stop(receiver)))
  await clickhouse?.close()
  await Promise.all([engine?.close(), postgres?.close()])
  await rm(root, { recursive: true, force: true })
}, startMs)

describe('two receivers of one ClickHouse', () => {
  let senders: { sender: Sender; offset: number }[]

  beforeAll(async () => {
    senders = receivers.flatMap(({ url }, index) =>
      signals.map((signal) => {
        const offset = index * senderOffset
        return { offset, sender: startSender(signal, url, () => 0.5, offset + 1) }
      }),
    )
    const untilTaken = async (count: number) => {
      while (senders.some(({ sender }) => sender.acknowledged.length < count)) {
        await new Promise((resolve) => setTimeout(resolve, 20))
      }
    }
    await untilTaken(2_000)
    // One dies in the middle of it and comes back on its own data; the other goes on.
    const [first] = receivers as [Receiver, Receiver]
    await stop(first, 'SIGKILL')
    const port = new URL(first.url).port
    receivers[0] = await startReceiver('one', { HANZO_INSTANCE: '7', HANZO_PORT: port })
    await untilTaken(4_000)
    await Promise.all(senders.map(({ sender }) => sender.stop()))
    for (const { dataDir } of receivers) {
      const spooled = async () => (await readdir(join(dataDir, 'spool'))).some((name) => name.endsWith('.segment'))
      while (await spooled()) await new Promise((resolve) => setTimeout(resolve, 50))
    }
  }, 280_000)

  it('store every acknowledged record once, also when one of them is killed', async () => {
    for (const signal of signals) {
      const stored = new Map(
        (await select<[string, string]>(numbersIn[signal])).map(([number, times]) => [Number(number), Number(times)]),
      )
      const acknowledged = senders
        .filter(({ sender }) => sender.signal === signal)
        .flatMap(({ sender }) => sender.acknowledged)
      expect(acknowledged.filter((number) => !stored.has(number))).toEqual([])
      expect([...stored].filter(([, times]) => times !== 1)).toEqual([])
    }
    expect(await compareRollups(clickhouse)).toMatchObject({
      span_metrics_1m: equal,
      span_metrics_15m: equal,
      trace_index: equal,
      log_counts_1m: equal,
      metric_points_5m: equal,
    })
  })

  it('number their rows apart', async () => {
    const sequences = 'SELECT sequence, span_id FROM spans UNION ALL SELECT sequence, span_id FROM logs'
    const found = await select<[number: string, rows: string, numbers: string]>(
      `SELECT bitAnd(bitShiftRight(sequence, ${sequenceInstanceShift}), 255) AS instance, count(), uniqExact(sequence)
       FROM (${sequences}) GROUP BY instance ORDER BY instance`,
    )
    expect(found.map(([instance]) => instance)).toEqual(['7', '8'])
    for (const [, rows, numbers] of found) expect(numbers).toBe(rows)
    const origins = await select<[string]>(
      `SELECT uniqExact(reinterpretAsUInt64(reverse(span_id)) > ${senderOffset})
       FROM spans GROUP BY bitAnd(bitShiftRight(sequence, ${sequenceInstanceShift}), 255)`,
    )
    expect(origins).toEqual([['1'], ['1']])
  })

  it('answer with the rows of both', async () => {
    const names = await Promise.all(
      receivers.map(async ({ url }) => {
        const answer = await fetch(`${url}/api/projects/default/services`)
        expect(answer.status).toBe(200)
        return answer.json()
      }),
    )
    expect(JSON.stringify(names[0])).toContain('kill-test')
    expect(JSON.stringify(names[1])).toContain('kill-test')
  })

  it('show on one the rows that the other takes, once each, also to whoever comes from there', async () => {
    const [one, two] = receivers as [Receiver, Receiver]
    const tailOf = ({ url }: Receiver) =>
      `${url}/api/projects/default/logs/tail?query=${encodeURIComponent('service:paced')}`
    const clients = await Promise.all([one, two].map((receiver) => startResumingClient<PacedLog>(tailOf(receiver))))
    const [first, second] = clients as [ResumingClient<PacedLog>, ResumingClient<PacedLog>]
    const sent = [one, two].map(({ url }, index) => sendPacedLogs(() => url, 400, { first: index * senderOffset + 1 }))
    const acknowledged = () => sent.flatMap((logs) => logs.acknowledged)
    const until = async (condition: () => boolean) => {
      while (!condition()) await new Promise((resolve) => setTimeout(resolve, 20))
    }
    for (let round = 0; round < 4; round++) {
      const before = acknowledged().length
      await until(() => acknowledged().length > before + 400)
      // As behind a balancer: back to the other one, with the cursor of this one.
      first.url = tailOf(round % 2 === 0 ? two : one)
      first.drop()
    }
    await Promise.all(sent.map((logs) => logs.stop()))
    for (const client of [first, second]) {
      await until(() => new Set(numbersOf(client)).size >= acknowledged().length)
      client.close()
      expect(numbersOf(client).sort((a, b) => a - b)).toEqual(acknowledged().sort((a, b) => a - b))
      expect([client.skipped, client.gaps]).toEqual([0, 0])
    }
  }, 90_000)

  it('never work on one data directory', async () => {
    await expect(startReceiver('two')).rejects.toThrow(/ended with code 1/)
  })
})
