import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createAgent } from '../../packages/sdk/src/agent/agent.ts'
import { HanzoCloudTelemetry } from '../../packages/sdk/src/hanzo-cloud/hanzo-cloud-telemetry.ts'
import { createNetwork } from '../../packages/sdk/src/network/network.ts'
import { createState } from '../../packages/sdk/src/state/state.ts'
import { createTestTelemetry } from '../../packages/sdk/src/testing/create-test-telemetry.ts'
import { createTool, type Tool } from '../../packages/sdk/src/tool/tool.ts'
import { modelOf, rejection, user } from './agent-fixtures.ts'
import { type ModelServer, startModelServer } from './model-server.ts'

let server: ModelServer
const unhandled: unknown[] = []
const onUnhandled = (reason: unknown) => void unhandled.push(reason)
beforeEach(async () => {
  server = await startModelServer()
  process.on('unhandledRejection', onUnhandled)
})
afterEach(async () => {
  await server.close()
  await new Promise(setImmediate)
  process.off('unhandledRejection', onUnhandled)
  expect(unhandled.splice(0)).toEqual([])
})

const parameters = { type: 'object' as const }
const toolOf = (handler: Tool['handler']) => createTool({ name: 'odd', parameters, handler })
const callOdd = { toolCalls: [{ name: 'odd', input: {} }] }

const cyclic = () => {
  const value: Record<string, unknown> = { name: 'loop' }
  value.self = value
  return value
}
const angry = () => {
  throw new Error('not for you')
}

describe('a tool', () => {
  it.each([
    ['undefined', () => undefined],
    ['null', () => null],
    ['a big integer', () => 7n],
    ['a big integer inside', () => ({ id: 7n })],
    ['a cycle', cyclic],
    ['a function', () => () => 1],
    ['a symbol', () => Symbol('s')],
    ['a map', () => new Map([['a', 1]])],
    ['bytes', () => new Uint8Array(10)],
    ['an object whose toJSON throws', () => ({ toJSON: angry })],
    ['an object with a getter that throws', () => Object.defineProperty({}, 'bad', { enumerable: true, get: angry })],
    ['a megabyte', () => 'x'.repeat(1_000_000)],
  ])('that returns %s is answered to the model, or fails alone, and the run goes on', async (_name, handler) => {
    const telemetry = createTestTelemetry()
    server.script(callOdd, { text: 'went on' })
    const agent = createAgent({ name: 'a', model: modelOf(server), tools: [toolOf(handler)] })
    const { text } = await agent.run({ messages: user('hi'), telemetry })
    expect(text).toBe('went on')
    expect(server.requests[1]?.body.messages.at(-1)).toMatchObject({ role: 'tool', content: expect.any(String) })
    expect(telemetry.spansNamed('execute_tool odd')).toHaveLength(1)
    expect(telemetry.span('invoke_agent a').status).toBe('UNSET')
    expect(telemetry.stats().spans.open).toBe(0)
  })

  it.each([
    ['text', 'no'],
    ['undefined', undefined],
    ['a frozen error', Object.freeze(new Error('no'))],
    ['an object without prototype', Object.create(null)],
    ['a proxy', new Proxy(new Error('inside'), {})],
  ])('that throws %s fails its span alone', async (_name, value) => {
    const telemetry = createTestTelemetry()
    server.script(callOdd, { text: 'went on' })
    const agent = createAgent({ name: 'a', model: modelOf(server), tools: [toolOf(() => Promise.reject(value))] })
    expect((await agent.run({ messages: user('hi'), telemetry })).text).toBe('went on')
    expect(telemetry.span('execute_tool odd').status).toBe('ERROR')
    expect(await telemetry.metric('tool.executions', { success: false })).toMatchObject({ value: 1 })
  })
})

