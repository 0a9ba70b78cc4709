import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { commandOf, isAlive, type Launcher, launch, launchReady, until } from './launcher-process.ts'

const traceId = '5b8efff798038103d269b633813fc60c'
/** Whoever has the usual ones on this machine keeps them. */
const anyPorts = { HANZO_PORT: '0', HANZO_GRPC_PORT: '0' }

/** One span of now, as a client with no SDK would send it. */
async function sendSpan(url: string): Promise<number> {
  const now = BigInt(Date.now()) * 1_000_000n
  const span = {
    traceId,
    spanId: 'eee19b7ec3c1b174',
    name: 'kept',
    startTimeUnixNano: `${now}`,
    endTimeUnixNano: `${now}`,
  }
  const resource = { attributes: [{ key: 'service.name', value: { stringValue: 'launcher-test' } }] }
  const response = await fetch(`${url}/v1/traces`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ resourceSpans: [{ resource, scopeSpans: [{ scope: {}, spans: [span] }] }] }),
  })
  return response.status
}

/** The status of a path, its answer read to the end; 0 while nothing listens. */
async function statusOf(url: string): Promise<number> {
  try {
    const response = await fetch(url)
    await response.arrayBuffer()
    return response.status
  } catch {
    return 0
  }
}

// One story in order: each test starts from what the one before it left.
describe.runIf(process.platform === 'linux')('npm start', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'hanzo-start-'))
  let launcher: Launcher

  beforeAll(async () => {
    launcher = await launchReady(dataDir)
  }, 300_000)
  afterEach(() => {
    expect(launcher.output()).not.toMatch(/\bat .+\.m?js:\d+/)
  })
  afterAll(async () => {
    if (launcher?.process.exitCode === null && launcher.process.signalCode === null) {
      launcher.process.kill('SIGTERM')
      await launcher.exited
    }
    rmSync(dataDir, { recursive: true, force: true })
  })

  it('prints the console, the OTLP address, the project and a key, and is ready', async () => {
    const { port } = launcher
    expect(launcher.output()).toContain(`http://localhost:${port}/projects/default/traces`)
    expect(launcher.output()).toMatch(/project +default/)
    expect(launcher.output()).toMatch(/API key +\S{16,}/)
    expect(launcher.output()).toContain(`npm run demo -- --url http://localhost:${port}`)
    const [, grpcPort] = /http:\/\/localhost:(\d+) +over gRPC/.exec(launcher.output()) ?? []
    // Who asks there by HTTP/1.1 is told where to go.
    expect(await statusOf(`http://127.0.0.1:${grpcPort}/`)).toBe(426)
    expect(await statusOf(`${launcher.url}/readyz`)).toBe(200)
    expect(await statusOf(`${launcher.url}/projects/default/traces`)).toBe(200)
  })

  it('takes telemetry without a key on this machine', async () => {
    expect(await sendSpan(launcher.url)).toBe(200)
  })

  it('refuses a second instance on the same data, naming the first one and the fix', async () => {
    const second = launch({ HANZO_DATA_DIR: dataDir, ...anyPorts })
    expect(await second.exited).toBe(1)
    expect(second.output()).toContain(`in use by another instance (process ${launcher.process.pid}`)
    expect(second.output()).toContain('HANZO_DATA_DIR=')
  })

  it('refuses a port that is taken, naming who has it and another one', async () => {
    const second = launch({ HANZO_DATA_DIR: join(dataDir, 'other'), ...anyPorts, HANZO_PORT: String(launcher.port) })
    expect(await second.exited).toBe(1)
    expect(second.output()).toMatch(new RegExp(`port ${launcher.port} is taken by process \\d+`))
    expect(second.output()).toContain(`HANZO_PORT=${launcher.port + 1}`)
  })

  it('starts the platform again when it was killed', async () => {
    const [platform] = launcher.children().filter((pid) => commandOf(pid).includes('ingest/dist/main.js'))
    process.kill(platform ?? 0, 'SIGKILL')
    await until(() => launcher.output().includes('the platform is back'), 60_000)
    expect(await statusOf(`${launcher.url}/readyz`)).toBe(200)
  })

  it('ends with 0 at Ctrl-C, and leaves no process behind', async () => {
    const children = launcher.children()
    expect(children.length).toBeGreaterThanOrEqual(3)
    launcher.process.kill('SIGINT')
    expect(await launcher.exited).toBe(0)
    expect(children.filter(isAlive)).toEqual([])
  })

  it('starts again in seconds, with what was sent before', async () => {
    launcher = await launchReady(dataDir)
    await until(async () => (await statusOf(`${launcher.url}/api/projects/default/traces/${traceId}`)) === 200, 30_000)
    const seconds = Number(/is ready \(([\d.]+) s\)/.exec(launcher.output())?.[1])
    expect(seconds).toBeLessThan(20)
  })

  it('takes its children with it when it is killed', async () => {
    const children = launcher.children()
    launcher.process.kill('SIGKILL')
    await launcher.exited
    await until(() => !children.some(isAlive), 60_000)
  })

  it('opens the data of a launcher that was killed, and refuses data of a newer version', async () => {
    launcher = await launchReady(dataDir)
    launcher.process.kill('SIGTERM')
    expect(await launcher.exited).toBe(0)
    writeFileSync(join(dataDir, 'version'), '999\n')
    const newer = launch({ HANZO_DATA_DIR: dataDir, ...anyPorts })
    expect(await newer.exited).toBe(1)
    expect(newer.output()).toContain('written by a newer version')
    expect(newer.output()).toContain('git pull')
  })
})
