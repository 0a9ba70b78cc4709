import { readFileSync } from 'node:fs'
import type { AnyValue } from '@hanzo/schema/otlp'
import { describe, expect, it } from 'vitest'
import { genAiAttributesOf } from './gen-ai-attributes.ts'
import { type GenAiColumns, genAiColumnsOf } from './gen-ai-columns-of.ts'
import { hasGenAiKey } from './gen-ai-keys.ts'

interface CapturedSpan {
  name: string
  spanId: string
  parentSpanId: string
  startUnixNano: string
  attributes: Record<string, unknown>
}

function attributeValue(value: unknown): AnyValue {
  if (Array.isArray(value)) return value.map(attributeValue)
  return typeof value === 'number' && Number.isInteger(value) ? BigInt(value) : (value as AnyValue)
}

/** Spans as the SDK itself wrote them, in the order in which they ended. */
function captured(dialect: string): { name: string; columns: GenAiColumns }[] {
  const file = new URL(`captured/${dialect}.json`, import.meta.url)
  const { spans } = JSON.parse(readFileSync(file, 'utf8')) as { spans: CapturedSpan[] }
  return spans.map(({ name, startUnixNano, attributes }) => {
    expect(hasGenAiKey(Object.keys(attributes)), name).toBe(true)
    const values = new Map(Object.entries(attributes).map(([key, value]) => [key, attributeValue(value)]))
    return { name, columns: genAiColumnsOf(genAiAttributesOf(values), BigInt(startUnixNano)) }
  })
}

/** The columns of the spans of a name. */
function columnsOf(dialect: string, name: string): GenAiColumns[] {
  return captured(dialect)
    .filter((span) => span.name === name)
    .map(({ columns }) => columns)
}

function totals(dialect: string) {
  const calls = captured(dialect).filter(({ columns }) => columns.gen_ai_is_inference)
  const sum = (key: 'gen_ai_input_tokens' | 'gen_ai_output_tokens') =>
    calls.reduce((all, { columns }) => all + columns[key], 0)
  return { calls: calls.length, input: sum('gen_ai_input_tokens'), output: sum('gen_ai_output_tokens') }
}

const chat = {
  gen_ai_kind: 'llm',
  gen_ai_operation_name: 'chat',
  gen_ai_is_inference: true,
  gen_ai_input_tokens: 1200,
  gen_ai_output_tokens: 50,
  gen_ai_input_preview: 'Where is my order A-1?',
}
const cached = { gen_ai_cache_read_input_tokens: 1024 }
const reasoned = { gen_ai_reasoning_output_tokens: 20 }
// 176 new and 1,024 cached tokens in, 50 out, of gpt-4o-mini: $0.15, $0.075 and $0.60 a million.
const cachedCost = (176 * 0.15 + 1024 * 0.075 + 50 * 0.6) / 1e6
const called = { gen_ai_finish_reason: 'tool_calls', gen_ai_output_preview: 'lookup({"orderId":"A-1"})' }
const answered = { gen_ai_finish_reason: 'stop', gen_ai_output_preview: 'It is on its way.' }
const tool = {
  gen_ai_kind: 'tool',
  gen_ai_operation_name: 'execute_tool',
  gen_ai_is_inference: false,
  gen_ai_output_preview: '{"status":"shipped"}',
}

