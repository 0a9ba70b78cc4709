import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createAgent } from '../../packages/sdk/src/agent/agent.ts'
import { setTelemetry } from '../../packages/sdk/src/telemetry/global-telemetry.ts'
import { createTestTelemetry } from '../../packages/sdk/src/testing/create-test-telemetry.ts'
import { createTool } from '../../packages/sdk/src/tool/tool.ts'
import { lookup, modelOf, user } from './agent-fixtures.ts'
import { type ModelServer, startModelServer } from './model-server.ts'

let server: ModelServer
beforeEach(async () => {
  server = await startModelServer()
})
afterEach(async () => {
  setTelemetry(undefined)
  await server.close()
})

const callLookup = { toolCalls: [{ name: 'lookup', input: { orderId: 'A-1' }, id: 'call_1' }] }

describe('a run of an agent', () => {
  it('is one agent span over its model and tool calls, in the order they happened', async () => {
    const telemetry = createTestTelemetry()
    server.script(callLookup, { text: 'It is on its way.' })
    const agent = createAgent({ name: 'support', model: modelOf(server), tools: [lookup], system: 'Be kind.' })
    const result = await agent.run({ messages: user('Where is A-1?'), telemetry })

    expect(telemetry.spanTree().split('\n')).toEqual([
      'invoke_agent support',
      '  chat gpt-test',
      '  execute_tool lookup',
      '  chat gpt-test',
    ])
    expect(telemetry.span('invoke_agent support').kind).toBe('INTERNAL')
    expect(telemetry.spansNamed('chat gpt-test').map(({ kind }) => kind)).toEqual(['CLIENT', 'CLIENT'])
    expect(result).toMatchObject({ agent: 'support', text: 'It is on its way.', stopReason: 'finished' })
    expect(result).toMatchObject({ finishReason: 'stop', model: 'gpt-test', steps: [{}, {}], toolCalls: [{}] })
    expect(result.usage).toMatchObject({ inputTokens: 20, outputTokens: 10, totalTokens: 30 })
    expect(result.messages.map(({ role }) => role)).toEqual(['user', 'assistant', 'tool', 'assistant'])
    expect(result.responseMessages).toEqual(result.messages.slice(1))
    expect(result.traceId).toBe(telemetry.span('invoke_agent support').traceId)
    expect(server.requests[0]?.body.messages[0]).toEqual({ role: 'system', content: 'Be kind.' })
  })

  it('describes agent, model and tool by the names of the conventions', async () => {
    const telemetry = createTestTelemetry()
    const usage = { input: 40, output: 9, cached: 30, reasoning: 4 }
    server.script(callLookup, { text: 'ok', model: 'gpt-test-0901', usage })
    await createAgent({
      name: 'support',
      description: 'Answers.',
      version: '1.2.0',
      model: modelOf(server),
      tools: [lookup],
      temperature: 0.2,
      maxOutputTokens: 500,
      stopSequences: ['END'],
      metadata: { team: 'care' },
    }).run({ messages: user('hi'), telemetry, attributes: { ticket: 7 } })

    expect(telemetry.span('invoke_agent support').attributes).toMatchObject({
      team: 'care',
      ticket: 7,
      'gen_ai.operation.name': 'invoke_agent',
      'gen_ai.agent.name': 'support',
      'gen_ai.agent.description': 'Answers.',
      'gen_ai.agent.version': '1.2.0',
      'gen_ai.request.model': 'gpt-test',
      'gen_ai.response.finish_reasons': ['stop'],
      'gen_ai.usage.input_tokens': 50,
      'gen_ai.usage.output_tokens': 14,
      'gen_ai.usage.cache_read.input_tokens': 30,
      'gen_ai.usage.reasoning.output_tokens': 4,
      'hanzo.agent.steps': 2,
      'hanzo.agent.tool_calls': 1,
      'hanzo.agent.stop_reason': 'finished',
    })
    expect(telemetry.spansNamed('chat gpt-test')[1]?.attributes).toMatchObject({
      'gen_ai.operation.name': 'chat',
      'gen_ai.provider.name': 'openai',
      'gen_ai.request.model': 'gpt-test',
      'gen_ai.response.model': 'gpt-test-0901',
      'gen_ai.response.id': 'chatcmpl-1',
      'gen_ai.request.temperature': 0.2,
      'gen_ai.request.max_tokens': 500,
      'gen_ai.request.stop_sequences': ['END'],
      'gen_ai.usage.cache_read.input_tokens': 30,
      'server.address': '127.0.0.1',
      'server.port': Number(new URL(server.url).port),
      'hanzo.attempt': 1,
    })
    expect(telemetry.span('execute_tool lookup').attributes).toMatchObject({
      'gen_ai.operation.name': 'execute_tool',
      'gen_ai.tool.name': 'lookup',
      'gen_ai.tool.type': 'function',
      'gen_ai.tool.call.id': 'call_1',
      'gen_ai.tool.description': 'Looks an order up.',
      'hanzo.tool.source': 'local',
    })
  })

  it('moves every metric of the guide and of the conventions, with tags that hold no content', async () => {
    const telemetry = createTestTelemetry()
    server.script(callLookup, { text: 'ok' })
    const agent = createAgent({ name: 'support', model: modelOf(server), tools: [lookup] })
    await agent.run({ messages: user('hi'), telemetry, sessionId: 's-1', userId: 'u-1' })
    const points = await telemetry.metrics()

    expect(await telemetry.metrics('agent.executions', { agent: 'support', success: true })).toMatchObject([
      { value: 1 },
    ])
    expect(await telemetry.metrics('agent.execution.duration')).toMatchObject([{ unit: 'ms', count: 1 }])
    const tokens = { agent: 'support', model: 'gpt-test' }
    expect(await telemetry.metrics('agent.tokens.used', { ...tokens, 'token.type': 'input' })).toMatchObject([
      { value: 20 },
    ])
    expect(await telemetry.metrics('agent.tokens.used', { ...tokens, 'token.type': 'output' })).toMatchObject([
      { value: 10 },
    ])
    const tags = { tool: 'lookup', agent: 'support', success: true }
    expect(await telemetry.metrics('tool.executions', tags)).toMatchObject([{ value: 1 }])
    expect(await telemetry.metrics('tool.execution.duration', tags)).toMatchObject([{ unit: 'ms', count: 1 }])
    expect(await telemetry.metrics('gen_ai.execute_tool.duration')).toMatchObject([{ unit: 's', count: 1 }])
    expect(await telemetry.metrics('gen_ai.client.operation.duration')).toMatchObject([{ unit: 's', count: 2 }])
    expect(await telemetry.metrics('gen_ai.client.token.usage', { 'gen_ai.token.type': 'input' })).toMatchObject([
      { count: 2 },
    ])
    expect(await telemetry.metrics('gen_ai.invoke_agent.inference_calls')).toMatchObject([{ value: 2 }])
    expect(await telemetry.metrics('gen_ai.invoke_agent.tool_calls')).toMatchObject([{ value: 1 }])
    expect(JSON.stringify(points)).not.toMatch(/s-1|u-1|A-1|shipped/)
  })

  it('writes the line of the guide with the ids of its span', async () => {
    const telemetry = createTestTelemetry()
    server.script({ text: 'ok' })
    const agent = createAgent({ name: 'support', model: modelOf(server) })
    await agent.run({ messages: user('hi'), telemetry, sessionId: 's-1' })
    const [line] = telemetry.logs.filter(({ message }) => message === 'Agent executed')
    const keys = ['agent', 'duration', 'success', 'model', 'tokens', 'session_id']
    expect(Object.keys(line!.attributes).filter((key) => keys.includes(key))).toEqual(keys)
    expect(line!.attributes).toMatchObject({ agent: 'support', success: true, tokens: 15, session_id: 's-1' })
    expect(line!.spanId).toBe(telemetry.span('invoke_agent support').spanId)
  })

  it('has its session and user on every span', async () => {
    const telemetry = createTestTelemetry()
    server.script(callLookup, { text: 'ok' })
    const agent = createAgent({ name: 'support', model: modelOf(server), tools: [lookup] })
    const options = { messages: user('hi'), telemetry, sessionId: 's-1', userId: 'u-1' }
    const { sessionId } = await agent.run(options)
    expect(sessionId).toBe('s-1')
    expect(telemetry.spans).toHaveLength(4)
    for (const { attributes } of telemetry.spans) {
      expect(attributes).toMatchObject({ 'session.id': 's-1', 'gen_ai.conversation.id': 's-1', 'user.id': 'u-1' })
    }
  })

  it('takes the telemetry of the run before that of the context, the agent and the process', async () => {
    const [run, context, own, process] = [1, 2, 3, 4].map(() => createTestTelemetry())
    server.always({ text: 'ok' })
    const bare = createAgent({ name: 'bare', model: modelOf(server) })
    const equipped = bare.clone({ name: 'equipped', telemetry: own })
    setTelemetry(process)
    const messages = user('hi')
    await equipped.run({ messages, telemetry: run, context: { telemetry: context } })
    await equipped.run({ messages, context: { telemetry: context } })
    await equipped.run({ messages })
    await bare.run({ messages })
    setTelemetry(undefined)
    const { traceId, text } = await bare.run({ messages })
    expect([run, context, own, process].map((telemetry) => telemetry!.spansNamed('chat gpt-test').length)).toEqual([
      1, 1, 1, 1,
    ])
    expect({ traceId, text }).toEqual({ traceId: undefined, text: 'ok' })
  })

  it('nests below what is active, and an agent used as a tool below its tool span', async () => {
    const telemetry = createTestTelemetry()
    server.script({ toolCalls: [{ name: 'expert', input: { prompt: 'why?' } }] }, { text: 'because' }, { text: 'so' })
    const expert = createAgent({ name: 'expert', model: modelOf(server, 'expert-model') })
    const lead = createAgent({ name: 'lead', model: modelOf(server), tools: [expert.asTool()] })
    await telemetry.trace('request', () => lead.run({ messages: user('hi'), telemetry }))
    expect(telemetry.spanTree().split('\n')).toEqual([
      'request',
      '  invoke_agent lead',
      '    chat gpt-test',
      '    execute_tool expert',
      '      invoke_agent expert',
      '        chat expert-model',
      '    chat gpt-test',
    ])
  })

  it('keeps runs apart that overlap', async () => {
    const telemetry = createTestTelemetry()
    server.always(({ body }) => ({
      text: `for ${JSON.stringify(body.messages.at(-1)?.content)}`,
      delayMs: Math.random() * 20,
    }))
    const agent = createAgent({ name: 'support', model: modelOf(server) })
    const numbers = Array.from({ length: 30 }, (_, number) => number)
    const results = await Promise.all(
      numbers.map((n) => agent.run({ messages: user(`${n}`), sessionId: `s-${n}`, telemetry })),
    )
    expect(results.map(({ text }) => text)).toEqual(numbers.map((n) => `for "${n}"`))
    for (const [n, { traceId }] of results.entries()) {
      const sessions = telemetry.spans
        .filter((span) => span.traceId === traceId)
        .map(({ attributes }) => attributes['session.id'])
      expect(sessions).toEqual([`s-${n}`, `s-${n}`])
    }
  })
})

