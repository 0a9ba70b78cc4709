import { prettyJson } from '../../lib/attribute-text.ts'

/** One part of a message as it is shown. `arguments` and `result` are JSON text, indented, where they were JSON. */
export type MessagePart =
  | { type: 'text'; text: string }
  | { type: 'reasoning'; text: string }
  | { type: 'tool-call'; id: string; name: string; arguments: string }
  | { type: 'tool-result'; id: string; name: string; result: string }
  | { type: 'media'; mimeType: string; uri: string }
  /** Its content was not recorded: `captureContent` of the sender says so. `what` is the part's own type, as words. */
  | { type: 'withheld'; what: string; id: string; name: string; length: number }
  | { type: 'other'; json: string }

export interface ChatMessage {
  role: string
  name: string
  finishReason: string
  parts: MessagePart[]
}

type Fields = Record<string, unknown>

/**
 * Reads messages from JSON text: OpenTelemetry's `{role, parts}`, the chat completions' `{role, content, tool_calls}`,
 * the AI SDK's `{role, content: parts[]}`, a single message, `{messages: […]}`, or plain text.
 * @param fallbackRole the role of text that names none.
 */
export function parseMessages(text: string, fallbackRole: string): ChatMessage[] {
  const value = parseJson(text)
  if (value === undefined) return [textMessage(fallbackRole, text)]
  return messagesOf(value, fallbackRole)
}

function messagesOf(value: unknown, fallbackRole: string): ChatMessage[] {
  if (Array.isArray(value)) {
    if (value.length > 0 && value.every(isBarePart))
      return [{ role: fallbackRole, name: '', finishReason: '', parts: value.map(partOf) }]
    return value.flatMap((item) => messagesOf(item, fallbackRole))
  }
  if (!isFields(value)) return [textMessage(fallbackRole, show(value))]
  if (Array.isArray(value.messages)) return messagesOf(value.messages, fallbackRole)
  if (isFields(value.message)) return messagesOf({ ...value.message, finish_reason: value.finish_reason }, fallbackRole)
  return [messageOf(value, fallbackRole)]
}

/** A part that stands in a list without a message around it, as in `gen_ai.system_instructions`. */
function isBarePart(value: unknown): boolean {
  return isFields(value) && typeof value.type === 'string' && value.role === undefined
}

function messageOf(fields: Fields, fallbackRole: string): ChatMessage {
  const parts = [
    ...partsOf(fields.parts),
    ...partsOf(fields.content),
    ...toolCalls(fields.tool_calls ?? fields.toolCalls),
  ]
  const role = textOf(fields.role) || fallbackRole
  const known = ['role', 'parts', 'content', 'tool_calls', 'toolCalls'].some((key) => key in fields)
  if (!known) parts.push({ type: 'other', json: show(fields) })
  return {
    role,
    name: textOf(fields.name),
    finishReason: textOf(fields.finish_reason ?? fields.finishReason),
    parts: role === 'tool' ? parts.map((part) => asToolResult(part, fields)) : parts,
  }
}

function asToolResult(part: MessagePart, fields: Fields): MessagePart {
  if (part.type !== 'text') return part
  const id = textOf(fields.tool_call_id ?? fields.toolCallId ?? fields.id)
  return { type: 'tool-result', id, name: textOf(fields.name), result: indented(part.text) }
}

function partsOf(value: unknown): MessagePart[] {
  if (value === undefined || value === null || value === '') return []
  return Array.isArray(value) ? value.map(partOf) : [partOf(value)]
}

function partOf(value: unknown): MessagePart {
  if (typeof value === 'string') return { type: 'text', text: value }
  if (!isFields(value)) return { type: 'other', json: show(value) }
  const type = textOf(value.type).replaceAll('-', '_')
  const length = withheldLength(value)
  if (length !== undefined) return withheld(type, value, length)
  if (type === 'text' || type === 'input_text' || type === 'output_text')
    return { type: 'text', text: textOf(value.content ?? value.text) }
  if (type === 'reasoning' || type === 'thinking')
    return { type: 'reasoning', text: textOf(value.content ?? value.text ?? value.thinking) }
  if (type === 'tool_call' || type === 'tool_use' || type === 'function_call') return toolCall(value)
  if (type === 'tool_call_response' || type === 'tool_result') return toolResult(value)
  const uri = textOf(value.uri ?? value.url ?? fieldsOf(value.image_url).url)
  if (uri !== '' || type === 'blob' || type === 'image' || type === 'file')
    return { type: 'media', mimeType: textOf(value.mime_type ?? value.mimeType ?? value.mediaType) || type, uri }
  return { type: 'other', json: show(value) }
}

/** Characters of a content of which only size and hash were sent; undefined where the content is there. */
export function withheldLength(value: unknown): number | undefined {
  if (!isFields(value) || typeof value.length !== 'number' || typeof value.hash !== 'string') return undefined
  const hasContent = ['content', 'text', 'arguments', 'response', 'result', 'input'].some((key) => key in value)
  return hasContent ? undefined : value.length
}

function withheld(type: string, fields: Fields, length: number): MessagePart {
  const what = type === 'tool_call_response' ? 'tool result' : type.replaceAll('_', ' ') || 'content'
  return { type: 'withheld', what, id: textOf(fields.id), name: textOf(fields.name), length }
}

function toolCall(fields: Fields): MessagePart {
  const inner = fieldsOf(fields.function)
  return {
    type: 'tool-call',
    id: textOf(fields.id ?? fields.toolCallId ?? fields.call_id),
    name: textOf(fields.name ?? fields.toolName ?? inner.name),
    arguments: shown(fields.arguments ?? fields.input ?? fields.args ?? inner.arguments),
  }
}

function toolResult(fields: Fields): MessagePart {
  return {
    type: 'tool-result',
    id: textOf(fields.id ?? fields.toolCallId ?? fields.tool_use_id),
    name: textOf(fields.name ?? fields.toolName),
    result: shown(fields.response ?? fields.result ?? fields.output ?? fields.content),
  }
}

function toolCalls(value: unknown): MessagePart[] {
  return Array.isArray(value) ? value.filter(isFields).map(toolCall) : []
}

/** A message of plain text. */
export function textMessage(role: string, text: string): ChatMessage {
  return { role, name: '', finishReason: '', parts: text === '' ? [] : [{ type: 'text', text }] }
}

/** JSON text indented by two spaces, every digit kept; any other text as it is. */
export function indented(text: string): string {
  const value = parseJson(text)
  return typeof value === 'object' && value !== null ? prettyJson(text) : text
}

export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function shown(value: unknown): string {
  return typeof value === 'string' ? indented(value) : show(value)
}

function show(value: unknown): string {
  return value === undefined ? '' : typeof value === 'string' ? value : JSON.stringify(value, null, 2)
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : value === undefined || value === null ? '' : show(value)
}

function fieldsOf(value: unknown): Fields {
  return isFields(value) ? value : {}
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