describe('a run', () => {
  it('goes on, and ends as it would, when its telemetry is shut down in the midst of it', async () => {
    const telemetry = createTestTelemetry()
    server.script(callOdd, { text: 'went on' })
    const odd = toolOf(async () => {
      await telemetry.shutdown()
      return 'shut'
    })
    const agent = createAgent({ name: 'a', model: modelOf(server), tools: [odd] })
    expect((await agent.run({ messages: user('hi'), telemetry })).text).toBe('went on')
    server.script({ text: 'again' })
    expect((await agent.run({ messages: user('hi'), telemetry })).text).toBe('again')
  })

  it('whose reader throws is aborted, and the error is the reader’s', async () => {
    const telemetry = createTestTelemetry()
    server.script({ text: 'one two three', chunkDelayMs: 5 })
    const agent = createAgent({ name: 'a', model: modelOf(server) })
    const error = new Error('reader')
    const read = async () => {
      for await (const event of agent.stream({ messages: user('hi'), telemetry })) {
        if (event.type === 'content') throw error
      }
    }
    expect(await rejection(read())).toBe(error)
    expect(telemetry.span('invoke_agent a')).toMatchObject({ status: 'UNSET', attributes: { 'hanzo.aborted': true } })
    expect(telemetry.stats().spans.open).toBe(0)
  })

  it('and the closing of its agent at the same time both settle, whichever comes first', async () => {
    server.always({ text: 'ok' })
    const script = fileURLToPath(new URL('./mcp/stdio-server.mjs', import.meta.url))
    const transport = { type: 'stdio' as const, command: process.execPath, args: [script, 'serve'] }
    const telemetry = createTestTelemetry()
    const mcpServers = [{ name: 'files', transport, allowTools: ['echo'] }]
    const agent = createAgent({ name: 'a', model: modelOf(server), mcpServers })
    const run = () => agent.run({ messages: user('hi'), telemetry }).then(({ text }) => text)
    const settled = await Promise.allSettled([run(), agent.close(), run(), agent.close(), agent.close(), run()])
    for (const one of settled) {
      if (one.status === 'rejected') expect(one.reason).toMatchObject({ code: 'mcp_closed' })
      else expect([undefined, 'ok']).toContain(one.value)
    }
    expect(await run()).toBe('ok')
    await agent.close()
    expect(await telemetry.metric('mcp.servers.active')).toMatchObject({ value: 0 })
    expect(telemetry.stats().spans.open).toBe(0)
  })

  it('of a network is recorded whole although a watcher of its state throws, which fails the change', async () => {
    const telemetry = createTestTelemetry()
    const state = createState()
    state.on('change', angry)
    server.script(callOdd, { text: 'went on' })
    const odd = createTool({ name: 'odd', parameters, handler: (_input, at) => at.state.set('a', 1) })
    const agent = createAgent({ name: 'a', tools: [odd] })
    const network = createNetwork({ name: 'n', agents: [agent], defaultModel: modelOf(server) })
    const result = await network.run({ messages: user('hi'), telemetry, context: { state } })
    expect(result).toMatchObject({ text: 'went on', state: { a: 1 } })
    expect(telemetry.span('execute_tool odd').status).toBe('ERROR')
    expect(telemetry.span('invoke_workflow n').events.map(({ name }) => name)).toContain('network.state.change')
  })
})

it('telemetries that send, made and ended one a request, leave no timer, socket or listener behind', async () => {
  const timers = () => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length
  const sockets = () => process.getActiveResourcesInfo().filter((name) => /TCP/.test(name)).length
  const listeners = () => process.eventNames().reduce((sum, event) => sum + process.listenerCount(event), 0)
  const one = async () => {
    const options = {
      cloudUrl: 'http://127.0.0.1:9',
      apiKey: 'hk_0123456789',
      console: 'silent',
      shutdownTimeoutMillis: 20,
    }
    const telemetry = new HanzoCloudTelemetry({ ...options, console: 'silent', registerGlobal: false })
    await telemetry.trace('request', () => telemetry.log('info', 'x'))
    telemetry.increment('requests')
    await telemetry.shutdown()
  }
  await one()
  const before = { timers: timers(), sockets: sockets(), listeners: listeners() }
  for (let index = 0; index < 200; index += 10) await Promise.all(Array.from({ length: 10 }, one))
  await new Promise(setImmediate)
  expect(listeners()).toBe(before.listeners)
  expect(timers()).toBeLessThanOrEqual(before.timers)
  expect(sockets()).toBeLessThanOrEqual(before.sockets)
})