describe('content', () => {
  const secretive = createTool({ ...lookup, name: 'secretive', captureContent: 'none' })
  const run = async (captureContent: 'none' | 'metadata' | 'full') => {
    const telemetry = createTestTelemetry({ redaction: { captureContent } })
    server.script(
      { ...callLookup, text: 'Looking.' },
      { toolCalls: [{ name: 'secretive', input: { orderId: 'B-2' } }] },
    )
    server.script({ text: 'It is here.' })
    const agent = createAgent({ name: 'a', model: modelOf(server), tools: [lookup, secretive], system: 'Be kind.' })
    await agent.run({ messages: user('Where is it?'), telemetry })
    return telemetry
  }

  it('is on the spans in the form of the conventions when all of it is recorded', async () => {
    const telemetry = await run('full')
    const chat = telemetry.spansNamed('chat gpt-test')[1]!.attributes
    expect(JSON.parse(String(chat['gen_ai.system_instructions']))).toEqual([{ type: 'text', content: 'Be kind.' }])
    expect(JSON.parse(String(chat['gen_ai.input.messages']))).toEqual([
      { role: 'user', parts: [{ type: 'text', content: 'Where is it?' }] },
      {
        role: 'assistant',
        parts: [
          { type: 'text', content: 'Looking.' },
          { type: 'tool_call', id: 'call_1', name: 'lookup', arguments: { orderId: 'A-1' } },
        ],
      },
      {
        role: 'tool',
        parts: [{ type: 'tool_call_response', id: 'call_1', response: { orderId: 'A-1', status: 'shipped' } }],
      },
    ])
    const tool = telemetry.span('execute_tool lookup').attributes
    expect(JSON.parse(String(tool['gen_ai.tool.call.arguments']))).toEqual({ orderId: 'A-1' })
    expect(JSON.parse(String(tool['gen_ai.tool.call.result']))).toMatchObject({ status: 'shipped' })
    const agent = telemetry.span('invoke_agent a').attributes
    expect(JSON.parse(String(agent['gen_ai.output.messages']))).toEqual([
      { role: 'assistant', parts: [{ type: 'text', content: 'It is here.' }], finish_reason: 'stop' },
    ])
  })

  it('of a tool that keeps its own is on no span, in messages neither', async () => {
    const telemetry = await run('full')
    expect(telemetry.span('execute_tool secretive').attributes).not.toHaveProperty('gen_ai.tool.call.arguments')
    expect(JSON.stringify(telemetry.spans.map(({ attributes }) => attributes))).not.toContain('B-2')
  })

  it('goes into events instead where the environment says so, with the names to come beside the present ones', async () => {
    const telemetry = createTestTelemetry({
      env: {
        OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT: 'EVENT_ONLY',
        OTEL_SEMCONV_STABILITY_OPT_IN: 'http,gen_ai_latest_experimental',
      },
    })
    server.script({ text: 'It is here.' })
    const agent = createAgent({ name: 'a', model: modelOf(server) })
    await agent.run({ messages: user('Where is it?'), telemetry })
    expect(JSON.stringify(telemetry.spans.map(({ attributes }) => attributes))).not.toMatch(/Where|here/)
    const [event] = telemetry.logs.filter(({ eventName }) => eventName === 'gen_ai.client.inference.operation.details')
    expect(event?.spanId).toBe(telemetry.span('chat gpt-test').spanId)
    expect(event?.attributes).toMatchObject({
      'gen_ai.input.messages': expect.stringContaining('Where is it?'),
      'gen_ai.output.messages': expect.stringContaining('It is here.'),
      'gen_ai.usage.input_tokens': 10,
    })
    expect(await telemetry.metrics('gen_ai.client.inference.usage.input_tokens')).toMatchObject([{ value: 10 }])
    expect(await telemetry.metrics('gen_ai.client.inference.duration')).toHaveLength(1)
  })

  it('of a tool that asks for more is recorded where nothing else is', async () => {
    const telemetry = createTestTelemetry({ redaction: { captureContent: 'none' } })
    server.script({ toolCalls: [{ name: 'open', input: { orderId: 'C-3' } }] }, { text: 'ok' })
    const open = createTool({ ...lookup, name: 'open', captureContent: 'full' })
    const agent = createAgent({ name: 'a', model: modelOf(server), tools: [open] })
    await agent.run({ messages: user('hi'), telemetry })
    expect(telemetry.span('execute_tool open').attributes['gen_ai.tool.call.arguments']).toContain('C-3')
  })

  it.each(['metadata', 'none'] as const)('stays in the process at %s', async (level) => {
    const telemetry = await run(level)
    expect(JSON.stringify(telemetry.spans.map(({ attributes }) => attributes))).not.toMatch(
      /Where|kind|A-1|shipped|here/,
    )
  })
})
