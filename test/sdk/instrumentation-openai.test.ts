import { createRequire } from 'node:module'
import OpenAI, { AzureOpenAI } from 'openai'
import { zodResponseFormat } from 'openai/helpers/zod'
import { afterEach, describe, expect, it } from 'vitest'
import * as z from 'zod'
import { instrumentations } from '../../packages/sdk/src/instrumentation/instrumentations.ts'
import type { TelemetryConfig } from '../../packages/sdk/src/telemetry/telemetry-config.ts'
import { createTestTelemetry, type TestTelemetry } from '../../packages/sdk/src/testing/create-test-telemetry.ts'
import { type ModelReply, startModelServer } from './model-server.ts'

const ASK = { model: 'gpt-next', messages: [{ role: 'user' as const, content: 'hello' }] }
const open: { close(): Promise<void> }[] = []

function observed(config: TelemetryConfig = {}): TestTelemetry {
  const telemetry = createTestTelemetry({
    instrumentations: instrumentations({ openai: OpenAI }),
    ...config,
  })
  open.push({ close: () => telemetry.shutdown() })
  return telemetry
}

async function clientOf(...replies: ModelReply[]): Promise<OpenAI> {
  const server = await startModelServer(...replies)
  open.push(server)
  return new OpenAI({ apiKey: 'test', baseURL: server.url, maxRetries: 0 })
}

afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close()
})

