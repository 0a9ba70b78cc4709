import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startClickHouse } from '@hanzo/embedded'
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import { freePort } from '../../../test/platform/free-port.ts'
import { type PostgresServer, startAnyPostgres } from '../../../test/platform/postgres-servers.ts'
import { type Config, loadConfig } from './config.ts'
import { createLog } from './log.ts'
import { startPlatform } from './start-platform.ts'

let postgres: PostgresServer
let directory: string

beforeAll(async () => {
  postgres = await startAnyPostgres()
})
afterAll(() => postgres?.close())
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'hanzo-start-'))
  return () => rmSync(directory, { recursive: true, force: true })
})

const password = 'for-tests-only'

function configFor(ports: { platform: number; grpc?: number; clickhouse: number }): Config {
  return loadConfig({
    DATABASE_URL: postgres.url,
    CLICKHOUSE_URL: `http://embedded:${password}@127.0.0.1:${ports.clickhouse}`,
    HANZO_PORT: String(ports.platform),
    HANZO_GRPC_PORT: String(ports.grpc ?? 0),
    HANZO_DATA_DIR: join(directory, 'platform'),
    HANZO_ACCESS: 'open',
    HANZO_CONSOLE: 'off',
  })
}

const start = (config: Config, stop = new AbortController()) =>
  startPlatform(config, { log: createLog('silent'), signal: stop.signal })

function spanRequest(name: string): RequestInit {
  const now = `${Date.now()}000000`
  const span = { traceId: '0af7651916cd43dd8448eb211c80319c', spanId: 'b7ad6b7169203331', name }
  const spans = [{ ...span, startTimeUnixNano: now, endTimeUnixNano: now }]
  return {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans }] }] }),
  }
}

it('receives telemetry while ClickHouse is away at its start, says so, and stores it when ClickHouse comes', async () => {
  const ports = { platform: await freePort(), clickhouse: await freePort() }
  const url = `http://127.0.0.1:${ports.platform}`
  const starting = start(configFor(ports))
  const within = { timeout: 60_000, interval: 100 }
  await vi.waitFor(async () => expect((await fetch(`${url}/v1/traces`, spanRequest('early'))).status).toBe(200), within)

  const readiness = await fetch(`${url}/readyz`)
  expect(readiness.status).toBe(503)
  expect(await readiness.json()).toMatchObject({
    checks: [
      { name: 'postgresql', ok: true },
      { name: 'clickhouse', ok: false },
      { name: 'spool', ok: true },
    ],
  })
  expect((await fetch(`${url}/healthz`)).status).toBe(200)
  const reading = await fetch(`${url}/api/projects/default/spans`)
  expect([reading.status, reading.headers.get('retry-after')]).toEqual([503, '1'])

  const clickhouse = await startClickHouse({
    dataDir: join(directory, 'clickhouse'),
    port: ports.clickhouse,
    password,
  })
  const platform = await starting
  expect(platform.ready).toMatchObject({
    url: `http://localhost:${ports.platform}`,
    projectId: 'default',
    isOpen: true,
  })
  await vi.waitFor(async () => expect((await fetch(`${url}/readyz`)).status).toBe(200), within)
  await vi.waitFor(async () => {
    const spans = (await (await fetch(`${url}/api/projects/default/spans`)).json()) as { rows: { name: string }[] }
    expect(spans.rows.map(({ name }) => name)).toContain('early')
  }, within)
  await platform.close()
  await clickhouse.close()
}, 180_000)

it('says how to go on when its port is taken, and leaves the data directory for the next start', async () => {
  const taken = createServer().listen(0, '127.0.0.1')
  await once(taken, 'listening')
  const { port } = taken.address() as { port: number }
  const clickhouse = await freePort()
  for (const [ports, setting] of [
    [{ platform: port, clickhouse }, 'HANZO_PORT'],
    [{ platform: 0, grpc: port, clickhouse }, 'HANZO_GRPC_PORT'],
  ] as const) {
    await expect(start(configFor(ports))).rejects.toMatchObject({
      code: 'CANNOT_LISTEN',
      message: expect.stringContaining(`set ${setting} to another port`),
    })
  }
  taken.close()
})

it('can be stopped while it waits for its databases', async () => {
  const stop = new AbortController()
  const ports = { platform: await freePort(), clickhouse: await freePort() }
  const starting = start(configFor(ports), stop)
  const refused = expect(starting).rejects.toMatchObject({ name: 'AbortError' })
  const url = `http://127.0.0.1:${ports.platform}/healthz`
  await vi.waitFor(async () => expect((await fetch(url)).status).toBe(200), { timeout: 30_000, interval: 50 })
  stop.abort()
  await refused
  await expect(fetch(url)).rejects.toThrow()
})
