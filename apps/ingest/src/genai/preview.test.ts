import type { AnyValue } from '@hanzo/schema/otlp'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { genAiAttributesOf } from './gen-ai-attributes.ts'
import { genAiColumnsOf } from './gen-ai-columns-of.ts'

function previews(attributes: Record<string, AnyValue>) {
  const columns = genAiColumnsOf(genAiAttributesOf(new Map(Object.entries(attributes))), 1n)
  return [columns.gen_ai_input_preview, columns.gen_ai_output_preview]
}

const otelMessages = (...messages: [role: string, text: string][]) =>
  JSON.stringify(messages.map(([role, content]) => ({ role, parts: [{ type: 'text', content }] })))

describe('a preview', () => {
  it('is what the user said last, and the first words of the answer', () => {
    const input = otelMessages(
      ['system', 'Be kind.'],
      ['user', 'First?'],
      ['assistant', 'Yes.'],
      ['user', 'And\n  second?'],
    )
    expect(
      previews({ 'gen_ai.input.messages': input, 'gen_ai.output.messages': otelMessages(['assistant', 'No.']) }),
    ).toEqual(['And second?', 'No.'])
  })

  it.each<[string, Record<string, AnyValue>, string, string]>([
    [
      'of an agent that goes on after a tool is still what the user said',
      {
        'gen_ai.input.messages': JSON.stringify([
          { role: 'user', parts: [{ type: 'text', content: 'Where is it?' }] },
          { role: 'assistant', parts: [{ type: 'tool_call', id: '1', name: 'lookup', arguments: { id: 1 } }] },
          { role: 'tool', parts: [{ type: 'tool_call_response', id: '1', response: 'shipped' }] },
        ]),
        'gen_ai.output.messages': JSON.stringify([
          {
            role: 'assistant',
            parts: [
              { type: 'reasoning', content: 'Hm.' },
              { type: 'text', content: 'Shipped.' },
            ],
          },
        ]),
      },
      'Where is it?',
      'Shipped.',
    ],
    [
      'of messages that were sent as values, not as JSON text',
      {
        'gen_ai.input.messages': [
          new Map<string, AnyValue>([
            ['role', 'user'],
            [
              'parts',
              [
                new Map<string, AnyValue>([
                  ['type', 'text'],
                  ['content', 'Hi'],
                ]),
              ],
            ],
          ]),
        ],
      },
      'Hi',
      '',
    ],
    [
      'of the AI SDK, where an answer is a call of a tool',
      {
        'ai.operationId': 'ai.generateText.doGenerate',
        'ai.prompt.messages': '[{"role":"user","content":[{"type":"text","text":"Hi"}]}]',
        'ai.response.toolCalls': '[{"toolCallId":"1","toolName":"find","input":"{\\"a\\":1}"}]',
      },
      'Hi',
      'find({"a":1})',
    ],
    [
      'of OpenLLMetry before 2026, one attribute a field',
      {
        'llm.request.type': 'chat',
        'gen_ai.prompt.0.role': 'system',
        'gen_ai.prompt.0.content': 'Be kind.',
        'gen_ai.prompt.1.role': 'user',
        'gen_ai.prompt.1.content': 'Hi',
        'gen_ai.completion.0.role': 'assistant',
        'gen_ai.completion.0.tool_calls.0.name': 'find',
        'gen_ai.completion.0.tool_calls.0.arguments': '{"a":1}',
      },
      'Hi',
      'find({"a":1})',
    ],
    [
      'of OpenInference without messages',
      { 'openinference.span.kind': 'CHAIN', 'input.value': 'Question', 'output.value': '{"answer":1}' },
      'Question',
      '{"answer":1}',
    ],
    [
      'of a retriever of OpenInference',
      { 'openinference.span.kind': 'RETRIEVER', 'input.value': 'shoes' },
      'shoes',
      '',
    ],
    [
      'of a tool is its arguments and its result as they are',
      {
        'gen_ai.operation.name': 'execute_tool',
        'gen_ai.tool.call.arguments': '{"role":"user"}',
        'gen_ai.tool.call.result': 'done',
        'gen_ai.input.messages': otelMessages(['user', 'Hi']),
      },
      '{"role":"user"}',
      'done',
    ],
    ['of plain text', { 'gen_ai.prompt': 'Hi\tthere ', 'gen_ai.completion': '[not JSON' }, 'Hi there', '[not JSON'],
    ['of nothing', { 'gen_ai.input.messages': '[]', 'gen_ai.output.messages': '{}' }, '[]', '{}'],
  ])('%s', (_, attributes, input, output) => {
    expect(previews(attributes)).toEqual([input, output])
  })

  it('of a conversation too long to be read whole is found near its end, also where a limit cut it', () => {
    const long = otelMessages(['user', 'First?'], ['assistant', 'word '.repeat(20_000)], ['user', 'Say "last"!'])
    expect(previews({ 'gen_ai.input.messages': long })[0]).toBe('Say "last"!')
    const cut = otelMessages(['assistant', `Here: ${'word '.repeat(20_000)}`]).slice(0, 50_000)
    expect(previews({ 'gen_ai.output.messages': cut })[1]?.slice(0, 15)).toBe('Here: word word')
  })

  it('has at most 200 characters and no half of one', () => {
    const [input = '', output = ''] = previews({ 'gen_ai.prompt': '😀'.repeat(500), 'gen_ai.completion': '\ud800x' })
    expect([...input]).toHaveLength(200)
    expect(input).toBe(`${'😀'.repeat(199)}…`)
    expect(output).toBe('\ufffdx')
  })
})

describe('columns', () => {
  const keys = [
    'gen_ai.operation.name',
    'gen_ai.input.messages',
    'gen_ai.output.messages',
    'gen_ai.usage.input_tokens',
    'gen_ai.response.finish_reasons',
    'gen_ai.request.model',
    'gen_ai.system',
    'ai.operationId',
    'ai.response.toolCalls',
    'openinference.span.kind',
    'llm.cost.total',
    'llm.input_messages.0.message.content',
    'langfuse.observation.usage_details',
    'langfuse.observation.cost_details',
    'langfuse.observation.completion_start_time',
    'input.value',
  ]
  const json = fc.json().map((text) => text)
  const value: fc.Arbitrary<AnyValue> = fc.oneof(
    json,
    fc.string({ unit: 'binary' }),
    fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
    fc.double(),
    fc.boolean(),
    fc.constant(null),
    fc.array(fc.string()),
    fc.uint8Array(),
    fc.constantFrom('chat', 'LLM', 'ai.generateText', 'gpt-4o', 'openai', '{"total":1e999}', '[[[[{"role":"user"}]]]]'),
  )

  it('are values that the table takes, whatever a sender writes under the keys of a dialect', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom(...keys), value),
        fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
        (sent, start) => {
          const columns = genAiColumnsOf(genAiAttributesOf(new Map(Object.entries(sent))), start)
          for (const [name, stored] of Object.entries(columns)) {
            if (name.endsWith('_tokens'))
              expect(Number.isInteger(stored) && Number(stored) >= 0 && Number(stored) < 2 ** 32).toBe(true)
            if (name === 'gen_ai_cost') expect(Number.isFinite(stored) && (stored as number) >= 0).toBe(true)
            if (name.endsWith('_preview')) expect([...(stored as string)].length).toBeLessThanOrEqual(200)
          }
          expect(columns.gen_ai_time_to_first_chunk_nanoseconds).toBeGreaterThanOrEqual(0n)
        },
      ),
      { seed: 1, numRuns: 1_000 },
    )
  })
})
