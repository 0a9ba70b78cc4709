import OpenAI from 'openai'
import { afterEach, describe, expect, it } from 'vitest'
import { instrumentations } from '../../packages/sdk/src/instrumentation/instrumentations.ts'
import { createTestTelemetry, type TestTelemetry } from '../../packages/sdk/src/testing/create-test-telemetry.ts'
import { type ScriptedAnswer, startScriptedServer } from './scripted-server.ts'

const open: { close(): Promise<void> }[] = []

function observed(): TestTelemetry {
  const telemetry = createTestTelemetry({
    instrumentations: instrumentations({ openai: OpenAI }),
  })
  open.push({ close: () => telemetry.shutdown() })
  return telemetry
}

async function clientOfScript(...answers: ScriptedAnswer[]): Promise<OpenAI> {
  const server = await startScriptedServer(...answers)
  open.push(server)
  return new OpenAI({ apiKey: 'test', baseURL: `${server.url}/v1`, maxRetries: 0 })
}

afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close()
})

describe('the other endpoints of the OpenAI client, observed', () => {
  const response = {
    id: 'resp_1',
    object: 'response',
    model: 'gpt-next',
    status: 'completed',
    output: [
      { type: 'reasoning', id: 'r', summary: [{ type: 'summary_text', text: 'thinking' }] },
      { type: 'message', id: 'm', role: 'assistant', content: [{ type: 'output_text', text: 'hi', annotations: [] }] },
      { type: 'function_call', id: 'f', call_id: 'c1', name: 'search', arguments: '{"q":"x"}' },
    ],
    usage: {
      input_tokens: 9,
      output_tokens: 6,
      total_tokens: 15,
      input_tokens_details: { cached_tokens: 3 },
      output_tokens_details: { reasoning_tokens: 2 },
    },
  }

  it('answer responses as before, whole and as a stream, withResponse included', async () => {
    const telemetry = observed()
    const events = [
      { type: 'response.created', response: { ...response, status: 'in_progress', output: [], usage: null } },
      { type: 'response.output_text.delta', delta: 'hi', item_id: 'm', output_index: 1, content_index: 0 },
      { type: 'response.completed', response },
    ]
    const client = await clientOfScript({ json: response }, { events })
    const whole = await client.responses.create({ model: 'gpt-next', instructions: 'Be brief', input: 'hello' })
    expect(whole.output_text).toBe('hi')
    const { data } = await client.responses.create({ model: 'gpt-next', input: 'hello', stream: true }).withResponse()
    const types: string[] = []
    for await (const event of data) types.push(event.type)
    expect(types).toEqual(['response.created', 'response.output_text.delta', 'response.completed'])
    expect(telemetry.spans).toHaveLength(2)
    for (const { attributes } of telemetry.spans) {
      expect(attributes).toMatchObject({
        'gen_ai.operation.name': 'chat',
        'gen_ai.response.id': 'resp_1',
        'gen_ai.response.finish_reasons': ['tool_calls'],
        'gen_ai.usage.input_tokens': 9,
        'gen_ai.usage.output_tokens': 6,
        'gen_ai.usage.cache_read.input_tokens': 3,
        'gen_ai.usage.reasoning.output_tokens': 2,
      })
      expect(JSON.parse(attributes['gen_ai.output.messages'] as string)[0].parts).toEqual([
        { type: 'reasoning', content: 'thinking' },
        { type: 'text', content: 'hi' },
        { type: 'tool_call', id: 'c1', name: 'search', arguments: { q: 'x' } },
      ])
    }
    expect(telemetry.spans[1]?.attributes['gen_ai.response.time_to_first_chunk']).toEqual(expect.any(Number))
  })

  it('embed as before, with an embeddings span', async () => {
    const telemetry = observed()
    const json = {
      object: 'list',
      model: 'embed-next',
      data: [{ object: 'embedding', index: 0, embedding: [0.5, 0.25] }],
      usage: { prompt_tokens: 4, total_tokens: 4 },
    }
    const client = await clientOfScript({ json })
    const result = await client.embeddings.create({ model: 'embed-next', input: 'x', encoding_format: 'float' })
    expect(result.data[0]?.embedding).toEqual([0.5, 0.25])
    expect(telemetry.span('embeddings embed-next').attributes).toMatchObject({
      'gen_ai.operation.name': 'embeddings',
      'gen_ai.usage.input_tokens': 4,
    })
  })
})