describe('chat completions of the OpenAI client, observed', () => {
  it('answer as before, with one span that names the model, tokens, finish reason and content', async () => {
    const telemetry = observed()
    const reply = {
      text: 'hi there',
      toolCalls: [{ name: 'search', input: { q: 'x' }, id: 'call_1' }],
      usage: { input: 12, output: 7, cached: 4, reasoning: 2 },
    }
    const client = await clientOf(reply)
    const completion = await client.chat.completions.create({
      model: 'gpt-next',
      temperature: 0.5,
      stop: 'END',
      max_completion_tokens: 50,
      messages: [
        { role: 'system', content: 'Be brief' },
        {
          role: 'user',
          content: [
            { type: 'text', text: 'look' },
            { type: 'image_url', image_url: { url: 'https://x.test/a.png' } },
          ],
        },
        {
          role: 'assistant',
          tool_calls: [{ id: 'c0', type: 'function', function: { name: 'f', arguments: '{"a":1}' } }],
        },
        { role: 'tool', tool_call_id: 'c0', content: 'done' },
      ],
    })
    expect(completion.choices[0]?.message.content).toBe('hi there')
    expect(telemetry.spans.map((span) => span.name)).toEqual(['chat gpt-next'])
    const { attributes, kind, status } = telemetry.span('chat gpt-next')
    expect([kind, status]).toEqual(['CLIENT', 'UNSET'])
    expect(attributes).toMatchObject({
      'gen_ai.operation.name': 'chat',
      'gen_ai.provider.name': 'openai',
      'gen_ai.request.model': 'gpt-next',
      'gen_ai.request.temperature': 0.5,
      'gen_ai.request.max_tokens': 50,
      'gen_ai.request.stop_sequences': ['END'],
      'gen_ai.response.id': 'chatcmpl-1',
      'gen_ai.response.model': 'gpt-next',
      'gen_ai.response.finish_reasons': ['tool_calls'],
      'gen_ai.usage.input_tokens': 12,
      'gen_ai.usage.output_tokens': 7,
      'gen_ai.usage.cache_read.input_tokens': 4,
      'gen_ai.usage.reasoning.output_tokens': 2,
      'server.address': '127.0.0.1',
      'server.port': expect.any(Number),
    })
    expect(JSON.parse(attributes['gen_ai.system_instructions'] as string)).toEqual([
      { type: 'text', content: 'Be brief' },
    ])
    expect(JSON.parse(attributes['gen_ai.input.messages'] as string)).toEqual([
      {
        role: 'user',
        parts: [
          { type: 'text', content: 'look' },
          { type: 'uri', modality: 'image', uri: 'https://x.test/a.png' },
        ],
      },
      { role: 'assistant', parts: [{ type: 'tool_call', id: 'c0', name: 'f', arguments: { a: 1 } }] },
      { role: 'tool', parts: [{ type: 'tool_call_response', id: 'c0', response: 'done' }] },
    ])
    expect(JSON.parse(attributes['gen_ai.output.messages'] as string)).toEqual([
      {
        role: 'assistant',
        parts: [
          { type: 'text', content: 'hi there' },
          { type: 'tool_call', id: 'call_1', name: 'search', arguments: { q: 'x' } },
        ],
        finish_reason: 'tool_calls',
      },
    ])
    expect(await telemetry.metrics('gen_ai.client.operation.duration')).toHaveLength(1)
    expect(await telemetry.metrics('gen_ai.client.token.usage')).toHaveLength(2)
  })

  it('keep withResponse, asResponse with the body unread, parse and the stream helper', async () => {
    const telemetry = observed()
    const client = await clientOf({ text: 'one' }, { text: 'two' }, { text: '{"n":3}' }, { text: 'from the helper' })
    const { data, response } = await client.chat.completions.create(ASK).withResponse()
    expect([data.choices[0]?.message.content, response.status]).toEqual(['one', 200])
    const raw = await client.chat.completions.create(ASK).asResponse()
    expect(await raw.json()).toMatchObject({ id: 'chatcmpl-1' })
    const format = zodResponseFormat(z.object({ n: z.number() }), 'answer')
    const parsed = await client.chat.completions.parse({ ...ASK, response_format: format })
    expect(parsed.choices[0]?.message.parsed).toEqual({ n: 3 })
    const stream = client.chat.completions.stream(ASK)
    expect(await stream.finalContent()).toBe('from the helper')
    expect(telemetry.spans).toHaveLength(4)
    expect(telemetry.spans[2]?.attributes).toMatchObject({
      'gen_ai.output.type': 'json',
      'gen_ai.response.finish_reasons': ['stop'],
    })
    expect(telemetry.spans[3]?.attributes['gen_ai.response.finish_reasons']).toEqual(['stop'])
  })

  it('stream as before, with the whole answer on the span', async () => {
    const telemetry = observed()
    const client = await clientOf({ text: 'hello you', toolCalls: [{ name: 'f', input: { a: 1 }, id: 'c1' }] })
    let text = ''
    const stream = await client.chat.completions.create({
      ...ASK,
      stream: true,
      stream_options: { include_usage: true },
    })
    for await (const chunk of stream) text += chunk.choices[0]?.delta.content ?? ''
    expect(text).toBe('hello you')
    const { attributes } = telemetry.span('chat gpt-next')
    expect(attributes).toMatchObject({
      'gen_ai.request.stream': true,
      'gen_ai.response.finish_reasons': ['tool_calls'],
      'gen_ai.usage.input_tokens': 10,
      'gen_ai.usage.output_tokens': 5,
      'gen_ai.response.time_to_first_chunk': expect.any(Number),
    })
    expect(JSON.parse(attributes['gen_ai.output.messages'] as string)[0].parts).toEqual([
      { type: 'text', content: 'hello you' },
      { type: 'tool_call', id: 'c1', name: 'f', arguments: { a: 1 } },
    ])
  })

  it('can be read through both branches of tee, and through toReadableStream', async () => {
    const telemetry = observed()
    const client = await clientOf({ text: 'one two' }, { text: 'three' })
    const [left, right] = (await client.chat.completions.create({ ...ASK, stream: true })).tee()
    const read = async (branch: AsyncIterable<{ choices: { delta: { content?: string | null } }[] }>) => {
      let text = ''
      for await (const chunk of branch) text += chunk.choices[0]?.delta.content ?? ''
      return text
    }
    expect(await Promise.all([read(left), read(right)])).toEqual(['one two', 'one two'])
    const readable = (await client.chat.completions.create({ ...ASK, stream: true })).toReadableStream()
    const chunks: unknown[] = []
    for await (const chunk of readable as AsyncIterable<unknown>) chunks.push(chunk)
    expect(chunks.length).toBeGreaterThan(1)
    expect(telemetry.spans).toHaveLength(2)
  })

  it('throw their own error, and end the span of what is left, broken off or aborted', async () => {
    const telemetry = observed()
    const client = await clientOf(
      { status: 429, text: 'slow down' },
      { text: 'a b c d', chunkDelayMs: 5 },
      { text: 'a b c d', breakAfterChunks: 2, chunkDelayMs: 5 },
      { hang: true },
    )
    const refused = await client.chat.completions.create(ASK).catch((error: unknown) => error)
    expect(refused).toBeInstanceOf(OpenAI.RateLimitError)
    expect(telemetry.spans[0]?.attributes['error.type']).toBe('RateLimitError')
    expect(telemetry.spans[0]?.status).toBe('ERROR')

    for await (const _ of await client.chat.completions.create({ ...ASK, stream: true })) break
    expect(telemetry.spans[1]?.attributes['hanzo.aborted']).toBe(true)

    const broken = async () => {
      for await (const _ of await client.chat.completions.create({ ...ASK, stream: true }));
    }
    await expect(broken()).rejects.toThrow()
    expect(telemetry.spans[2]?.status).toBe('ERROR')

    const controller = new AbortController()
    const hanging = client.chat.completions.create(ASK, { signal: controller.signal })
    controller.abort()
    await expect(hanging).rejects.toBeInstanceOf(OpenAI.APIUserAbortError)
    expect(telemetry.spans[3]?.attributes['hanzo.aborted']).toBe(true)
    const durations = await telemetry.metrics('gen_ai.client.operation.duration')
    expect(durations.map((point) => point.tags['error.type']).sort()).toContain('RateLimitError')
  })

  it('of Azure and of servers that speak the same protocol are told apart', async () => {
    const telemetry = observed()
    const server = await startModelServer({ text: 'x' })
    open.push(server)
    const fetch: typeof globalThis.fetch = (input, init) => {
      const { pathname } = new URL(input instanceof Request ? input.url : input)
      return globalThis.fetch(`${server.url}${pathname.slice(pathname.indexOf('/chat'))}`, init)
    }
    const azure = new AzureOpenAI({ apiKey: 'k', endpoint: 'https://team.openai.azure.com', apiVersion: 'v1', fetch })
    await azure.chat.completions.create(ASK)
    expect(telemetry.span('chat gpt-next').attributes).toMatchObject({
      'gen_ai.provider.name': 'azure.ai.openai',
      'server.address': 'team.openai.azure.com',
      'server.port': 443,
    })
  })

  it('are seen for a client or a module that is named, and found without a name where it is loaded with require', async () => {
    const server = await startModelServer()
    open.push(server)
    server.always({ text: 'x' })
    const options = { apiKey: 'k', baseURL: server.url }
    const esm = new OpenAI(options)
    const require = createRequire(import.meta.url)
    const required = require('openai') as typeof import('openai')
    const cjs = new required.OpenAI(options)
    for (const [source, client] of [
      [esm, esm],
      [await import('openai'), esm],
      [undefined, cjs],
    ] as const) {
      const telemetry = observed({ instrumentations: instrumentations({ openai: source }) })
      await client.chat.completions.create(ASK)
      expect(telemetry.spans).toHaveLength(1)
      await telemetry.shutdown()
    }
    const off = observed({ instrumentations: instrumentations({ openai: false }) })
    await cjs.chat.completions.create(ASK)
    expect(off.spans).toHaveLength(0)
  })

  it('are left alone by a telemetry that is disabled', async () => {
    const { create } = OpenAI.Chat.Completions.prototype
    observed({ enabled: false })
    expect(OpenAI.Chat.Completions.prototype.create).toBe(create)
  })
})
