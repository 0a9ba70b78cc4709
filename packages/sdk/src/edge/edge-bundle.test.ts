import { AsyncLocalStorage } from 'node:async_hooks'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import vm from 'node:vm'
import { gunzipSync } from 'node:zlib'
import { build } from 'esbuild'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type * as edge from './index.ts'
import { webGlobals } from './web-globals.fixture.ts'

interface Sent {
  path: string
  headers: Record<string, unknown>
  body: string
}

let bundle: string
let server: Server
let cloudUrl: string
const sent: Sent[] = []

/** Bundles as the tools of edge runtimes do. */
async function bundled(code: string) {
  const { outputFiles, metafile } = await build({
    stdin: { contents: code, resolveDir: fileURLToPath(new URL('.', import.meta.url)), loader: 'ts' },
    bundle: true,
    write: false,
    metafile: true,
    format: 'iife',
    globalName: 'hanzo',
    platform: 'browser',
    conditions: ['@hanzo/source', 'worker'],
    logLevel: 'silent',
  })
  const imports = Object.values(metafile.outputs).flatMap((output) => output.imports.map(({ path }) => path))
  return { text: outputFiles[0]?.text ?? '', inputs: Object.keys(metafile.inputs), imports }
}

beforeAll(async () => {
  bundle = (await bundled("export { createHanzoCloudTelemetry, getTelemetry } from './index.ts'")).text
  server = createServer((request, response) => void answer(request, response)).listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  cloudUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
beforeEach(() => {
  sent.length = 0
})
afterAll(() => new Promise((resolve) => server.close(resolve)))

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  const body = Buffer.concat(chunks)
  if (request.url?.startsWith('/model')) {
    response.setHeader('content-type', 'application/json').end(JSON.stringify(answerOf(String(body))))
    return
  }
  const isZipped = request.headers['content-encoding'] === 'gzip'
  sent.push({ path: request.url ?? '', headers: request.headers, body: String(isZipped ? gunzipSync(body) : body) })
  response
    .setHeader('content-type', request.headers['content-type'] ?? '')
    .end(request.headers['content-type']?.includes('json') ? '{}' : '')
}

/** A chat completion: a tool call first, then, once its result is there, the answer. */
function answerOf(question: string) {
  const call = { id: 'call_1', type: 'function', function: { name: 'search', arguments: '{"city":"Paris"}' } }
  const isAnswer = question.includes('sunny in Paris')
  const message = isAnswer
    ? { role: 'assistant', content: 'It is sunny.' }
    : { role: 'assistant', content: null, tool_calls: [call] }
  return {
    id: 'c1',
    object: 'chat.completion',
    created: 1,
    model: 'small',
    choices: [{ index: 0, message, finish_reason: isAnswer ? 'stop' : 'tool_calls' }],
    usage: { prompt_tokens: 5, completion_tokens: 3, total_tokens: 8 },
  }
}

/** Runs the bundle as an edge runtime would: alone with the web's globals. */
function runBundle<T = typeof edge>(globals: Record<string, unknown> = {}, code = bundle) {
  const lines: string[] = []
  const write = (line: string) => void lines.push(line)
  const sandbox = vm.createContext({
    ...webGlobals,
    console: { debug: write, info: write, warn: write, error: write },
    ...globals,
  })
  const hanzo = vm.runInContext(`${code}; hanzo`, sandbox) as T
  return { hanzo, lines }
}

type JsonSpan = {
  name: string
  spanId: string
  parentSpanId?: string
  traceId: string
  attributes: { key: string; value: { stringValue?: string } }[]
}
const spansSent = () =>
  sent
    .filter(({ path, headers }) => path === '/v1/traces' && String(headers['content-type']).includes('json'))
    .flatMap(({ body }) =>
      JSON.parse(body).resourceSpans.flatMap((resource: never) =>
        (resource as { scopeSpans: { spans: JsonSpan[] }[] }).scopeSpans.flatMap(({ spans }) => spans),
      ),
    ) as JsonSpan[]

describe('the edge entry', () => {
  it('bundles for a browser-like platform: nothing of Node, no Winston, and no agents where they are not used', async () => {
    const all = await bundled("export * from './index.ts'")
    expect(all.imports).toEqual([])
    expect(all.inputs.filter((path) => /winston|node-runtime|cross-spawn|stdio\.m?js/.test(path))).toEqual([])
    expect(bundle.length).toBeLessThan(all.text.length / 3)
    expect(bundle).not.toMatch(/["']node:|generateText|modelcontextprotocol/)
  })

  it('runs an agent with a tool, against a model server, and sends its trace', async () => {
    const { text } = await bundled(`
      export { createAgent, createHanzoCloudTelemetry, createTool } from './index.ts'
      export { createOpenAICompatible } from '@ai-sdk/openai-compatible'
      export { z } from 'zod'
    `)
    type Bundle = typeof edge & typeof import('@ai-sdk/openai-compatible') & { z: typeof import('zod').z }
    const { hanzo } = runBundle<Bundle>({}, text)
    const telemetry = hanzo.createHanzoCloudTelemetry({
      AsyncLocalStorage,
      apiKey: 'k',
      cloudUrl,
      protocol: 'http/json',
      console: 'silent',
    })
    const search = hanzo.createTool({
      name: 'search',
      parameters: hanzo.z.object({ city: hanzo.z.string() }),
      handler: ({ city }) => `sunny in ${city}`,
    })
    const model = hanzo.createOpenAICompatible({ name: 'local', baseURL: `${cloudUrl}/model` })('small')
    const agent = hanzo.createAgent({ name: 'weather', model, tools: [search] })
    const result = await agent.run({ messages: [{ role: 'user', content: 'Weather in Paris?' }], telemetry })
    await telemetry.shutdown()
    expect(result.text).toBe('It is sunny.')
    const spans = spansSent()
    const agentSpan = spans.find(({ name }) => name === 'invoke_agent weather')
    const below = spans.filter(({ parentSpanId }) => parentSpanId === agentSpan?.spanId).map(({ name }) => name)
    expect(below.sort()).toEqual(['chat small', 'chat small', 'execute_tool search'])
  })

  it('sends traces, logs and metrics with web standards alone, when flush is handed to waitUntil', async () => {
    const { hanzo, lines } = runBundle()
    const waiting: Promise<void>[] = []
    const env = { HANZO_CLOUD_API_KEY: 'hz_edge', HANZO_CLOUD_REGION: 'weur', BINDING: { fetch } }
    const telemetry = hanzo.createHanzoCloudTelemetry({
      env,
      cloudUrl,
      serviceName: 'edge-test',
      protocol: 'http/json',
      console: 'json',
    })
    const answer = await telemetry.trace('handle', (span) => {
      span.setAttribute('token', 'abc')
      telemetry.log('info', 'handled', { path: '/x' })
      telemetry.increment('requests', 1, { path: '/x' })
      telemetry.traceSync('inner', () => undefined)
      return 'hello'
    })
    waiting.push(telemetry.flush())
    await Promise.all(waiting)
    expect(answer).toBe('hello')
    expect(sent.map(({ path }) => path).sort()).toEqual(['/v1/logs', '/v1/metrics', '/v1/traces'])
    for (const { headers } of sent)
      expect(headers).toMatchObject({ 'x-api-key': 'hz_edge', 'content-encoding': 'gzip', 'x-hanzo-region': 'weur' })
    const [inner, handle] = spansSent()
    expect(inner?.parentSpanId).toBe(handle?.spanId)
    expect(handle?.attributes).toContainEqual({ key: 'token', value: { stringValue: '[redacted]' } })
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({
      level: 'info',
      message: 'handled',
      trace_id: handle?.traceId,
      path: '/x',
    })
    expect(telemetry.stats().spans).toMatchObject({ exported: 2, open: 0 })
    expect(telemetry.region).toBe('weur')
    expect(await telemetry.checkConnection()).toMatchObject({ ok: true })
    await telemetry.shutdown()
  })

  it('sends protobuf by default', async () => {
    const { hanzo } = runBundle()
    const telemetry = hanzo.createHanzoCloudTelemetry({ apiKey: 'hz_edge', cloudUrl, console: 'silent' })
    await telemetry.trace('as-protobuf', () => undefined)
    await telemetry.shutdown()
    expect(sent.find(({ path }) => path === '/v1/traces')?.headers['content-type']).toBe('application/x-protobuf')
    expect(sent.find(({ path }) => path === '/v1/traces')?.body).toContain('as-protobuf')
  })

  it('nests and keeps sessions apart across awaits where it is given AsyncLocalStorage, with enterWith or without', async () => {
    class WithoutEnterWith {
      readonly #storage = new AsyncLocalStorage<unknown>()
      getStore = () => this.#storage.getStore()
      run = <R>(value: unknown, fn: () => R): R => this.#storage.run(value, fn)
    }
    for (const options of [{ AsyncLocalStorage }, { AsyncLocalStorage: WithoutEnterWith }]) {
      const { hanzo } = runBundle()
      sent.length = 0
      const telemetry = hanzo.createHanzoCloudTelemetry({
        ...options,
        apiKey: 'k',
        cloudUrl,
        protocol: 'http/json',
        console: 'silent',
      })
      const request = (id: string) =>
        telemetry.withSession(id, () =>
          telemetry.trace(`request ${id}`, async () => {
            await new Promise((resolve) => setTimeout(resolve, 1))
            if (id === 'b') telemetry.createSession('b2')
            await telemetry.trace(`step ${id}`, () => Promise.resolve())
          }),
        )
      await Promise.all(['a', 'b', 'c'].map(request))
      await telemetry.shutdown()
      const spans = spansSent()
      for (const id of ['a', 'b', 'c']) {
        const [root, step] = [`request ${id}`, `step ${id}`].map((name) => spans.find((span) => span.name === name))
        expect(step?.parentSpanId).toBe(root?.spanId)
        expect(step?.attributes).toContainEqual({ key: 'session.id', value: { stringValue: id } })
      }
    }
  })

  it('mixes no two requests up where there is no AsyncLocalStorage: what comes after an await starts a trace of its own', async () => {
    const { hanzo } = runBundle()
    const telemetry = hanzo.createHanzoCloudTelemetry({
      apiKey: 'k',
      cloudUrl,
      protocol: 'http/json',
      console: 'silent',
    })
    const request = (id: string) =>
      telemetry.trace(`request ${id}`, async (span) => {
        telemetry.createSession(id)
        await new Promise((resolve) => setTimeout(resolve, 1))
        await telemetry.trace(`alone ${id}`, () => undefined)
        await telemetry.trace(`below ${id}`, () => undefined, { parent: span })
      })
    await Promise.all([request('a'), request('b')])
    await telemetry.shutdown()
    const spans = spansSent()
    const named = (name: string) => spans.find((span) => span.name === name)
    for (const id of ['a', 'b']) {
      expect(named(`alone ${id}`)?.parentSpanId ?? '').toBe('')
      expect(named(`below ${id}`)?.parentSpanId).toBe(named(`request ${id}`)?.spanId)
      expect(named(`alone ${id}`)?.attributes.filter(({ key }) => key === 'session.id')).toEqual([])
    }
  })

  it('answers getTelemetry with one telemetry, made once, and a disabled one before', async () => {
    const { hanzo } = runBundle()
    expect(hanzo.getTelemetry().enabled).toBe(false)
    const telemetry = hanzo.getTelemetry({ apiKey: 'k', cloudUrl, console: 'silent' })
    expect(hanzo.getTelemetry()).toBe(telemetry)
    await telemetry.shutdown()
  })
})
