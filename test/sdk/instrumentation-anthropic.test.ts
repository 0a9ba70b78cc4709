import { createRequire } from 'node:module'
import Anthropic from '@anthropic-ai/sdk'
import { trace } from '@opentelemetry/api'
import { afterEach, describe, expect, it } from 'vitest'
import { instrumentations } from '../../packages/sdk/src/instrumentation/instrumentations.ts'
import type { TelemetryConfig } from '../../packages/sdk/src/telemetry/telemetry-config.ts'
import { createTestTelemetry, type TestTelemetry } from '../../packages/sdk/src/testing/create-test-telemetry.ts'
import { claudeError, claudeMessage, claudeStream, startAnthropicServer } from './anthropic-server.ts'
import type { ScriptedAnswer } from './scripted-server.ts'

const MODEL = 'claude-next'
const ASK = { model: MODEL, max_tokens: 100, messages: [{ role: 'user' as const, content: 'hello' }] }
const open: { close(): Promise<void> }[] = []

function observed(config: TelemetryConfig = {}): TestTelemetry {
  const telemetry = createTestTelemetry({
    registerGlobal: true,
    instrumentations: instrumentations({ anthropic: Anthropic }),
    ...config,
  })
  open.push({ close: () => telemetry.shutdown() })
  return telemetry
}

async function clientOf(...answers: ScriptedAnswer[]): Promise<Anthropic> {
  const server = await startAnthropicServer(...answers)
  open.push(server)
  return new Anthropic({ apiKey: 'test', baseURL: server.url, maxRetries: 0 })
}

afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close()
  trace.disable()
})

