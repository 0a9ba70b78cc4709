import type { Attribute } from '@hanzo/schema/api'
import {
  type ChatMessage,
  indented,
  type MessagePart,
  parseJson,
  parseMessages,
  withheldLength,
} from './chat-message.ts'

/** What a model was told and what it answered, in the order of the exchange. */
export interface Conversation {
  messages: ChatMessage[]
  /** Index of the first message of the answer. */
  outputFrom: number
  /** The attributes that the messages were read from: they need not be shown a second time. */
  keys: ReadonlySet<string>
}

const systemKeys = ['gen_ai.system_instructions', 'gen_ai.request.instructions']
const inputKeys = [
  'gen_ai.input.messages',
  'gen_ai.prompt',
  'ai.prompt.messages',
  'ai.prompt',
  'langfuse.observation.input',
  'traceloop.entity.input',
  'input.value',
]
const outputKeys = [
  'gen_ai.output.messages',
  'gen_ai.completion',
  'ai.response.text',
  'ai.response.object',
  'langfuse.observation.output',
  'traceloop.entity.output',
  'output.value',
]
const toolInputKeys = ['gen_ai.tool.call.arguments', 'ai.toolCall.args']
const toolOutputKeys = ['gen_ai.tool.call.result', 'ai.toolCall.result']

type Texts = ReadonlyMap<string, string>

/**
 * Reads the conversation of a model or tool span from its attributes, in the dialects that SDKs write: OpenTelemetry,
 * OpenLLMetry and OpenInference (one attribute per field), the AI SDK, Langfuse. Where one span carries several, the
 * first of that order is read.
 * @returns `null` when the span holds no message.
 */
export function conversationOf(attributes: readonly Attribute[]): Conversation | null {
  const texts = new Map(attributes.map((attribute) => [attribute.key, String(attribute.value)]))
  const keys = new Set<string>()
  const system = firstOf(texts, systemKeys, 'system', keys)
  const input =
    indexedMessages(texts, ['llm.input_messages.', 'gen_ai.prompt.'], keys) ?? firstOf(texts, inputKeys, 'user', keys)
  const output =
    indexedMessages(texts, ['llm.output_messages.', 'gen_ai.completion.'], keys) ??
    firstOf(texts, outputKeys, 'assistant', keys)
  const tool = toolMessages(texts, keys)
  const messages = [...(system ?? []), ...(input ?? []), ...tool]
  const outputFrom = messages.length
  messages.push(...(output ?? []), ...aiSdkToolCalls(texts, output, keys))
  return messages.length === 0 ? null : { messages: messages.map(withToolNames(messages)), outputFrom, keys }
}

/** Results name their call by its id alone: the reader wants the tool. */
function withToolNames(messages: readonly ChatMessage[]) {
  const names = new Map<string, string>()
  for (const { parts } of messages) for (const part of parts) if (isCall(part)) names.set(part.id, part.name)
  return (message: ChatMessage): ChatMessage => ({
    ...message,
    parts: message.parts.map((part) =>
      isResult(part) && part.name === '' ? { ...part, name: names.get(part.id) ?? '' } : part,
    ),
  })
}

function isCall(part: MessagePart): part is Extract<MessagePart, { id: string; name: string }> {
  return part.type === 'tool-call' || (part.type === 'withheld' && part.what === 'tool call')
}

function isResult(part: MessagePart): part is Extract<MessagePart, { id: string; name: string }> {
  return part.type === 'tool-result' || (part.type === 'withheld' && part.what === 'tool result')
}

function firstOf(texts: Texts, candidates: readonly string[], role: string, keys: Set<string>): ChatMessage[] | null {
  const key = candidates.find((candidate) => (texts.get(candidate) ?? '') !== '')
  if (key === undefined) return null
  keys.add(key)
  return parseMessages(texts.get(key) ?? '', role)
}