describe('spans that SDKs wrote', () => {
  it('of the AI SDK 6 are its calls of models, the totals above them, and its tools', () => {
    const model = { gen_ai_provider_name: 'openai', gen_ai_request_model: 'gpt-4o-mini' }
    const calls = columnsOf('ai-sdk-6', 'ai.generateText.doGenerate')
    expect(calls).toMatchObject([
      { ...chat, ...cached, ...reasoned, ...called, ...model },
      { ...chat, ...cached, ...reasoned, ...answered, ...model },
    ])
    expect(calls[0]).toMatchObject({
      gen_ai_response_model: 'gpt-4o-mini-2024-07-18',
      gen_ai_agent_name: 'support',
      gen_ai_cost_source: 'openai/gpt-4o-mini@2026-09-23',
    })
    expect(calls[0]?.gen_ai_cost).toBeCloseTo(cachedCost, 12)
    expect(columnsOf('ai-sdk-6', 'ai.generateText')).toMatchObject([
      { gen_ai_kind: 'agent', gen_ai_is_inference: false, gen_ai_input_tokens: 2400, gen_ai_cost: 0, ...answered },
    ])
    expect(columnsOf('ai-sdk-6', 'ai.toolCall')).toMatchObject([
      { ...tool, gen_ai_tool_name: 'lookup', gen_ai_input_preview: '{"orderId":"A-1"}' },
    ])
    const [stream] = columnsOf('ai-sdk-6', 'ai.streamText.doStream')
    expect(stream).toMatchObject({ gen_ai_is_inference: true, gen_ai_input_preview: 'Where is it?' })
    expect(Number(stream?.gen_ai_time_to_first_chunk_nanoseconds) / 1e6).toBeCloseTo(273.288, 3)
    expect(columnsOf('ai-sdk-6', 'ai.embed.doEmbed')).toMatchObject([
      {
        gen_ai_kind: 'embedding',
        gen_ai_operation_name: 'embeddings',
        gen_ai_input_tokens: 7,
        gen_ai_input_preview: 'hello',
      },
    ])
    expect(columnsOf('ai-sdk-6', 'ai.embed')).toMatchObject([{ gen_ai_kind: 'task', gen_ai_is_inference: false }])
    expect(totals('ai-sdk-6')).toEqual({ calls: 5, input: 3 * 1200 + 2 * 7, output: 150 })
  })

  it('of the AI SDK 7 are counted once, although the agent and its calls both tell their tokens', () => {
    expect(columnsOf('ai-sdk-7', 'chat gpt-4o-mini')).toMatchObject([
      { ...chat, ...cached, ...called },
      { ...chat, ...cached, ...answered },
    ])
    expect(columnsOf('ai-sdk-7', 'invoke_agent gpt-4o-mini')).toMatchObject([
      { gen_ai_kind: 'agent', gen_ai_agent_name: 'support', gen_ai_input_tokens: 2400, ...answered },
    ])
    expect(columnsOf('ai-sdk-7', 'step 1')).toMatchObject([
      { gen_ai_kind: 'task', gen_ai_operation_name: 'agent_step' },
    ])
    expect(columnsOf('ai-sdk-7', 'execute_tool lookup')).toMatchObject([{ ...tool, gen_ai_tool_name: 'lookup' }])
    expect(totals('ai-sdk-7')).toEqual({ calls: 2, input: 2400, output: 100 })
  })

  it('of OpenInference have their tokens with and without a cache, and the words of messages spread over attributes', () => {
    expect(columnsOf('openinference', 'OpenAI Chat Completions')).toMatchObject([
      { ...chat, ...cached, ...reasoned, ...called, gen_ai_provider_name: 'openai' },
      { ...chat, ...cached, ...reasoned, ...answered },
    ])
    expect(columnsOf('openinference', 'OpenAI Embeddings')).toMatchObject([
      { gen_ai_kind: 'embedding', gen_ai_request_model: 'text-embedding-3-small', gen_ai_input_preview: 'hello' },
    ])
    const [anthropic] = columnsOf('openinference', 'Anthropic Messages')
    expect(anthropic).toMatchObject({
      gen_ai_provider_name: 'anthropic',
      gen_ai_input_tokens: 2112,
      gen_ai_cache_read_input_tokens: 2000,
      gen_ai_cache_write_input_tokens: 100,
      gen_ai_cost_source: 'anthropic/claude-sonnet-4-0@2026-09-23',
      ...answered,
    })
    expect(anthropic?.gen_ai_cost).toBeCloseTo((12 * 3 + 2000 * 0.3 + 100 * 3.75 + 30 * 15) / 1e6, 12)
  })

  it('of OpenLLMetry are its workflow, agent, task, tool and calls', () => {
    expect(columnsOf('openllmetry', 'chat gpt-4o-mini')).toMatchObject([
      { ...chat, ...called, gen_ai_agent_name: 'planner' },
      { ...chat, ...answered },
    ])
    expect(columnsOf('openllmetry', 'lookup.tool')).toMatchObject([{ ...tool, gen_ai_tool_name: 'lookup' }])
    expect(columnsOf('openllmetry', 'planner.agent')).toMatchObject([
      { gen_ai_kind: 'agent', gen_ai_agent_name: 'planner' },
    ])
    expect(columnsOf('openllmetry', 'summarise.task')).toMatchObject([{ gen_ai_kind: 'task', gen_ai_tool_name: '' }])
    expect(columnsOf('openllmetry', 'support.workflow')).toMatchObject([
      { gen_ai_kind: 'workflow', gen_ai_operation_name: 'invoke_workflow' },
    ])
  })

  it('of Langfuse have the tokens that it keeps apart as one whole, the cost they tell, and the first chunk', () => {
    const [call, stream] = columnsOf('langfuse', 'OpenAI.chat')
    expect(call).toMatchObject({ ...chat, ...cached, ...reasoned, gen_ai_request_model: 'gpt-4o-mini-2024-07-18' })
    expect(call?.gen_ai_cost).toBeCloseTo(cachedCost, 12)
    expect(Number(stream?.gen_ai_time_to_first_chunk_nanoseconds)).toBeGreaterThan(0)
    expect(columnsOf('langfuse', 'manual')).toMatchObject([
      {
        gen_ai_input_tokens: 100,
        gen_ai_cache_read_input_tokens: 90,
        gen_ai_output_tokens: 5,
        gen_ai_cost: 0.03,
        gen_ai_cost_source: 'sender',
        gen_ai_output_preview: 'Done.',
      },
    ])
    expect(columnsOf('langfuse', 'lookup')).toMatchObject([{ ...tool, gen_ai_input_preview: '{"orderId":"A-1"}' }])
    expect(columnsOf('langfuse', 'support')).toMatchObject([
      { gen_ai_kind: 'agent', gen_ai_agent_name: 'support-trace', gen_ai_output_preview: 'It is on its way.' },
    ])
  })
})
