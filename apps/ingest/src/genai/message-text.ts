import { type Fields, fieldsOf } from './parsed-json.ts'

/** A message of a conversation as a preview needs it. */
interface Message {
  role: string
  text: string
}

/**
 * Finds what a conversation comes down to in one line: the user's last words, or of an answer the assistant's first.
 * Reads OpenTelemetry's `{role, parts}`, the chat completions' `{role, content, tool_calls}`, the AI SDK's parts,
 * `{messages: […]}`, `{prompt}` and lists of any of these. `''` for any other value.
 */
export function conversationText(value: unknown, side: 'input' | 'output'): string {
  const messages = messagesOf(value, 0)
  if (side === 'output') return messages.find(({ text }) => text !== '')?.text ?? ''
  const told = messages.filter(({ text }) => text !== '')
  const fromUser = told.findLast(({ role }) => role === 'user' || role === 'human' || role === '')
  return (fromUser ?? told.at(-1))?.text ?? ''
}

const depthMax = 4

function messagesOf(value: unknown, depth: number): Message[] {
  if (depth > depthMax) return []
  // The AI SDK lists what it embeds as JSON texts of texts.
  if (typeof value === 'string') return [{ role: '', text: value.replace(/^"(.*)"$/s, '$1') }]
  if (Array.isArray(value)) return value.flatMap((item) => messagesOf(item, depth + 1))
  const fields = fieldsOf(value)
  for (const key of ['messages', 'message', 'choices', 'prompt']) {
    if (fields[key] !== undefined) return messagesOf(fields[key], depth + 1)
  }
  const role = typeof fields.role === 'string' ? fields.role : ''
  const text = textOfParts(fields.parts ?? fields.content ?? fields.text) || toolCallText(fields)
  return role === '' && text === '' ? [] : [{ role, text }]
}

function textOfParts(value: unknown): string {
  if (typeof value === 'string') return value
  if (!Array.isArray(value)) return ''
  const parts = value.map(fieldsOf)
  const text = value
    .map((part) => (typeof part === 'string' ? part : isText(part) ? firstText(fieldsOf(part)) : ''))
    .filter(Boolean)
    .join(' ')
  return text || parts.map(callText).filter(Boolean).join(' ') || firstText(parts[0] ?? {})
}

/** Reasoning and tool results are not what a person wants to see of a message first. */
function isText(part: unknown): boolean {
  const { type } = fieldsOf(part)
  return type === undefined || type === 'text' || type === 'input_text' || type === 'output_text'
}

function firstText(part: Fields): string {
  const { content, text, response, result, output } = part
  return [content, text, response, result, output].find((value): value is string => typeof value === 'string') ?? ''
}

function toolCallText(fields: Fields): string {
  const calls = fields.tool_calls ?? fields.toolCalls ?? fields
  return (Array.isArray(calls) ? calls : [calls]).map((call) => callText(fieldsOf(call))).join(' ')
}

/** `name(arguments)` of a call of a tool; `''` for anything else. */
function callText(part: Fields): string {
  const inner = fieldsOf(part.function)
  const name = inner.name ?? part.toolName ?? (/^tool.(call|use)$/.test(String(part.type)) ? part.name : undefined)
  if (typeof name !== 'string') return ''
  const given = inner.arguments ?? part.arguments ?? part.input ?? part.args ?? ''
  return `${name}(${typeof given === 'string' ? given : JSON.stringify(given)})`
}