function toolMessages(texts: Texts, keys: Set<string>): ChatMessage[] {
  const name = texts.get('gen_ai.tool.name') ?? texts.get('ai.toolCall.name') ?? ''
  const id = texts.get('gen_ai.tool.call.id') ?? texts.get('ai.toolCall.id') ?? ''
  const messages: ChatMessage[] = []
  const input = toolInputKeys.find((key) => texts.has(key))
  if (input) {
    keys.add(input)
    const text = texts.get(input) ?? ''
    const length = withheldLength(parseJson(text))
    const part: MessagePart =
      length === undefined
        ? { type: 'tool-call', id, name, arguments: indented(text) }
        : { type: 'withheld', what: 'arguments', id, name, length }
    messages.push({ role: 'assistant', name: '', finishReason: '', parts: [part] })
  }
  const output = toolOutputKeys.find((key) => texts.has(key))
  if (output) {
    keys.add(output)
    const text = texts.get(output) ?? ''
    const length = withheldLength(parseJson(text))
    const part: MessagePart =
      length === undefined
        ? { type: 'tool-result', id, name, result: indented(text) }
        : { type: 'withheld', what: 'result', id, name, length }
    messages.push({ role: 'tool', name: '', finishReason: '', parts: [part] })
  }
  return messages
}

/** The AI SDK writes the text of an answer and its tool calls as two attributes. */
function aiSdkToolCalls(texts: Texts, output: ChatMessage[] | null, keys: Set<string>): ChatMessage[] {
  const text = texts.get('ai.response.toolCalls')
  if (!text || (output !== null && !keys.has('ai.response.text'))) return []
  keys.add('ai.response.toolCalls')
  return parseMessages(`[{"role":"assistant","tool_calls":${text}}]`, 'assistant')
}

const field = /^(\d+)\.(?:message\.)?(.+)$/
const callField = /^tool_calls\.(\d+)\.(?:tool_call\.)?(?:function\.)?(id|name|arguments)$/

/** Messages spread over attributes such as `gen_ai.prompt.0.role`, `llm.input_messages.0.message.content`. */
function indexedMessages(texts: Texts, prefixes: readonly string[], keys: Set<string>): ChatMessage[] | null {
  const found = new Map<number, { role: string; content: string; finish: string; calls: Map<number, Call> }>()
  for (const [key, text] of texts) {
    const prefix = prefixes.find((candidate) => key.startsWith(candidate))
    const match = prefix === undefined ? null : field.exec(key.slice(prefix.length))
    if (!match) continue
    const index = Number(match[1])
    const message = found.get(index) ?? { role: '', content: '', finish: '', calls: new Map() }
    found.set(index, message)
    keys.add(key)
    place(message, match[2] ?? '', text)
  }
  if (found.size === 0) return null
  return [...found.entries()].sort(([a], [b]) => a - b).map(([, message]) => assembled(message))
}

interface Call {
  id: string
  name: string
  arguments: string
}

function place(
  message: { role: string; content: string; finish: string; calls: Map<number, Call> },
  name: string,
  text: string,
) {
  const call = callField.exec(name)
  if (name === 'role') message.role = text
  else if (name === 'content' || /^contents\.\d+\.message_content\.text$/.test(name))
    message.content += message.content === '' ? text : `\n${text}`
  else if (name === 'finish_reason') message.finish = text
  else if (call) {
    const at = message.calls.get(Number(call[1])) ?? { id: '', name: '', arguments: '' }
    at[call[2] as keyof Call] = call[2] === 'arguments' ? indented(text) : text
    message.calls.set(Number(call[1]), at)
  }
}

function assembled(message: { role: string; content: string; finish: string; calls: Map<number, Call> }): ChatMessage {
  const [first] =
    message.content === '' ? [] : parseMessages(JSON.stringify({ role: message.role, content: message.content }), '')
  const calls = [...message.calls.values()].map((call) => ({ type: 'tool-call' as const, ...call }))
  return { role: message.role, name: '', finishReason: message.finish, parts: [...(first?.parts ?? []), ...calls] }
}
