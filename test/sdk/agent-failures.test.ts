import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { createAgent } from '../../packages/sdk/src/agent/agent.ts'
import { AgentError } from '../../packages/sdk/src/agent/agent-error.ts'
import { createTestTelemetry } from '../../packages/sdk/src/testing/create-test-telemetry.ts'
import { createTool } from '../../packages/sdk/src/tool/tool.ts'
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

const callLookup = (input: unknown = { orderId: 'A-1' }) => ({ toolCalls: [{ name: 'lookup', input }] })

describe('a failing model', () => {
  it('rejects the run with its own error, recorded once on each span and in the metrics', async () => {
    const telemetry = createTestTelemetry()
    server.script({ status: 400, text: 'no such model' })
    const agent = createAgent({ name: 'a', model: modelOf(server) })
    const error = await rejection(agent.run({ messages: user('hi'), telemetry }))
    expect(error).toMatchObject({ name: 'AI_APICallError', statusCode: 400, message: 'no such model' })
    telemetry.recordException(error)

    for (const name of ['chat gpt-test', 'invoke_agent a']) {
      const span = telemetry.span(name)
      expect(span.status).toBe('ERROR')
      expect(span.attributes['error.type']).toBe('AI_APICallError')
      expect(span.events.filter((event) => event.name === 'exception')).toHaveLength(1)
    }
    const failed = { agent: 'a', success: false, 'error.type': 'AI_APICallError' }
    expect(await telemetry.metrics('agent.executions', failed)).toMatchObject([{ value: 1 }])
    expect(
      await telemetry.metrics('gen_ai.client.operation.duration', { 'error.type': 'AI_APICallError' }),
    ).toHaveLength(1)
    const [line, ...others] = telemetry.logs
    expect(line).toMatchObject({ message: 'Agent executed', level: 'error' })
    expect(line?.attributes).toMatchObject({ agent: 'a', success: false, error: 'no such model' })
    expect(others).toEqual([])
  })

  it('is asked again when it may recover, each attempt in its span', async () => {
    const telemetry = createTestTelemetry()
    const busy = { status: 429, headers: { 'retry-after-ms': '1' } }
    server.script(busy, { ...busy, status: 503 }, callLookup(), { text: 'ok' })
    const agent = createAgent({ name: 'a', model: modelOf(server), tools: [lookup] })
    const { text } = await agent.run({ messages: user('hi'), telemetry })
    expect(text).toBe('ok')
    const attempts = telemetry
      .spansNamed('chat gpt-test')
      .map((span) => [span.attributes['hanzo.attempt'], span.status])
    expect(attempts).toEqual([
      [1, 'ERROR'],
      [2, 'ERROR'],
      [3, 'UNSET'],
      [1, 'UNSET'],
    ])
    expect(telemetry.span('invoke_agent a').status).toBe('UNSET')
  })

  it('that does not recover rejects with the last error, and all attempts as its cause', async () => {
    const telemetry = createTestTelemetry()
    server.always({ status: 503, text: 'down', headers: { 'retry-after-ms': '1' } })
    const agent = createAgent({ name: 'a', model: modelOf(server), maxRetries: 1 })
    const error = await rejection(agent.run({ messages: user('hi'), telemetry }))
    expect(error).toMatchObject({ name: 'AI_APICallError', statusCode: 503, cause: { name: 'AI_RetryError' } })
    expect(telemetry.spansNamed('chat gpt-test')).toHaveLength(2)
  })

  it('leaves the tokens of the steps before it counted', async () => {
    const telemetry = createTestTelemetry()
    server.script(callLookup(), { status: 400 })
    const agent = createAgent({ name: 'a', model: modelOf(server), tools: [lookup] })
    await rejection(agent.run({ messages: user('hi'), telemetry }))
    expect(telemetry.span('invoke_agent a').attributes['gen_ai.usage.input_tokens']).toBe(10)
    expect(await telemetry.metrics('agent.tokens.used', { 'token.type': 'input' })).toMatchObject([{ value: 10 }])
  })
})

describe('a failing tool', () => {
  const broken = createTool({
    name: 'broken',
    parameters: z.object({}),
    handler: () => {
      throw new RangeError('out of stock')
    },
  })

  it('fails its span alone: the model is told and the run goes on', async () => {
    const telemetry = createTestTelemetry()
    server.script({ toolCalls: [{ name: 'broken', input: {} }] }, { text: 'Sorry.' })
    const agent = createAgent({ name: 'a', model: modelOf(server), tools: [broken] })
    const { text } = await agent.run({ messages: user('hi'), telemetry })
    expect(text).toBe('Sorry.')
    expect(server.requests[1]?.body.messages.at(-1)?.content).toContain('out of stock')
    const span = telemetry.span('execute_tool broken')
    expect({ status: span.status, type: span.attributes['error.type'] }).toEqual({
      status: 'ERROR',
      type: 'RangeError',
    })
    expect(telemetry.span('invoke_agent a').status).toBe('UNSET')
    expect(await telemetry.metrics('tool.executions', { tool: 'broken', success: false })).toMatchObject([{ value: 1 }])
    expect(await telemetry.metrics('agent.executions', { success: true })).toMatchObject([{ value: 1 }])
  })

  it('that does not exist has a failed span, and no metric tag of its own', async () => {
    const telemetry = createTestTelemetry()
    server.script({ toolCalls: [{ name: 'made_up', input: {} }] }, { text: 'ok' })
    await createAgent({ name: 'a', model: modelOf(server), tools: [lookup] }).run({
      messages: user('hi'),
      telemetry,
    })
    expect(telemetry.span('execute_tool made_up').attributes['error.type']).toBe('AI_NoSuchToolError')
    expect(await telemetry.metrics('tool.executions', { tool: 'unknown', success: false })).toHaveLength(1)
  })

  it.each([
    ['that does not fit', { orderId: 4711 }],
    ['that is no JSON', '{"orderId": "4711'],
  ])('whose input %s has a failed span that does not show the input', async (_what, input) => {
    const telemetry = createTestTelemetry({ redaction: { captureContent: 'metadata' } })
    server.script(callLookup(input), { text: 'ok' })
    await createAgent({ name: 'a', model: modelOf(server), tools: [lookup] }).run({
      messages: user('hi'),
      telemetry,
    })
    const span = telemetry.span('execute_tool lookup')
    expect(span.attributes['error.type']).toBe('AI_InvalidToolInputError')
    expect(JSON.stringify([span.attributes, span.events])).not.toContain('4711')
    expect(server.requests).toHaveLength(2)
  })
})

