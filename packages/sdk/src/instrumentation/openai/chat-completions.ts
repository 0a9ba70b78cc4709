import type { GenaiMessage, GenaiPart } from '../../model/genai-messages.ts'
import type { Usage } from '../../model/usage.ts'
import type { InferenceAnswer, InferenceContent, InferenceRequest } from '../inference-call.ts'
import { type JsonRecord, numberOf, parsedJson, recordOf, recordsOf, textOf } from '../json-value.ts'
import type { AnswerForm } from '../observe-api-promise.ts'

// An index beyond these is no answer of a model.
const CHOICES_MAX = 128
const TOOL_CALLS_MAX = 1024
const INSTRUCTION_ROLES: readonly unknown[] = ['system', 'developer']

/** `gen_ai.request.*` of a body of `chat.completions.create`. */
export function chatRequestAttributes(body: JsonRecord): InferenceRequest['attributes'] {
  const { stop, n } = body
  return {
    'gen_ai.request.max_tokens': numberOf(body.max_completion_tokens ?? body.max_tokens),
    'gen_ai.request.temperature': numberOf(body.temperature),
    'gen_ai.request.top_p': numberOf(body.top_p),
    'gen_ai.request.frequency_penalty': numberOf(body.frequency_penalty),
    'gen_ai.request.presence_penalty': numberOf(body.presence_penalty),
    'gen_ai.request.seed': numberOf(body.seed),
    'gen_ai.request.stop_sequences': typeof stop === 'string' ? [stop] : Array.isArray(stop) ? stop : undefined,
    'gen_ai.request.choice.count': n === 1 ? undefined : numberOf(n),
    'gen_ai.request.reasoning.level': textOf(body.reasoning_effort),
    'gen_ai.request.stream': body.stream === true ? true : undefined,
    'gen_ai.output.type': outputType(recordOf(body.response_format).type),
  }
}

/** `gen_ai.output.type` of a response format. */
export function outputType(format: unknown): string | undefined {
  if (format === undefined) return undefined
  return format === 'text' ? 'text' : 'json'
}

/** The messages and tools of a body of `chat.completions.create`. System messages at the head are the instructions. */
export function chatRequestContent(body: JsonRecord): InferenceContent {
  const messages = recordsOf(body.messages)
  const firstOther = messages.findIndex((message) => !INSTRUCTION_ROLES.includes(message.role))
  const instructions = firstOther === -1 ? messages : messages.slice(0, firstOther)
  return {
    instructions: instructions.flatMap((message) => partsOf(message.content)),
    messages: messages.slice(instructions.length).map(toGenaiMessage),
    tools: recordsOf(body.tools).map(toolDefinition),
  }
}

function toGenaiMessage(message: JsonRecord): GenaiMessage {
  const role = textOf(message.role) ?? 'user'
  if (role === 'tool' || role === 'function') {
    return {
      role: 'tool',
      parts: [{ type: 'tool_call_response', id: message.tool_call_id, response: message.content }],
    }
  }
  return { role, parts: messageParts(message) }
}

function messageParts(message: JsonRecord): GenaiPart[] {
  const reasoning = textOf(message.reasoning_content)
  return [
    ...(reasoning ? [{ type: 'reasoning', content: reasoning }] : []),
    ...partsOf(message.content),
    ...(textOf(message.refusal) ? [{ type: 'refusal', content: message.refusal }] : []),
    ...recordsOf(message.tool_calls).map(toolCall),
  ]
}

function toolCall(call: JsonRecord): GenaiPart {
  const called = recordOf(call.function ?? call.custom)
  const input = called.arguments ?? called.input
  return { type: 'tool_call', id: call.id, name: called.name, arguments: parsedJson(input) }
}

function toolDefinition(tool: JsonRecord): unknown {
  const { name, description, parameters } = recordOf(tool.function ?? tool)
  return { type: tool.type, name, description, parameters }
}

/** Text as it is; pictures, sound and files by address or size, since an attribute is cut long before one ends. */
export function partsOf(content: unknown): GenaiPart[] {
  if (typeof content === 'string') return content === '' ? [] : [{ type: 'text', content }]
  return recordsOf(content).map((part) => {
    const type = textOf(part.type) ?? 'text'
    if ('text' in part) return { type: 'text', content: part.text }
    if ('refusal' in part) return { type: 'refusal', content: part.refusal }
    const image = part.image_url
    if (image !== undefined) return mediaPart(textOf(image) ?? textOf(recordOf(image).url), 'image')
    return { type }
  })
}

