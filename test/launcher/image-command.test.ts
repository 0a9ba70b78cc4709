import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type EmbeddedClickHouse, startClickHouse } from '@hanzo/embedded'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { type DebianPostgres, findPostgresPrograms, startDebianPostgres } from '../platform/debian-postgres.ts'
import { freePort } from '../platform/free-port.ts'
import { until } from './launcher-process.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const programs = findPostgresPrograms()

/** A command of the Dockerfile's last stage, as its list of words. */
function commandOfImage(instruction: RegExp): string[] {
  const text = readFileSync(join(root, 'Dockerfile'), 'utf8').replaceAll(/\\\n/g, ' ')
  return JSON.parse(instruction.exec(text)?.[1] ?? '[]') as string[]
}
const startCommand = commandOfImage(/^CMD (\[.*\])$/m)
const healthCommand = commandOfImage(/^HEALTHCHECK .*? CMD (\[.*\])$/m)

/** Names that docker-compose.yml sets for the platform, each absent in `.env`. */
const composeNames = Object.keys(
  (
    parse(readFileSync(join(root, 'docker-compose.yml'), 'utf8')) as {
      services: { platform: { environment: Record<string, string> } }
    }
  ).services.platform.environment,
)

interface Ended {
  code: number | null
  output: string
}

function run(command: string[], environment: Record<string, string>): { child: ChildProcess; ended: Promise<Ended> } {
  const [program = '', ...args] = command
  const child = spawn(program === 'node' ? process.execPath : program, args, {
    cwd: root,
    env: { NODE_ENV: 'production', PATH: process.env.PATH ?? '', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  const collect = (chunk: Buffer): void => {
    output += chunk.toString()
  }
  child.stdout.on('data', collect)
  child.stderr.on('data', collect)
  return { child, ended: once(child, 'close').then(([code]) => ({ code: code as number | null, output })) }
}

/** Sends a request and reads the whole answer. */
async function statusOf(url: string, init?: RequestInit): Promise<number> {
  const response = await fetch(url, init)
  await response.arrayBuffer()
  return response.status
}

describe.runIf(programs)("the image's start command on servers of their own", () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'hanzo-image-'))
  const apiKey = 'a-key-that-the-operator-chose'
  let clickhouse: EmbeddedClickHouse
  let postgres: DebianPostgres
  let environment: Record<string, string>
  let url: string
  let platform: ReturnType<typeof run>

  beforeAll(async () => {
    ;[clickhouse, postgres] = await Promise.all([
      startClickHouse({ dataDir: join(dataDir, 'clickhouse') }),
      startDebianPostgres(programs ?? ''),
    ])
    const port = await freePort()
    url = `http://127.0.0.1:${port}`
    environment = {
      ...Object.fromEntries(composeNames.map((name) => [name, ''])),
      NODE_ENV: 'production',
      HANZO_HOST: '127.0.0.1',
      HANZO_PORT: String(port),
      HANZO_GRPC_PORT: '0',
      HANZO_DATA_DIR: join(dataDir, 'platform'),
      HANZO_ACCESS: 'required',
      HANZO_API_KEY: apiKey,
      CLICKHOUSE_DATABASE: 'hanzo',
      CLICKHOUSE_URL: clickhouse.url,
      DATABASE_URL: postgres.url,
    }
    platform = run(startCommand, environment)
  })
  afterAll(async () => {
    platform?.child.kill('SIGKILL')
    await Promise.all([clickhouse?.close(), postgres?.close()])
    rmSync(dataDir, { recursive: true, force: true })
  })

  it('becomes healthy by the health check of the image', async () => {
    expect(startCommand).toEqual(['node', 'apps/ingest/dist/main.js'])
    await until(async () => (await run(healthCommand, environment).ended).code === 0, 90_000)
  })

  it('asks who is there: telemetry, API and console need a key or a session', async () => {
    const body = JSON.stringify({ resourceSpans: [] })
    const json = { 'content-type': 'application/json' }
    const send = (headers: Record<string, string>): Promise<number> =>
      statusOf(`${url}/v1/traces`, { method: 'POST', body, headers: { ...json, ...headers } })
    expect(await send({})).toBe(401)
    expect(await send({ 'x-api-key': 'some-other-key-of-nobody' })).toBe(401)
    expect(await send({ 'x-api-key': apiKey })).toBe(200)
    expect(await statusOf(`${url}/api/projects/default/services`)).toBe(401)
    expect(await statusOf(`${url}/api/projects/default/services`, { headers: { 'x-api-key': apiKey } })).toBe(200)
    const page = await (await fetch(`${url}/projects/default/traces`)).text()
    expect(page, 'the console leads to its set-up or sign-in').toMatch(/sign-in|set-?up/i)
  })

  it('ends with 0 at SIGTERM, which is how containers are stopped', async () => {
    platform.child.kill('SIGTERM')
    const { code, output } = await platform.ended
    expect(output).not.toContain(apiKey)
    expect(code).toBe(0)
  })

  it('refuses to start on a public address with the secrets of .env.example', async () => {
    const example = {
      HANZO_HOST: '0.0.0.0',
      CLICKHOUSE_URL: 'http://hanzo:change-me@127.0.0.1:1',
      DATABASE_URL: 'postgres://hanzo:change-me@127.0.0.1:1/hanzo',
    }
    const { code, output } = await run(startCommand, { ...environment, ...example }).ended
    expect(code).not.toBe(0)
    expect(output).toContain('CLICKHOUSE_URL: holds an example secret')
    expect(output).toContain('DATABASE_URL: holds an example secret')
    expect(output).not.toContain('change-me')
  })
})
