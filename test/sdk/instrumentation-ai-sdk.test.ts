import { execFile } from 'node:child_process'
import { createRequire } from 'node:module'
import { createAnthropic } from '@ai-sdk/anthropic'
import { createOpenAICompatible } from '@ai-sdk/openai-compatible'
import * as ai from 'ai'
import { afterEach, describe, expect, it, vi } from 'vitest'
import * as z from 'zod'
import { createAgent } from '../../packages/sdk/src/agent/agent.ts'
import { observeAiSdk } from '../../packages/sdk/src/instrumentation/ai-sdk/observe-ai-sdk.ts'
import { instrumentations } from '../../packages/sdk/src/instrumentation/instrumentations.ts'
import { createTestTelemetry, type TestTelemetry } from '../../packages/sdk/src/testing/create-test-telemetry.ts'
import { claudeMessage, startAnthropicServer } from './anthropic-server.ts'
import { type ModelReply, startModelServer } from './model-server.ts'
import { startScriptedServer } from './scripted-server.ts'

const open: { close(): Promise<void> }[] = []

function createTelemetry(): TestTelemetry {
  const telemetry = createTestTelemetry({
    instrumentations: instrumentations(),
  })
  open.push({ close: () => telemetry.shutdown() })
  return telemetry
}

async function modelOf(...replies: ModelReply[]) {
  const server = await startModelServer(...replies)
  open.push(server)
  return createOpenAICompatible({ name: 'local', baseURL: server.url, includeUsage: true })('gpt-next')
}

function searchTool(execute: (input: { q: string }) => unknown = ({ q }) => `found ${q}`) {
  return ai.tool({ description: 'Searches', inputSchema: z.object({ q: z.string() }), execute })
}

const TWO_STEPS: ModelReply[] = [{ toolCalls: [{ name: 'search', input: { q: 'x' } }] }, { text: 'all done' }]

function tree(telemetry: TestTelemetry): Record<string, string | undefined> {
  const names = new Map(telemetry.spans.map((span) => [span.spanId, span.name]))
  return Object.fromEntries(telemetry.spans.map((span) => [span.name, names.get(span.parentSpanId ?? '')]))
}

afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close()
})

