import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type BuiltSdk, buildSdk } from './built-sdk.fixture.ts'
import { nodeRuntime } from './node-runtime.ts'

let sdk: BuiltSdk
beforeAll(async () => {
  sdk = await buildSdk('telemetry/index.ts')
}, 120_000)
afterAll(() => sdk?.remove())

describe('the telemetry entry on Node', () => {
  it('loads no agent, model or MCP package, and Winston only when there is a line to print', async () => {
    const hooks = `import { writeSync } from 'node:fs'
    export async function resolve(specifier, context, next) {
      if (/^(ai|zod|winston|@modelcontextprotocol|@ai-sdk)(\\/|$)/.test(specifier)) writeSync(1, 'LOADED ' + specifier + '\\n')
      return next(specifier, context)
    }`
    const code = (line: string) => `
      import { register } from 'node:module'
      register('data:text/javascript,' + encodeURIComponent(${JSON.stringify(hooks)}))
      const { Telemetry } = await import('#sdk/telemetry/index.js')
      const telemetry = new Telemetry()
      await telemetry.trace('a', () => ${line})
      await telemetry.shutdown()
    `
    expect(await sdk.run(code('1'))).toEqual({ code: 0, stdout: '', stderr: '' })
    expect((await sdk.run(code("telemetry.log('info', 'x')"))).stdout).toContain('LOADED winston\n')
  })

  it('takes little longer to load than the OpenTelemetry packages that it is made of', async () => {
    const packages = [
      'api',
      'api-logs',
      'core',
      'resources',
      'sdk-trace',
      'sdk-metrics',
      'sdk-logs',
      'context-async-hooks',
    ]
    const measure = async (names: string[]) => {
      const imports = names.map((name) => `await import('${name}')`).join('\n')
      // Time of the processor: the machine that runs tests does other work too.
      const { stdout } = await sdk.run(
        `${imports}\nconst { user, system } = process.cpuUsage()\nconsole.log(user + system)`,
      )
      return Number(stdout) / 1000
    }
    const times = { start: [] as number[], packages: [] as number[], entry: [] as number[] }
    for (let round = 0; round < 5; round += 1) {
      times.start.push(await measure([]))
      times.packages.push(await measure(packages.map((name) => `@opentelemetry/${name}`)))
      times.entry.push(await measure(['#sdk/telemetry/index.js']))
    }
    const start = Math.min(...times.start)
    const ratio = (Math.min(...times.entry) - start) / (Math.min(...times.packages) - start)
    expect(ratio).toBeLessThan(1.8)
  })

  it('prints one JSON object a line on standard output, the keys of the guide first and in its order', async () => {
    const { stdout, stderr } = await sdk.run(`
      import { Telemetry } from '#sdk/telemetry/index.js'
      const telemetry = new Telemetry()
      await telemetry.trace('run', () =>
        telemetry.log('info', 'Agent executed', { tokens: 3, success: true, agent: 'classifier', duration: 245 }))
      telemetry.log('error', 'line\\nbreak', { error: new Error('x'), big: 1n })
      telemetry.log('debug', 'not this')
      await telemetry.shutdown()
    `)
    expect(stderr).toBe('')
    const [first, second, ...rest] = stdout.split('\n')
    expect(rest).toEqual([''])
    const line = JSON.parse(first ?? '')
    expect(Object.keys(line)).toEqual([
      'timestamp',
      'level',
      'message',
      'trace_id',
      'span_id',
      'agent',
      'duration',
      'success',
      'tokens',
    ])
    expect(line).toMatchObject({ level: 'info', agent: 'classifier', duration: 245, success: true })
    expect(line.trace_id).toMatch(/^[0-9a-f]{32}$/)
    expect(line.span_id).toMatch(/^[0-9a-f]{16}$/)
    expect(JSON.parse(second ?? '')).toMatchObject({ message: 'line\nbreak', error: { message: 'x' } })
  })

  it('prints for people, or on standard error, or nothing, when told so', async () => {
    const code = (options: string) => `
      import { Telemetry } from '#sdk/telemetry/index.js'
      const telemetry = new Telemetry(${options})
      telemetry.log('warn', 'Careful', { key: 'v', n: 1 })
      await telemetry.shutdown()
    `
    expect((await sdk.run(code(`{ console: 'pretty' }`))).stdout).toMatch(/^[\d:.]{12} WARN {2}Careful key=v n=1\n$/)
    const toStderr = await sdk.run(code(`{ consoleStream: 'stderr' }`))
    expect(toStderr.stdout).toBe('')
    expect(JSON.parse(toStderr.stderr)).toMatchObject({ message: 'Careful', n: 1 })
    expect(await sdk.run(code('{ console: false }'))).toEqual({ code: 0, stdout: '', stderr: '' })
    expect(await sdk.run(code('{}'), { HANZO_TELEMETRY_DISABLED: '1' })).toEqual({ code: 0, stdout: '', stderr: '' })
  })

  it.each(['process.exit(3)', "throw new Error('crash')"])('prints all lines before %s', async (end) => {
    const { stdout, code } = await sdk.run(`
      import { Telemetry } from '#sdk/telemetry/index.js'
      const telemetry = new Telemetry()
      for (let index = 0; index < 100; index += 1) telemetry.log('info', String(index))
      ${end}
    `)
    expect(code).toBeGreaterThan(0)
    const messages = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line).message)
    expect(messages).toEqual(Array.from({ length: 100 }, (_, index) => String(index)))
  })

  it('does not end the process when the reader of its output has gone', async () => {
    const path = sdk.writeModule(
      'reader-gone.mjs',
      `import { Telemetry } from '#sdk/telemetry/index.js'
      const telemetry = new Telemetry()
      process.stdin.once('data', async () => {
        for (let index = 0; index < 1000; index += 1) {
          telemetry.log('info', 'x'.repeat(1000))
          if (index % 100 === 0) await new Promise((resolve) => setImmediate(resolve))
        }
        await telemetry.shutdown()
        process.exitCode = 7
        process.stdin.destroy()
      })`,
    )
    const child = spawn(process.execPath, [path], { stdio: ['pipe', 'pipe', 'inherit'] })
    child.stdout.destroy()
    child.stdin.write('go\n')
    const [code] = await once(child, 'exit')
    expect(code).toBe(7)
  })

  it('sends what waits when the event loop has run empty, once, and holds the process open for nothing else', async () => {
    const code = (options: string) => `
      import { TelemetryCore } from '#sdk/telemetry/telemetry-core.js'
      import { nodeRuntime } from '#sdk/runtime/node-runtime.js'
      const nothing = { onStart() {}, onEnd() {}, onEmit() {}, forceFlush: async () => {}, shutdown: async () => {} }
      const reader = { ...nothing, setMetricProducer() {}, collect: async () => {}, selectAggregation: () => ({ type: 0 }),
        selectAggregationTemporality: () => 1, selectCardinalityLimit: () => 2000 }
      class Mine extends TelemetryCore {
        constructor(options) {
          super(options, nodeRuntime, () => ({
            spanProcessor: nothing, logRecordProcessor: nothing, metricReader: reader,
            stats: () => ({ spans: {}, logs: {}, metrics: {}, buffer: {} }),
            flush: async () => { await new Promise((resolve) => setTimeout(resolve, 20)); console.log('flushed') },
            shutdown: async () => console.log('shut down'),
          }))
        }
      }
      const telemetry = new Mine(${options})
      await telemetry.trace('a', () => 1)
      const open = telemetry.startSpan('left open')
    `
    expect(await sdk.run(code('{}'))).toEqual({ code: 0, stdout: 'flushed\n', stderr: '' })
    expect(await sdk.run(code('{ flushOnExit: false }'))).toEqual({ code: 0, stdout: '', stderr: '' })
    expect(await sdk.run(`${code('{}')}; await telemetry.shutdown()`)).toEqual({
      code: 0,
      stdout: 'shut down\n',
      stderr: '',
    })
  })

  it('adds one listener to the process, however many telemetries there are, and tells each of the end', async () => {
    const ended = await sdk.run(`
      import { Telemetry } from '#sdk/telemetry/index.js'
      import { onceOnProcess } from '#sdk/runtime/once-on-process.js'
      const count = () => ['beforeExit', 'exit'].map((event) => process.listenerCount(event))
      const before = count()
      const counts = () => count().map((number, index) => number - before[index]).join()
      const takeBack = Array.from({ length: 50 }, () => onceOnProcess('beforeExit', () => console.log('wrong')))
      const many = Array.from({ length: 50 }, (_, index) => {
        const telemetry = new Telemetry({ registerGlobal: false })
        telemetry.log('info', String(index))
        return telemetry
      })
      for (const each of takeBack) each()
      const calls = []
      for (let index = 0; index < 50; index += 1) onceOnProcess('beforeExit', () => calls.push(index))
      console.error(counts())
      // The listener for the exit is there until Winston is loaded, which a shutdown waits for a limited time only.
      while (process.listenerCount('exit') > before[1]) await new Promise(setImmediate)
      await Promise.all(many.map((telemetry) => telemetry.shutdown()))
      console.error(counts(), process.stdout.listenerCount('error'))
      process.on('exit', () => console.error(calls.length, process.listenerCount('beforeExit')))
    `)
    expect(ended.stdout.trim().split('\n')).toHaveLength(50)
    expect(ended).toMatchObject({ code: 0, stderr: '1,1\n1,0 0\n50 0\n' })
  })

  it('holds nothing when it is disabled', async () => {
    const { stdout } = await sdk.run(`
      import { Telemetry } from '#sdk/telemetry/index.js'
      const before = process.getActiveResourcesInfo().length
      const telemetry = new Telemetry({ enabled: false })
      await telemetry.trace('a', () => telemetry.log('info', 'x'))
      console.log(process.getActiveResourcesInfo().length - before, process.listenerCount('beforeExit'))
    `)
    expect(stdout).toBe('0 0\n')
  })
})

describe('the Node runtime', () => {
  it('compresses with gzip, pieces that come one after the other and at the same time', async () => {
    const gzip = nodeRuntime.createGzip()
    const bytes = new TextEncoder().encode('telemetry '.repeat(1000))
    expect((await gzip(bytes)).length).toBeLessThan(bytes.length / 10)
    // What does not compress leaves in many pieces; a byte, and none, are files too.
    const pieces = [bytes, randomBytes(700_000), new Uint8Array(1), new Uint8Array(0), randomBytes(65_536), bytes]
    const packed = await Promise.all(pieces.map((piece) => gzip(piece)))
    for (const [index, piece] of pieces.entries()) {
      expect(gunzipSync(packed[index] ?? bytes).equals(piece)).toBe(true)
    }
  })

  it('keeps the values of asynchronous executions apart', async () => {
    const store = nodeRuntime.createAsyncStore<number>()
    const seen = await Promise.all(
      Array.from({ length: 100 }, (_, index) =>
        store.run(index, async () => {
          await new Promise((resolve) => setImmediate(resolve))
          return store.get()
        }),
      ),
    )
    expect(seen).toEqual(Array.from({ length: 100 }, (_, index) => index))
    expect(store.get()).toBeUndefined()
  })
})