describe('the Anthropic client, observed', () => {
  it('answers as before, with one span that names the model, tokens, finish reason and content', async () => {
    const telemetry = observed()
    const reply = claudeMessage({
      text: 'hi there',
      toolUse: { name: 'search', input: { q: 'x' } },
      usage: { input: 10, output: 7, cacheRead: 4, cacheWrite: 2 },
    })
    const client = await clientOf(reply, reply)
    const tools = [{ name: 'search', description: 'Searches', input_schema: { type: 'object' as const } }]
    const message = await client.messages.create({ ...ASK, system: 'Be brief', stop_sequences: ['END'], tools })
    expect({ ...message }).toMatchObject(reply.json as Record<string, unknown>)
    expect(telemetry.spans.map((span) => span.name)).toEqual([`chat ${MODEL}`])
    const { attributes, kind, status } = telemetry.span(`chat ${MODEL}`)
    expect([kind, status]).toEqual(['CLIENT', 'UNSET'])
    expect(attributes).toMatchObject({
      'gen_ai.operation.name': 'chat',
      'gen_ai.provider.name': 'anthropic',
      'gen_ai.request.model': MODEL,
      'gen_ai.request.max_tokens': 100,
      'gen_ai.request.stop_sequences': ['END'],
      'gen_ai.response.id': 'msg_1',
      'gen_ai.response.model': MODEL,
      'gen_ai.response.finish_reasons': ['tool_use'],
      'gen_ai.usage.input_tokens': 16,
      'gen_ai.usage.output_tokens': 7,
      'gen_ai.usage.cache_read.input_tokens': 4,
      'gen_ai.usage.cache_creation.input_tokens': 2,
      'server.address': '127.0.0.1',
    })
    expect(JSON.parse(attributes['gen_ai.system_instructions'] as string)).toEqual([
      { type: 'text', content: 'Be brief' },
    ])
    expect(JSON.parse(attributes['gen_ai.input.messages'] as string)).toEqual([
      { role: 'user', parts: [{ type: 'text', content: 'hello' }] },
    ])
    expect(JSON.parse(attributes['gen_ai.output.messages'] as string)).toEqual([
      {
        role: 'assistant',
        parts: [
          { type: 'text', content: 'hi there' },
          { type: 'tool_call', id: 'toolu_1', name: 'search', arguments: { q: 'x' } },
        ],
        finish_reason: 'tool_use',
      },
    ])
    const usage = await telemetry.metrics('gen_ai.client.token.usage')
    expect(usage.map((point) => point.tags['gen_ai.token.type']).sort()).toEqual(['input', 'output'])
    expect(await telemetry.metrics('gen_ai.client.operation.duration')).toHaveLength(1)
  })

  it('keeps withResponse and asResponse, the body unread', async () => {
    const telemetry = observed()
    const client = await clientOf(claudeMessage({ text: 'one' }), claudeMessage({ text: 'two' }))
    const { data, response } = await client.messages.create(ASK).withResponse()
    expect(data.content).toEqual([{ type: 'text', text: 'one' }])
    expect(response.status).toBe(200)
    const raw = await client.messages.create(ASK).asResponse()
    expect(((await raw.json()) as { id: string }).id).toBe('msg_1')
    expect(telemetry.spans).toHaveLength(2)
    expect(telemetry.spans[0]?.attributes['gen_ai.usage.output_tokens']).toBe(5)
  })

  it('streams as before, with the whole answer on the span', async () => {
    const telemetry = observed()
    const reply = { thinking: 'hmm', text: 'hello you', toolUse: { name: 'f', input: { a: [1, 2] } } }
    const client = await clientOf(claudeStream(reply))
    const types: string[] = []
    for await (const event of await client.messages.create({ ...ASK, stream: true })) types.push(event.type)
    expect(types[0]).toBe('message_start')
    expect(types.at(-1)).toBe('message_stop')
    const { attributes } = telemetry.span(`chat ${MODEL}`)
    expect(attributes).toMatchObject({
      'gen_ai.request.stream': true,
      'gen_ai.response.finish_reasons': ['tool_use'],
      'gen_ai.usage.input_tokens': 10,
      'gen_ai.usage.output_tokens': 5,
      'gen_ai.response.time_to_first_chunk': expect.any(Number),
    })
    expect(JSON.parse(attributes['gen_ai.output.messages'] as string)[0].parts).toEqual([
      { type: 'reasoning', content: 'hmm' },
      { type: 'text', content: 'hello you' },
      { type: 'tool_call', id: 'toolu_1', name: 'f', arguments: { a: [1, 2] } },
    ])
  })

  it('keeps its stream helper, of the beta resource too', async () => {
    const telemetry = observed()
    const client = await clientOf(claudeStream({ text: 'from the helper' }), claudeMessage({ text: 'beta' }))
    const texts: string[] = []
    const stream = client.messages.stream(ASK).on('text', (text) => texts.push(text))
    expect((await stream.finalMessage()).content).toMatchObject([{ type: 'text', text: 'from the helper' }])
    expect(texts.join('')).toBe('from the helper')
    await client.beta.messages.create(ASK)
    expect(telemetry.spans.map((span) => span.name)).toEqual([`chat ${MODEL}`, `chat ${MODEL}`])
  })

  it('throws its own error, the same object the span tells of', async () => {
    const telemetry = observed()
    const client = await clientOf(claudeError(429, 'rate_limit_error', 'slow down'))
    const error = await client.messages.create(ASK).catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(Anthropic.RateLimitError)
    const span = telemetry.span(`chat ${MODEL}`)
    expect(span.status).toBe('ERROR')
    expect(span.attributes['error.type']).toBe('RateLimitError')
    expect(span.events[0]?.name).toBe('exception')
  })

  it('ends the span of a stream that is left, broken off or aborted, with what had come', async () => {
    const telemetry = observed()
    const slow = { eventDelayMs: 5 }
    const client = await clientOf(
      claudeStream({ text: 'left' }, slow),
      claudeStream({ text: 'broken' }, { breakAfterEvents: 3, eventDelayMs: 5 }),
      claudeStream({ text: 'aborted' }, slow),
      { hang: true },
    )
    for await (const event of await client.messages.create({ ...ASK, stream: true })) {
      if (event.type === 'content_block_delta') break
    }
    expect(telemetry.spans[0]?.attributes).toMatchObject({ 'hanzo.aborted': true, 'gen_ai.usage.input_tokens': 10 })
    expect(telemetry.spans[0]?.status).toBe('UNSET')

    const broken = async () => {
      for await (const _ of await client.messages.create({ ...ASK, stream: true }));
    }
    await expect(broken()).rejects.toThrow()
    expect(telemetry.spans[1]?.status).toBe('ERROR')

    const stream = await client.messages.create({ ...ASK, stream: true })
    stream.controller.abort()
    expect(telemetry.spans[2]?.attributes['hanzo.aborted']).toBe(true)

    const controller = new AbortController()
    const hanging = client.messages.create(ASK, { signal: controller.signal })
    controller.abort()
    await expect(hanging).rejects.toBeInstanceOf(Anthropic.APIUserAbortError)
    expect(telemetry.spans[3]?.attributes['hanzo.aborted']).toBe(true)
    expect(telemetry.spans[3]?.status).toBe('UNSET')
  })

  it('leaves an unhandled rejection to be one, once', async () => {
    observed()
    const client = await clientOf(claudeError(500, 'api_error', 'broken'))
    const seen: unknown[] = []
    const listeners = process.rawListeners('unhandledRejection')
    process.removeAllListeners('unhandledRejection')
    const caught = new Promise<void>((resolve) => {
      process.on('unhandledRejection', (error) => {
        seen.push(error)
        resolve()
      })
    })
    void client.messages.create(ASK)
    await caught
    await new Promise((resolve) => setImmediate(resolve))
    process.removeAllListeners('unhandledRejection')
    for (const listener of listeners) process.on('unhandledRejection', listener as NodeJS.UnhandledRejectionListener)
    expect(seen).toHaveLength(1)
    expect(seen[0]).toBeInstanceOf(Anthropic.InternalServerError)
  })

  it('shows content as the redaction level says', async () => {
    const metadata = observed({ redaction: { captureContent: 'metadata' } })
    const client = await clientOf(claudeMessage({ text: 'secret answer' }), claudeMessage({ text: 'secret answer' }))
    await client.messages.create(ASK)
    expect(JSON.stringify(metadata.span(`chat ${MODEL}`).attributes)).not.toContain('secret answer')
    expect(metadata.span(`chat ${MODEL}`).attributes['gen_ai.output.messages']).toBeDefined()
    await metadata.shutdown()
    const none = observed({ redaction: { captureContent: 'none' } })
    await client.messages.create(ASK)
    expect(none.span(`chat ${MODEL}`).attributes['gen_ai.output.messages']).toBeUndefined()
    expect(none.span(`chat ${MODEL}`).attributes['gen_ai.usage.input_tokens']).toBe(10)
  })

  it('is the child of the active span and carries the session', async () => {
    const telemetry = observed()
    const client = await clientOf(claudeMessage({ text: 'x' }))
    await telemetry.withSession('sess_client', () => telemetry.trace('request', () => client.messages.create(ASK)))
    const span = telemetry.span(`chat ${MODEL}`)
    expect(span.parentSpanId).toBe(telemetry.span('request').spanId)
    expect(span.attributes['session.id']).toBe('sess_client')
  })

  it('is what it was after shutdown, its own tracing included', async () => {
    const create = Anthropic.Messages.prototype.create
    const telemetry = observed()
    expect(Anthropic.Messages.prototype.create).not.toBe(create)
    await telemetry.shutdown()
    expect(Anthropic.Messages.prototype.create).toBe(create)
  })

  it('is found without being named where it is loaded with require', async () => {
    const required = createRequire(import.meta.url)('@anthropic-ai/sdk') as typeof import('@anthropic-ai/sdk')
    const telemetry = observed({ instrumentations: instrumentations() })
    const server = await startAnthropicServer(claudeMessage({ text: 'x' }))
    open.push(server)
    await new required.Anthropic({ apiKey: 'test', baseURL: server.url }).messages.create(ASK)
    expect(telemetry.spans.map((span) => span.name)).toEqual([`chat ${MODEL}`])
  })

  it('makes one span for two telemetries that both observe it, of the newer', async () => {
    const older = observed({ registerGlobal: false })
    const newer = observed({ registerGlobal: false })
    const client = await clientOf(claudeMessage({ text: 'x' }), claudeMessage({ text: 'x' }))
    await client.messages.create(ASK)
    expect([older.spans.length, newer.spans.length]).toEqual([0, 1])
    await newer.shutdown()
    await client.messages.create(ASK)
    expect([older.spans.length, newer.spans.length]).toEqual([1, 1])
  })
})
