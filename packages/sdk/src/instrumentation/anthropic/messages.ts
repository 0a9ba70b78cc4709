import type { GenaiMessage, GenaiPart } from '../../model/genai-messages.ts'
import type { Usage } from '../../model/usage.ts'
import type { InferenceAnswer, InferenceContent, InferenceRequest } from '../inference-call.ts'
import { type JsonRecord, numberOf, parsedJson, recordOf, recordsOf, textOf } from '../json-value.ts'
import type { AnswerForm } from '../observe-api-promise.ts'

/** `gen_ai.request.*` of a body of `messages.create`. */
export function messageRequestAttributes(body: JsonRecord): InferenceRequest['attributes'] {
  const { stop_sequences: stop } = body
  return {
    'gen_ai.request.max_tokens': numberOf(body.max_tokens),
    'gen_ai.request.temperature': numberOf(body.temperature),
    'gen_ai.request.top_p': numberOf(body.top_p),
    'gen_ai.request.top_k': numberOf(body.top_k),
    'gen_ai.request.stop_sequences': Array.isArray(stop) ? stop : undefined,
    'gen_ai.request.reasoning.level': textOf(recordOf(body.output_config).effort),
    'gen_ai.request.stream': body.stream === true ? true : undefined,
    'gen_ai.output.type': recordOf(recordOf(body.output_config).format).type === 'json_schema' ? 'json' : undefined,
  }
}

/** The system prompt, messages and tools of a body of `messages.create`. */
export function messageRequestContent(body: JsonRecord): InferenceContent {
  return {
    instructions: partsOf(body.system),
    messages: recordsOf(body.messages).map(toGenaiMessage),
    tools: recordsOf(body.tools).map((tool) => ({
      type: tool.input_schema === undefined ? tool.type : 'function',
      name: tool.name,
      description: tool.description,
      parameters: tool.input_schema,
    })),
  }
}

// Tool results come as user messages here, and as messages of the role `tool` in OpenTelemetry's form.
function toGenaiMessage(message: JsonRecord): GenaiMessage {
  const parts = partsOf(message.content)
  const isToolResult = parts.length > 0 && parts.every((part) => part.type === 'tool_call_response')
  return { role: isToolResult ? 'tool' : (textOf(message.role) ?? 'user'), parts }
}

function partsOf(content: unknown): GenaiPart[] {
  if (typeof content === 'string') return content === '' ? [] : [{ type: 'text', content }]
  return recordsOf(content).map(blockPart)
}

function blockPart(block: JsonRecord): GenaiPart {
  const type = textOf(block.type) ?? 'text'
  switch (type) {
    case 'text':
      return { type: 'text', content: block.text }
    case 'thinking':
      return { type: 'reasoning', content: block.thinking }
    case 'tool_use':
    case 'server_tool_use':
    case 'mcp_tool_use':
      return { type: 'tool_call', id: block.id, name: block.name, arguments: parsedJson(block.input) }
    case 'image':
    case 'document':
      return mediaPart(recordOf(block.source), type)
    default:
      if (type.endsWith('tool_result')) {
        return { type: 'tool_call_response', id: block.tool_use_id, response: block.content }
      }
      return { type }
  }
}

// By address or size: an attribute is cut long before a picture ends.
function mediaPart(source: JsonRecord, type: string): GenaiPart {
  const modality = type === 'image' ? 'image' : 'document'
  if (source.type === 'url') return { type: 'uri', modality, uri: source.url }
  const size = Math.floor(((textOf(source.data)?.length ?? 0) * 3) / 4)
  return { type: 'blob', modality, mime_type: source.media_type, size }
}

/** How answers of `messages.create` are read. */
export const MESSAGE: AnswerForm = { whole: readMessage, stream: readEvents }

function readMessage(data: unknown): InferenceAnswer {
  const message = recordOf(data)
  const finishReason = textOf(message.stop_reason)
  const parts = partsOf(message.content)
  return {
    id: textOf(message.id),
    model: textOf(message.model),
    finishReasons: finishReason === undefined ? [] : [finishReason],
    usage: messageUsage(recordOf(message.usage)),
    output: [{ role: 'assistant', parts, ...(finishReason !== undefined && { finish_reason: finishReason }) }],
  }
}

// Anthropic counts cached tokens beside the input, OpenTelemetry as part of it.
function messageUsage(usage: JsonRecord): Usage {
  const input = numberOf(usage.input_tokens)
  const cacheRead = numberOf(usage.cache_read_input_tokens)
  const cacheWrite = numberOf(usage.cache_creation_input_tokens)
  return {
    inputTokens: input === undefined ? undefined : input + (cacheRead ?? 0) + (cacheWrite ?? 0),
    outputTokens: numberOf(usage.output_tokens),
    cachedInputTokens: cacheRead,
    cacheWriteTokens: cacheWrite,
    reasoningTokens: numberOf(recordOf(usage.output_tokens_details).thinking_tokens),
  }
}

// An index beyond this is no answer of a model.
const BLOCKS_MAX = 1024

type Block = Record<string, unknown>

function readEvents(): ReturnType<AnswerForm['stream']> {
  let message: Record<string, unknown> = {}
  const blocks: Block[] = []

  function takeDelta(index: number, delta: JsonRecord): boolean {
    if (index < 0 || index >= BLOCKS_MAX) return false
    blocks[index] ??= { type: 'text' }
    const block = blocks[index]
    append(block, 'text', delta.text)
    append(block, 'thinking', delta.thinking)
    append(block, 'input', delta.partial_json)
    return true
  }

  function start(index: number, block: JsonRecord): void {
    if (index >= 0 && index < BLOCKS_MAX) blocks[index] = startedBlock(block)
  }

  return {
    take(event) {
      const { type, index, message: started, content_block: block, delta, usage } = recordOf(event)
      if (type === 'message_start') message = { ...recordOf(started) }
      else if (type === 'content_block_start') start(numberOf(index) ?? 0, recordOf(block))
      else if (type === 'content_block_delta') return takeDelta(numberOf(index) ?? 0, recordOf(delta))
      else if (type === 'message_delta') {
        message = { ...message, ...recordOf(delta), usage: { ...recordOf(message.usage), ...withoutNull(usage) } }
      }
      return false
    },
    answer: () => readMessage({ ...message, content: blocks }),
  }
}

// The input of a tool comes as text in deltas, after an empty object.
function startedBlock(block: JsonRecord): Block {
  return 'input' in block ? { ...block, input: '' } : { ...block }
}

function append(block: Block, key: string, text: unknown): void {
  if (typeof text === 'string') block[key] = (textOf(block[key]) ?? '') + text
}

function withoutNull(usage: unknown): JsonRecord {
  return Object.fromEntries(Object.entries(recordOf(usage)).filter(([, value]) => value !== null))
}
