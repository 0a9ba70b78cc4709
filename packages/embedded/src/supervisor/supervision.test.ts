import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createClient } from '@clickhouse/client'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { type EmbeddedClickHouse, startClickHouse } from '../clickhouse/start-clickhouse.ts'
import { DataDirectoryLockedError, PortInUseError } from '../errors.ts'
import type { EngineState } from './supervise-engine.ts'

const HEARTBEAT = { intervalMs: 100, timeoutMs: 2_000, failuresMax: 2 }
const RESTART_MS_MAX = 60_000
const BUILT_PACKAGE = fileURLToPath(new URL('../../dist/index.js', import.meta.url))

let dataDir: string
const closing: (() => Promise<unknown>)[] = []

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'supervision-'))
})
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
  await rm(dataDir, { recursive: true })
})

async function start(): Promise<{ server: EmbeddedClickHouse; states: EngineState[]; connect: typeof connect }> {
  const states: EngineState[] = []
  const server = await startClickHouse({ dataDir, heartbeat: HEARTBEAT, onStateChange: (state) => states.push(state) })
  closing.push(() => server.close())
  return { server, states, connect }
}

function connect(server: { url: string }) {
  const client = createClient({ url: server.url, log: { level: 127 }, request_timeout: 30_000 })
  closing.push(() => client.close())
  const rows = async (query: string) => {
    const answer = await client.query({ query, format: 'JSONEachRow' })
    return answer.json()
  }
  return { client, rows }
}

const untilReadyAgain = (states: EngineState[]) =>
  vi.waitFor(() => expect(states).toEqual(['ready', 'restarting', 'ready']), { timeout: RESTART_MS_MAX })

it('replaces a killed engine on the same address, and no acknowledged row is lost', async () => {
  const { server, states } = await start()
  const { client, rows } = connect(server)
  await client.command({ query: 'CREATE TABLE t (x UInt64) ENGINE = MergeTree ORDER BY x' })
  const acknowledged: number[] = []
  const inserting = (async () => {
    for (let x = 0; ; x += 1) {
      await client.insert({ table: 't', values: [{ x }], format: 'JSONEachRow' })
      acknowledged.push(x)
      if (x === 20) process.kill(server.pid() ?? 0, 'SIGKILL')
    }
  })()
  await expect(inserting).rejects.toThrow()
  await untilReadyAgain(states)
  expect(acknowledged.length).toBeGreaterThan(20)
  const stored = (await rows('SELECT toUInt32(x) AS x FROM t')) as { x: number }[]
  expect(stored.map(({ x }) => x)).toEqual(expect.arrayContaining(acknowledged))
}, 120_000)

it('replaces an engine that hangs', async () => {
  const { server, states } = await start()
  const hung = server.pid()
  process.kill(hung ?? 0, 'SIGSTOP')
  await untilReadyAgain(states)
  expect(server.pid()).not.toBe(hung)
  expect(await connect(server).client.ping()).toEqual({ success: true })
}, 120_000)

it('tells which process holds a data directory, and what to do', async () => {
  await start()
  const error = await startClickHouse({ dataDir }).catch((reason: unknown) => reason)
  expect(error).toBeInstanceOf(DataDirectoryLockedError)
  expect(error).toMatchObject({ code: 'DATA_DIRECTORY_LOCKED', pid: process.pid, dataDir })
  expect((error as Error).message).toMatch(/stop it, or use another data directory/)
}, 120_000)

it('tells that a port is taken', async () => {
  const { server } = await start()
  const port = Number(new URL(server.url).port)
  const error = await startClickHouse({ dataDir: join(dataDir, 'other'), port }).catch((reason: unknown) => reason)
  expect(error).toBeInstanceOf(PortInUseError)
  expect(error).toMatchObject({ code: 'PORT_IN_USE', port })
}, 120_000)

it('lets a running insert finish before it closes', async () => {
  const { server } = await start()
  const { client } = connect(server)
  await client.command({ query: 'CREATE TABLE t (x UInt64) ENGINE = MergeTree ORDER BY x' })
  const query = 'INSERT INTO t SELECT number FROM numbers(20) WHERE NOT ignore(sleepEachRow(0.1))'
  const inserting = client.command({ query, clickhouse_settings: { max_block_size: '1' } })
  await vi.waitFor(async () => {
    const answer = await client.query({ query: "SELECT 1 FROM system.processes WHERE query_kind = 'Insert'" })
    expect((await answer.json()).data).toHaveLength(1)
  }, 20_000)
  const closed = server.close()
  await expect(inserting).resolves.toBeDefined()
  await closed
  const again = connect((await start()).server)
  expect(await again.rows('SELECT toUInt32(count()) AS n FROM t')).toEqual([{ n: 20 }])
}, 120_000)

// The directory's lock ends with the process that took it, so whoever can open it again knows that one gone.
it('leaves no engine behind when its parent is killed, and the directory can be opened at once', async () => {
  const { parent } = await startInOtherProcess()
  parent.kill('SIGKILL')
  await once(parent, 'exit')
  const { server } = await start()
  expect(await connect(server).client.ping()).toEqual({ success: true })
}, 120_000)

it('comes up again on a directory that was killed with everything in it', async () => {
  const { parent, enginePid } = await startInOtherProcess()
  process.kill(enginePid, 'SIGKILL')
  parent.kill('SIGKILL')
  await once(parent, 'exit')
  expect(await connect((await start()).server).client.ping()).toEqual({ success: true })
}, 120_000)

async function startInOtherProcess(): Promise<{ parent: ChildProcess; enginePid: number }> {
  const script = `
    const { startClickHouse } = await import(${JSON.stringify(BUILT_PACKAGE)})
    const server = await startClickHouse({ dataDir: ${JSON.stringify(dataDir)} })
    process.send(server.pid())`
  const parent = spawn(process.execPath, ['--input-type=module', '--eval', script], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  const [enginePid] = await once(parent, 'message')
  return { parent, enginePid: Number(enginePid) }
}
