import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createAgent } from '../../packages/sdk/src/agent/agent.ts'
import type { StreamEvent } from '../../packages/sdk/src/agent/agent-result.ts'
import { createTestTelemetry } from '../../packages/sdk/src/testing/create-test-telemetry.ts'
import { collect, lookup, modelOf, rejection, until, user } from './agent-fixtures.ts'
import { type ModelServer, startModelServer } from './model-server.ts'

let server: ModelServer
const unhandled: unknown[] = []
const onUnhandled = (reason: unknown) => void unhandled.push(reason)
beforeEach(async () => {
  unhandled.length = 0
  process.on('unhandledRejection', onUnhandled)
  server = await startModelServer()
})
afterEach(async () => {
  await server.close()
  await new Promise(setImmediate)
  process.off('unhandledRejection', onUnhandled)
  expect(unhandled).toEqual([])
})

const callLookup = { toolCalls: [{ name: 'lookup', input: { orderId: 'A-1' } }] }

describe('a stream', () => {
  it('tells of the run while it happens and ends with the result that run would give', async () => {
    const telemetry = createTestTelemetry()
    server.script({ ...callLookup, reasoning: 'Hmm.' }, { text: 'It is on its way.' })
    const agent = createAgent({ name: 'a', model: modelOf(server), tools: [lookup] })
    const events = await collect(agent.stream({ messages: user('hi'), telemetry }))

    expect(events.map(({ type }) => type).join(' ')).toMatch(
      /^agent:start (reasoning )+tool:start tool:complete (content )+agent:complete complete$/,
    )
    const told = events.filter((event) => event.type === 'content').map(({ content }) => content)
    expect(told.length).toBeGreaterThan(1)
    expect(told.join('')).toBe('It is on its way.')
    const last = events.at(-1)
    expect(last).toMatchObject({
      type: 'complete',
      result: { text: 'It is on its way.', stopReason: 'finished', usage: { inputTokens: 20, outputTokens: 10 } },
    })
    expect(telemetry.spanTree().split('\n')).toEqual([
      'invoke_agent a',
      '  chat gpt-test',
      '  execute_tool lookup',
      '  chat gpt-test',
    ])
  })

  it('measures the time to the first chunk', async () => {
    const telemetry = createTestTelemetry()
    server.script({ text: 'one two three', delayMs: 40, chunkDelayMs: 5 })
    const agent = createAgent({ name: 'a', model: modelOf(server) })
    await collect(agent.stream({ messages: user('hi'), telemetry }))
    const { attributes, durationMs } = telemetry.span('chat gpt-test')
    const seconds = Number(attributes['gen_ai.response.time_to_first_chunk'])
    expect(seconds).toBeGreaterThan(0.03)
    expect(seconds).toBeLessThan(durationMs / 1000)
    expect(attributes['gen_ai.request.stream']).toBe(true)
    expect(await telemetry.metrics('gen_ai.client.operation.time_to_first_chunk')).toMatchObject([
      { unit: 's', count: 1 },
    ])
  })

  it('calls no model before it is read', async () => {
    createAgent({ name: 'a', model: modelOf(server) }).stream({ messages: user('hi') })
    await new Promise(setImmediate)
    expect(server.requests).toEqual([])
  })

  it('nests below what was active where it was asked for', async () => {
    const telemetry = createTestTelemetry()
    server.script({ text: 'ok' })
    const agent = createAgent({ name: 'a', model: modelOf(server) })
    const stream = await telemetry.trace('request', () => ({ of: agent.stream({ messages: user('hi'), telemetry }) }))
    await collect(stream.of)
    expect(telemetry.spanTree().split('\n')).toEqual(['request', '  invoke_agent a', '    chat gpt-test'])
  })
})

describe('a stream that fails', () => {
  it.each([
    ['the model refuses', { status: 400, text: 'no' }, 'AI_APICallError'],
    ['the connection breaks', { text: 'one two three four', breakAfterChunks: 2 }, 'AI_APICallError'],
    ['the model sends an error', { text: 'one two three four', errorAfterChunks: 2 }, 'AgentError'],
  ])('throws to its reader when %s, and ends its spans', async (_what, reply, name) => {
    const telemetry = createTestTelemetry()
    server.script(reply)
    const agent = createAgent({ name: 'a', model: modelOf(server), maxRetries: 0 })
    const events: StreamEvent[] = []
    const error = await rejection(
      (async () => {
        for await (const event of agent.stream({ messages: user('hi'), telemetry })) {
          events.push(event)
        }
      })(),
    )
    expect(error).toMatchObject({ name })
    expect(events.some(({ type }) => type === 'complete')).toBe(false)
    for (const span of [telemetry.span('chat gpt-test'), telemetry.span('invoke_agent a')]) {
      expect(span.status).toBe('ERROR')
      expect(span.events.filter((event) => event.name === 'exception')).toHaveLength(1)
    }
    expect(await telemetry.metrics('agent.executions', { success: false })).toMatchObject([{ value: 1 }])
  })
})

describe('a reader that stops early', () => {
  it('aborts the model call; the spans are aborted, not failed', async () => {
    const telemetry = createTestTelemetry()
    server.script({ text: 'word '.repeat(500), chunkDelayMs: 5 })
    const agent = createAgent({ name: 'a', model: modelOf(server) })
    for await (const event of agent.stream({ messages: user('hi'), telemetry })) {
      if (event.type === 'content') break
    }
    await until(() => server.aborted === 1)
    for (const span of [telemetry.span('chat gpt-test'), telemetry.span('invoke_agent a')]) {
      expect(span.status).toBe('UNSET')
      expect(span.attributes['hanzo.aborted']).toBe(true)
    }
  })

  it('holds the model back when it is slow, instead of keeping its answer in memory', async () => {
    server.script({ text: 'word '.repeat(50_000) })
    const agent = createAgent({ name: 'a', model: modelOf(server) })
    const stream = agent.stream({ messages: user('hi') })
    await stream.next()
    await stream.next()
    await stream.return?.()
    await until(() => server.aborted === 1)
  })
})