describe('an aborted run', () => {
  it.each(['run', 'stream'] as const)(
    'by %s rejects with the reason; its spans are aborted, not failed',
    async (way) => {
      const telemetry = createTestTelemetry()
      server.script({ hang: true })
      const agent = createAgent({ name: 'a', model: modelOf(server) })
      const abort = new AbortController()
      const options = { messages: user('hi'), telemetry, abortSignal: abort.signal }
      const running = rejection(way === 'run' ? agent.run(options) : collect(agent.stream(options)))
      await until(() => server.requests.length === 1)
      const reason = new Error('the visitor left')
      abort.abort(reason)
      expect(await running).toBe(reason)
      for (const name of ['chat gpt-test', 'invoke_agent a']) {
        expect(telemetry.span(name).status).toBe('UNSET')
        expect(telemetry.span(name).attributes['hanzo.aborted']).toBe(true)
      }
      await until(() => server.aborted === 1)
      expect(await telemetry.metrics('agent.executions', { success: false, 'error.type': 'AbortError' })).toHaveLength(
        1,
      )
    },
  )

  it('calls no model when it was aborted before', async () => {
    const agent = createAgent({ name: 'a', model: modelOf(server) })
    const error = await rejection(agent.run({ messages: user('hi'), abortSignal: AbortSignal.abort() }))
    expect(error).toMatchObject({ name: 'AbortError' })
    expect(server.requests).toEqual([])
  })

  it('does not wait for a tool that ignores it', async () => {
    const telemetry = createTestTelemetry()
    let started = false
    const stubborn = createTool({
      name: 'stubborn',
      parameters: z.object({}),
      handler: () => {
        started = true
        return new Promise(() => undefined)
      },
    })
    server.script({ toolCalls: [{ name: 'stubborn', input: {} }] })
    const abort = new AbortController()
    const agent = createAgent({ name: 'a', model: modelOf(server), tools: [stubborn] })
    const options = { messages: user('hi'), telemetry, abortSignal: abort.signal }
    const running = rejection(agent.run(options))
    await until(() => started)
    abort.abort()
    expect(await running).toMatchObject({ name: 'AbortError' })
    expect(telemetry.span('execute_tool stubborn').attributes['hanzo.aborted']).toBe(true)
    expect(server.requests).toHaveLength(1)
  })

  it('by a deadline has failed: whoever sets one wants to see that it was missed', async () => {
    const telemetry = createTestTelemetry()
    server.script({ hang: true })
    const options = { messages: user('hi'), telemetry, abortSignal: AbortSignal.timeout(30) }
    const error = await rejection(createAgent({ name: 'a', model: modelOf(server) }).run(options))
    expect(error).toMatchObject({ name: 'TimeoutError' })
    expect(telemetry.span('invoke_agent a').status).toBe('ERROR')
    expect(telemetry.span('invoke_agent a').attributes['error.type']).toBe('TimeoutError')
  })
})

describe('an agent that cannot work', () => {
  it('without a model says so, by name and with what to do, and leaves a failed span', async () => {
    const telemetry = createTestTelemetry()
    const agent = createAgent({ name: 'my-agent' })
    const error = await rejection(agent.run({ messages: user('Hello'), context: { telemetry } }))
    expect(error).toBeInstanceOf(AgentError)
    expect(error).toMatchObject({ code: 'NO_MODEL', message: expect.stringMatching(/my-agent.*createAgent.*run\(\)/) })
    expect(telemetry.span('invoke_agent my-agent').status).toBe('ERROR')
  })

  it('is refused when it is made: two tools of one name, no name, no step', () => {
    const codeOf = (make: () => unknown) => {
      try {
        make()
      } catch (error) {
        return (error as AgentError).code
      }
    }
    const model = modelOf(server)
    expect(codeOf(() => createAgent({ name: 'a', model, tools: [lookup, lookup] }))).toBe('DUPLICATE_NAME')
    const record = { lookup: { inputSchema: z.object({}) } }
    expect(codeOf(() => createAgent({ name: 'a', model, tools: [lookup, record] }))).toBe('DUPLICATE_NAME')
    expect(codeOf(() => createAgent({ name: '', model }))).toBe('INVALID_CONFIG')
    expect(codeOf(() => createAgent({ name: 'a', model, maxSteps: 0 }))).toBe('INVALID_CONFIG')
  })

  it('with a model id asks the default provider for it', async () => {
    server.always({ text: 'ok' })
    globalThis.AI_SDK_DEFAULT_PROVIDER = { languageModel: (id: string) => modelOf(server, id) } as never
    try {
      const telemetry = createTestTelemetry()
      const agent = createAgent({ name: 'a', model: 'gpt-by-name' })
      await agent.run({ messages: user('hi'), telemetry })
      expect(telemetry.spansNamed('chat gpt-by-name')).toHaveLength(1)
    } finally {
      globalThis.AI_SDK_DEFAULT_PROVIDER = undefined
    }
  })
})