describe('the AI SDK, observed', () => {
  it('generates as before: a call is one span below the active one', async () => {
    const telemetry = createTelemetry()
    const { generateText } = observeAiSdk(ai, { telemetry })
    const model = await modelOf({ text: 'hi' })
    const result = await telemetry.trace('request', () => generateText({ model, prompt: 'hello', temperature: 0.1 }))
    expect(result.text).toBe('hi')
    expect(result.totalUsage).toMatchObject({ inputTokens: 10, outputTokens: 5 })
    expect(tree(telemetry)).toEqual({ 'chat gpt-next': 'request', request: undefined })
    expect(telemetry.span('chat gpt-next').attributes).toMatchObject({
      'gen_ai.operation.name': 'chat',
      'gen_ai.request.model': 'gpt-next',
      'gen_ai.request.temperature': 0.1,
      'gen_ai.response.finish_reasons': ['stop'],
      'gen_ai.usage.input_tokens': 10,
      'gen_ai.usage.output_tokens': 5,
      'gen_ai.output.messages': expect.stringContaining('hi'),
    })
  })

  it('shows a call with tools as an agent with its steps and tool calls, streamed or not', async () => {
    for (const isStream of [false, true]) {
      const telemetry = createTelemetry()
      const { generateText, streamText, stepCountIs } = observeAiSdk(ai, { telemetry })
      const call = {
        model: await modelOf(...TWO_STEPS),
        prompt: 'find x',
        tools: { search: searchTool() },
        stopWhen: stepCountIs(5),
      }
      const text = isStream ? await streamText(call).text : (await generateText(call)).text
      expect(text).toBe('all done')
      const name = isStream ? 'invoke_agent streamText' : 'invoke_agent generateText'
      await vi.waitFor(() => telemetry.span(name), 20_000)
      expect(tree(telemetry)).toEqual({ 'chat gpt-next': name, 'execute_tool search': name, [name]: undefined })
      expect(telemetry.spans.filter((span) => span.name === 'chat gpt-next')).toHaveLength(2)
      expect(telemetry.span(name).attributes).toMatchObject({
        'gen_ai.operation.name': 'invoke_agent',
        'gen_ai.usage.input_tokens': 20,
        'gen_ai.usage.output_tokens': 10,
        'gen_ai.response.finish_reasons': ['stop'],
      })
      expect(telemetry.span('execute_tool search').attributes['gen_ai.tool.call.arguments']).toBe('{"q":"x"}')
    }
  })

  it('streams chunk by chunk, with the time to the first', async () => {
    const telemetry = createTelemetry()
    const { streamText } = observeAiSdk(ai, { telemetry })
    const chunks: string[] = []
    const { textStream } = streamText({ model: await modelOf({ text: 'one two three' }), prompt: 'go' })
    for await (const chunk of textStream) chunks.push(chunk)
    expect(chunks.length).toBeGreaterThan(1)
    expect(telemetry.span('chat gpt-next').attributes['gen_ai.response.time_to_first_chunk']).toEqual(
      expect.any(Number),
    )
  })

  it('throws what the model and lets fail what the tools throw, each on its span', async () => {
    const telemetry = createTelemetry()
    const { generateText, stepCountIs } = observeAiSdk(ai, { telemetry })
    const refused = await modelOf({ status: 400, text: 'wrong' })
    const error = await generateText({ model: refused, prompt: 'x', maxRetries: 0 }).catch((thrown: unknown) => thrown)
    expect(ai.APICallError.isInstance(error)).toBe(true)
    expect(telemetry.span('chat gpt-next').status).toBe('ERROR')

    const search = searchTool(() => {
      throw new RangeError('no index')
    })
    const model = await modelOf(...TWO_STEPS)
    const result = await generateText({ model, prompt: 'x', tools: { search }, stopWhen: stepCountIs(3) })
    expect(result.text).toBe('all done')
    expect(telemetry.span('execute_tool search').attributes['error.type']).toBe('RangeError')
    expect(telemetry.span('invoke_agent generateText').status).toBe('UNSET')
  })

  it('ends every span of a stream that fails or is aborted', async () => {
    const telemetry = createTelemetry()
    const { streamText } = observeAiSdk(ai, { telemetry })
    const tools = { search: searchTool() }
    const errors: unknown[] = []
    const failing = streamText({
      model: await modelOf({ status: 500 }),
      prompt: 'x',
      tools,
      maxRetries: 0,
      onError: ({ error }) => void errors.push(error),
    })
    await failing.consumeStream()
    expect(errors).toHaveLength(1)
    expect(telemetry.span('invoke_agent streamText').status).toBe('ERROR')

    const controller = new AbortController()
    const aborted = streamText({
      model: await modelOf({ text: 'a b c d e f', chunkDelayMs: 20 }),
      prompt: 'x',
      tools,
      abortSignal: controller.signal,
    })
    for await (const part of aborted.fullStream) if (part.type === 'text-delta') controller.abort()
    await vi.waitFor(() => expect(telemetry.spans).toHaveLength(4), 20_000)
    for (const span of telemetry.spans.slice(2)) {
      expect(span.attributes['hanzo.aborted']).toBe(true)
      expect(span.status).toBe('UNSET')
    }
  })

  it('tells the console of a stream that fails where nobody asks, as the AI SDK itself does', async () => {
    const { streamText } = observeAiSdk(ai, { telemetry: createTelemetry() })
    const log = vi.spyOn(console, 'error').mockImplementation(() => undefined)
    const model = await modelOf({ status: 500 })
    await streamText({ model, prompt: 'x', tools: { search: searchTool() }, maxRetries: 0 }).consumeStream()
    expect(log).toHaveBeenCalledTimes(1)
    log.mockRestore()
  })

  it('observes objects, embeddings, models of Anthropic, and models that prepareStep chooses', async () => {
    const telemetry = createTelemetry()
    const { generateObject, generateText, embed } = observeAiSdk(ai, { telemetry })
    const schema = z.object({ n: z.number() })
    const { object } = await generateObject({ model: await modelOf({ text: '{"n":1}' }), schema, prompt: 'x' })
    expect(object).toEqual({ n: 1 })
    expect(telemetry.span('chat gpt-next').attributes['gen_ai.output.type']).toBe('json')

    const claude = await startAnthropicServer(claudeMessage({ text: 'from claude' }))
    open.push(claude)
    const anthropic = createAnthropic({ apiKey: 'k', baseURL: claude.url })
    const other = await modelOf({ text: 'never asked' })
    const { text } = await generateText({
      model: other,
      prompt: 'x',
      prepareStep: () => ({ model: anthropic('claude-next') }),
    })
    expect(text).toBe('from claude')
    expect(telemetry.span('chat claude-next').attributes).toMatchObject({
      'gen_ai.provider.name': 'anthropic',
      'gen_ai.usage.input_tokens': 10,
    })

    const server = await startScriptedServer({
      json: { data: [{ embedding: [1, 2], index: 0 }], usage: { prompt_tokens: 3 } },
    })
    open.push(server)
    const provider = createOpenAICompatible({ name: 'local', baseURL: server.url })
    const { embedding } = await embed({ model: provider.embeddingModel('embed-next'), value: 'x' })
    expect(embedding).toEqual([1, 2])
    expect(telemetry.span('embeddings embed-next').attributes['gen_ai.usage.input_tokens']).toBe(3)
  })

  it('observes a ToolLoopAgent by its id, generating and streaming', async () => {
    const telemetry = createTelemetry()
    const { ToolLoopAgent } = observeAiSdk(ai, { telemetry })
    const agent = new ToolLoopAgent({
      id: 'finder',
      model: await modelOf(...TWO_STEPS, ...TWO_STEPS),
      tools: { search: searchTool() },
    })
    expect(agent).toBeInstanceOf(ai.ToolLoopAgent)
    expect((await agent.generate({ prompt: 'x' })).text).toBe('all done')
    expect(await (await agent.stream({ prompt: 'x' })).text).toBe('all done')
    await vi.waitFor(() => expect(telemetry.spans).toHaveLength(8), 20_000)
    expect(telemetry.spans.filter((span) => span.name === 'invoke_agent finder')).toHaveLength(2)
    expect(tree(telemetry)).toMatchObject({
      'chat gpt-next': 'invoke_agent finder',
      'execute_tool search': 'invoke_agent finder',
    })
    expect(telemetry.span('execute_tool search').attributes['gen_ai.agent.name']).toBe('finder')
  })

  it('makes no second span for our own agents, nor for a call that the AI SDK traces itself', async () => {
    const telemetry = createTelemetry()
    const { generateText } = observeAiSdk(ai, { telemetry })
    await generateText({
      model: await modelOf({ text: 'x' }),
      prompt: 'x',
      experimental_telemetry: { isEnabled: true },
    })
    expect(telemetry.spans).toHaveLength(0)
    const agent = createAgent({ name: 'own', model: await modelOf({ text: 'x' }), telemetry })
    await agent.run({ messages: [{ role: 'user', content: 'x' }] })
    expect(telemetry.spans.map((span) => span.name)).toEqual(['chat gpt-next', 'invoke_agent own'])
  })

  it('is wrapped without a word where it is loaded with require, and no longer after shutdown', async () => {
    const telemetry = createTelemetry()
    const require = createRequire(import.meta.url)
    const required = require('ai') as typeof ai
    expect((await required.generateText({ model: await modelOf({ text: 'hi' }), prompt: 'x' })).text).toBe('hi')
    expect(telemetry.spans.map((span) => span.name)).toEqual(['chat gpt-next'])
    expect(require('ai')).toBe(required)
    await telemetry.shutdown()
    expect((require('ai') as typeof ai).generateText).not.toBe(required.generateText)
    expect((await required.generateText({ model: await modelOf({ text: 'hi' }), prompt: 'x' })).text).toBe('hi')
  })

  it('is not loaded by the entry, and neither are the clients', async () => {
    const entry = new URL('../../packages/sdk/src/instrumentation/index.ts', import.meta.url)
    const script = `
      await import(${JSON.stringify(entry.href)})
      const loaded = Object.keys(process.getBuiltinModule('node:module').Module._cache)
      process.stdout.write(JSON.stringify(loaded.filter((path) => /node_modules.(ai|openai|@anthropic-ai|@modelcontextprotocol)/.test(path))))
    `
    const stdout = await new Promise<string>((resolve, reject) => {
      execFile(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], (error, out) =>
        error ? reject(error) : resolve(out),
      )
    })
    expect(JSON.parse(stdout)).toEqual([])
  })
})