function mediaPart(url: string | undefined, modality: string): GenaiPart {
  if (url === undefined || !url.startsWith('data:')) return { type: 'uri', modality, uri: url }
  const mimeType = url.slice('data:'.length, url.indexOf(';'))
  return { type: 'blob', modality, mime_type: mimeType, size: Math.floor((url.length * 3) / 4) }
}

/** How answers of `chat.completions.create` are read. */
export const CHAT_COMPLETION: AnswerForm = {
  whole(data): InferenceAnswer {
    const completion = recordOf(data)
    const choices = recordsOf(completion.choices)
    return {
      id: textOf(completion.id),
      model: textOf(completion.model),
      finishReasons: choices.map((choice) => textOf(choice.finish_reason)).filter((reason) => reason !== undefined),
      usage: chatUsage(completion.usage),
      output: choices.map((choice) => outputMessage(recordOf(choice.message), textOf(choice.finish_reason))),
    }
  },
  stream: readChunks,
}

function outputMessage(message: JsonRecord, finishReason: string | undefined): GenaiMessage {
  const parts = messageParts(message)
  return { role: 'assistant', parts, ...(finishReason !== undefined && { finish_reason: finishReason }) }
}

function chatUsage(value: unknown): Usage | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const usage = recordOf(value)
  return {
    inputTokens: numberOf(usage.prompt_tokens),
    outputTokens: numberOf(usage.completion_tokens),
    cachedInputTokens: numberOf(recordOf(usage.prompt_tokens_details).cached_tokens),
    reasoningTokens: numberOf(recordOf(usage.completion_tokens_details).reasoning_tokens),
  }
}

interface GatheredChoice {
  message: { content: string; reasoning_content: string; refusal: string; tool_calls: GatheredToolCall[] }
  finishReason: string | undefined
}

interface GatheredToolCall {
  id: unknown
  function: { name: unknown; arguments: string }
}

function readChunks(): ReturnType<AnswerForm['stream']> {
  const choices: GatheredChoice[] = []
  const answer: InferenceAnswer = {}

  function takeChoice(choice: JsonRecord): boolean {
    const index = numberOf(choice.index) ?? 0
    const delta = recordOf(choice.delta)
    if (index < 0 || index >= CHOICES_MAX) return false
    choices[index] ??= emptyChoice()
    const gathered = choices[index]
    gathered.finishReason = textOf(choice.finish_reason) ?? gathered.finishReason
    const { message } = gathered
    for (const key of ['content', 'reasoning_content', 'refusal'] as const) message[key] += textOf(delta[key]) ?? ''
    for (const call of recordsOf(delta.tool_calls)) takeToolCall(message.tool_calls, call)
    return Boolean(delta.content || delta.reasoning_content || delta.tool_calls)
  }

  return {
    take(event) {
      const chunk = recordOf(event)
      answer.id ??= textOf(chunk.id)
      answer.model ??= textOf(chunk.model)
      answer.usage = chatUsage(chunk.usage) ?? answer.usage
      return recordsOf(chunk.choices).map(takeChoice).includes(true)
    },
    answer: () => ({
      ...answer,
      finishReasons: choices.map((choice) => choice.finishReason).filter((reason) => reason !== undefined),
      output: choices.map((choice) => outputMessage(choice.message as unknown as JsonRecord, choice.finishReason)),
    }),
  }
}

function emptyChoice(): GatheredChoice {
  return { message: { content: '', reasoning_content: '', refusal: '', tool_calls: [] }, finishReason: undefined }
}

function takeToolCall(calls: GatheredToolCall[], delta: JsonRecord): void {
  const index = numberOf(delta.index) ?? calls.length
  if (index < 0 || index >= TOOL_CALLS_MAX) return
  calls[index] ??= { id: undefined, function: { name: undefined, arguments: '' } }
  const call = calls[index]
  const called = recordOf(delta.function)
  call.id ??= delta.id
  call.function.name ??= called.name
  call.function.arguments += textOf(called.arguments) ?? ''
}
