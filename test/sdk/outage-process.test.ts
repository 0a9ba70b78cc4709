import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { OutageServer } from './outage/outage-server.ts'
import { accountOf, expectOnce, nothingMissing } from './outage/telemetry-under-test.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
let server: OutageServer

beforeEach(async () => {
  server = new OutageServer()
  await server.start()
})

afterEach(() => server.stop())

describe('memory, callers and the end of a process', () => {
  it('a million spans for a server that is gone hold at most 16 MiB, and cost callers no time', {
    timeout: 280_000,
  }, async () => {
    const result = JSON.parse((await run(['--expose-gc', 'dead-endpoint.ts'])).lastLine)
    const { before, after, full, stats } = result
    expect(after.held - before.held).toBeLessThan(16 * 2 ** 20)
    // Node 22 grows its own heap by some 25 to 50 MB under this load, as much for 2.5 million spans as for one.
    if (process.versions.node.startsWith('20.')) expect(after.rss - before.rss).toBeLessThan(16 * 2 ** 20)
    expect(full.buffer.bytes).toBeLessThanOrEqual(8 * 2 ** 20)
    expect(stats.spans.started).toBeGreaterThan(1_000_000)
    expect(accountOf(stats)).toEqual(nothingMissing)
    expect(stats.spans.dropped.buffer_full).toBeGreaterThan(0)
    expect(result.deadMicroseconds).toBeLessThan(result.aliveMicroseconds * 2 + 20)
    expect(result.isShutInTime).toBe(true)
    expect(result.rejections).toEqual([])
  })

  it('a program that just ends has sent everything', async () => {
    const { code } = await run(['just-ends.ts', server.url])
    expect(code).toBe(0)
    expectOnce(server.spans, 'span', 0, 100)
    expectOnce(server.logs, 'log', 0, 100)
    expect(server.points.get('c 100')).toBe(1)
  })

  it('a program that just ends does so within the time of its shutdown, whether the server is there or not', async () => {
    const { url } = server
    await server.stop()
    const { code, lastLine, seconds } = await run(['just-ends.ts', url])
    expect({ code, lastLine }).toEqual({ code: 0, lastLine: 'recorded' })
    expect(seconds).toBeLessThan(15)
  })
})

/** Runs a program of `outage/` with the packages' sources. `seconds` are those from what it said last to its end: to load it may take longer. */
async function run(args: string[]): Promise<{ code: number | null; lastLine: string; seconds: number }> {
  // Node 22 reads TypeScript by itself.
  const loader = 'typescript' in process.features && process.features.typescript ? [] : ['--import', 'tsx']
  const flags = [...loader, ...args.filter((arg) => arg.startsWith('--'))]
  const [program = '', ...others] = args.filter((arg) => !arg.startsWith('--'))
  const path = fileURLToPath(new URL(`./outage/${program}`, import.meta.url))
  const child = spawn(process.execPath, [...flags, '--conditions=@hanzo/source', path, ...others], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let output = ''
  let saidAt = performance.now()
  child.stdout.on('data', (chunk) => {
    output += chunk
    saidAt = performance.now()
  })
  const [code] = (await once(child, 'close')) as [number | null]
  const seconds = (performance.now() - saidAt) / 1000
  return { code, lastLine: output.trim().split('\n').at(-1) ?? '', seconds }
}
