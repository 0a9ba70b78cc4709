import type { Attribute } from '@hanzo/schema/api'
import { describe, expect, it } from 'vitest'
import { indented, parseMessages } from './chat-message.ts'
import { conversationOf } from './conversation.ts'

const attribute = (key: string, value: unknown): Attribute => ({
  key,
  type: 'string',
  value: typeof value === 'string' ? value : JSON.stringify(value),
})

describe('conversationOf', () => {
  it("reads OpenTelemetry's messages with tool calls and their results", () => {
    const conversation = conversationOf([
      attribute('gen_ai.system_instructions', [{ type: 'text', content: 'Be brief.' }]),
      attribute('gen_ai.input.messages', [
        { role: 'user', parts: [{ type: 'text', content: 'Weather in Paris?' }] },
        {
          role: 'assistant',
          parts: [{ type: 'tool_call', id: 'c1', name: 'get_weather', arguments: { city: 'Paris' } }],
        },
        { role: 'tool', parts: [{ type: 'tool_call_response', id: 'c1', response: '{"celsius":21}' }] },
      ]),
      attribute('gen_ai.output.messages', [
        {
          role: 'assistant',
          parts: [
            { type: 'reasoning', content: 'Easy.' },
            { type: 'text', content: '21 °C' },
          ],
          finish_reason: 'stop',
        },
      ]),
    ])
    expect(conversation?.messages.map((message) => [message.role, ...message.parts.map((part) => part.type)])).toEqual([
      ['system', 'text'],
      ['user', 'text'],
      ['assistant', 'tool-call'],
      ['tool', 'tool-result'],
      ['assistant', 'reasoning', 'text'],
    ])
    expect(conversation?.outputFrom).toBe(4)
    expect(conversation?.messages[2]?.parts[0]).toMatchObject({
      name: 'get_weather',
      arguments: '{\n  "city": "Paris"\n}',
    })
    expect(conversation?.messages[3]?.parts[0]).toMatchObject({ name: 'get_weather', result: '{\n  "celsius": 21\n}' })
    expect(conversation?.keys.has('gen_ai.input.messages')).toBe(true)
  })

  it('reads one attribute per field, as OpenLLMetry and OpenInference write', () => {
    const conversation = conversationOf([
      attribute('gen_ai.prompt.1.content', 'Second'),
      attribute('gen_ai.prompt.0.role', 'system'),
      attribute('gen_ai.prompt.0.content', 'First'),
      attribute('gen_ai.prompt.1.role', 'user'),
      attribute('llm.output_messages.0.message.role', 'assistant'),
      attribute('llm.output_messages.0.message.tool_calls.0.tool_call.function.name', 'search'),
      attribute('llm.output_messages.0.message.tool_calls.0.tool_call.function.arguments', '{"q":1}'),
    ])
    expect(conversation?.messages.map((message) => message.role)).toEqual(['system', 'user', 'assistant'])
    expect(conversation?.messages[2]?.parts).toEqual([
      { type: 'tool-call', id: '', name: 'search', arguments: '{\n  "q": 1\n}' },
    ])
  })

  it('reads the AI SDK: content parts, answer text and tool calls', () => {
    const conversation = conversationOf([
      attribute('ai.prompt.messages', [{ role: 'user', content: [{ type: 'text', text: 'Hi' }] }]),
      attribute('ai.response.text', 'Hello'),
      attribute('ai.response.toolCalls', [{ toolCallId: 't', toolName: 'lookup', input: '{"id":7}' }]),
    ])
    expect(conversation?.messages.map((message) => message.parts[0]?.type)).toEqual(['text', 'text', 'tool-call'])
    expect(conversation?.messages[2]?.parts[0]).toMatchObject({ name: 'lookup', arguments: '{\n  "id": 7\n}' })
  })

  it('shows arguments and result of a tool span', () => {
    const conversation = conversationOf([
      attribute('gen_ai.tool.name', 'charge'),
      attribute('gen_ai.tool.call.arguments', { amount: 5 }),
      attribute('gen_ai.tool.call.result', 'declined'),
    ])
    expect(conversation?.messages.map((message) => message.parts[0]?.type)).toEqual(['tool-call', 'tool-result'])
  })

  it('tells what the sender did not record by its kind and size, not as an empty text', () => {
    const shape = (type: string, length: number, more = {}) => ({ type, length, hash: '0011aabb', ...more })
    const conversation = conversationOf([
      attribute('gen_ai.input.messages', [
        { role: 'user', parts: [shape('text', 31)] },
        { role: 'assistant', parts: [shape('tool_call', 12, { id: 'c1', name: 'get_weather' })] },
        { role: 'tool', parts: [shape('tool_call_response', 14, { id: 'c1' })] },
      ]),
      attribute('gen_ai.tool.call.arguments', shape('object', 17)),
    ])
    const withheld = { type: 'withheld', id: '', name: '' }
    expect(conversation?.messages.map((message) => message.parts)).toEqual([
      [{ ...withheld, what: 'text', length: 31 }],
      [{ ...withheld, what: 'tool call', id: 'c1', name: 'get_weather', length: 12 }],
      [{ ...withheld, what: 'tool result', id: 'c1', name: 'get_weather', length: 14 }],
      [{ ...withheld, what: 'arguments', length: 17 }],
    ])
  })

  it('is null for a span without messages', () => {
    expect(conversationOf([attribute('http.route', '/checkout')])).toBeNull()
  })
})

describe('parseMessages', () => {
  it('keeps text that is not JSON as one message', () => {
    expect(parseMessages('plain {text', 'user')).toEqual([
      { role: 'user', name: '', finishReason: '', parts: [{ type: 'text', text: 'plain {text' }] },
    ])
  })

  it('shows what it does not know as JSON instead of dropping it', () => {
    expect(parseMessages('[{"role":"user","parts":[{"type":"hologram","x":1}]}]', 'user')[0]?.parts).toEqual([
      { type: 'other', json: '{\n  "type": "hologram",\n  "x": 1\n}' },
    ])
  })

  it('does not round large integers when it indents', () => {
    expect(indented('{"id":9007199254740993}')).toBe('{\n  "id": 9007199254740993\n}')
  })
})
