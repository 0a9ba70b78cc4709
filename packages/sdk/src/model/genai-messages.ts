import type { Redactor } from '../redaction/redactor.ts'
import type { ContentCapture } from '../telemetry/telemetry-config.ts'

/** A message in the form of OpenTelemetry's GenAI conventions. */
export interface GenaiMessage {
  role: string
  parts: GenaiPart[]
  finish_reason?: string
}

export type GenaiPart = { type: string } & Record<string, unknown>

/** What both the AI SDK's messages and the prompt of a model call fit. */
export interface SourceMessage {
  role: string
  content: string | readonly SourcePart[]
}

/** One part of any of them, or of a model's answer. */
export type SourcePart = { type: string } & Record<string, unknown>

/** How tool calls and results in messages are recorded: a tool may ask for less than the rest is recorded with. */
export interface MessageCapture {
  redactor: Redactor
  /** `captureContent` of a tool by its name, where it has its own. */
  levelOf(toolName: string): ContentCapture | undefined
}

const LEVELS: readonly ContentCapture[] = ['none', 'metadata', 'full']

/**
 * Messages as `gen_ai.input.messages` and `gen_ai.output.messages` have them: text, reasoning, tool calls and their responses, files by address or size.
 * @see https://opentelemetry.io/docs/specs/semconv/gen-ai/gen-ai-spans/
 */
export function genaiMessages(messages: readonly SourceMessage[], capture: MessageCapture): GenaiMessage[] {
  return messages.map(({ role, content }) => ({ role, parts: genaiParts(content, capture) }))
}

/** The same for the content of one message. */
export function genaiParts(content: SourceMessage['content'], capture: MessageCapture): GenaiPart[] {
  return typeof content === 'string' ? [textPart(content)] : content.map((part) => genaiPart(part, capture))
}

const textPart = (content: unknown): GenaiPart => ({ type: 'text', content })

function genaiPart(part: SourcePart, capture: MessageCapture): GenaiPart {
  switch (part.type) {
    case 'text':
      return textPart(part.text)
    case 'reasoning':
      return { type: 'reasoning', content: part.text }
    case 'tool-call':
      return {
        type: 'tool_call',
        id: part.toolCallId,
        name: part.toolName,
        ...toolValue('arguments', parsed(part.input), part.toolName, capture),
      }
    case 'tool-result':
      return {
        type: 'tool_call_response',
        id: part.toolCallId,
        ...toolValue('response', resultValue(part), part.toolName, capture),
      }
    case 'file':
    case 'image':
      return filePart(part)
    case 'source':
      return { type: 'uri', uri: part.url }
    default:
      return { type: part.type }
  }
}

/** A model answers with tool input as JSON text, and a prompt holds it as a value: one form for both. */
function parsed(input: unknown): unknown {
  if (typeof input !== 'string') return input
  try {
    return JSON.parse(input)
  } catch {
    return input
  }
}

function resultValue(part: SourcePart): unknown {
  const output = part.output as { value?: unknown; type?: unknown } | undefined
  if (output === undefined) return part.result
  return typeof output === 'object' && output !== null && 'value' in output ? output.value : output
}

function toolValue(key: 'arguments' | 'response', value: unknown, toolName: unknown, capture: MessageCapture) {
  const level = typeof toolName === 'string' ? capture.levelOf(toolName) : undefined
  const isStricter = level !== undefined && LEVELS.indexOf(level) < LEVELS.indexOf(capture.redactor.captureContent)
  if (!isStricter) return { [key]: value }
  const shown = capture.redactor.content(value, { signal: 'span', key: `gen_ai.tool.call.${key}`, level })
  return shown === undefined ? {} : { [key]: shown }
}

/** Binary content stays out: an attribute is cut long before a picture ends. */
function filePart(part: SourcePart): GenaiPart {
  const data = part.data ?? part.image
  const mimeType = part.mediaType ?? (part.type === 'image' ? 'image/*' : undefined)
  const shared = { mime_type: mimeType, modality: typeof mimeType === 'string' ? mimeType.split('/')[0] : undefined }
  if (data instanceof URL) return { type: 'uri', ...shared, uri: data.href }
  if (typeof data === 'string' && /^https?:/.test(data)) return { type: 'uri', ...shared, uri: data }
  return { type: 'blob', ...shared, size: sizeOf(data) }
}

function sizeOf(data: unknown): number | undefined {
  if (typeof data === 'string') return Math.floor((data.length * 3) / 4)
  return data instanceof Uint8Array || data instanceof ArrayBuffer ? data.byteLength : undefined
}
