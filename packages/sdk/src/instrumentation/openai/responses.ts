import type { GenaiMessage, GenaiPart } from '../../model/genai-messages.ts'
import type { Usage } from '../../model/usage.ts'
import type { InferenceAnswer, InferenceContent, InferenceRequest } from '../inference-call.ts'
import { type JsonRecord, numberOf, parsedJson, recordOf, recordsOf, textOf } from '../json-value.ts'
import type { AnswerForm } from '../observe-api-promise.ts'
import { outputType, partsOf } from './chat-completions.ts'

/** `gen_ai.request.*` of a body of `responses.create`. */
export function responseRequestAttributes(body: JsonRecord): InferenceRequest['attributes'] {
  const conversation = body.conversation
  return {
    'gen_ai.request.max_tokens': numberOf(body.max_output_tokens),
    'gen_ai.request.temperature': numberOf(body.temperature),
    'gen_ai.request.top_p': numberOf(body.top_p),
    'gen_ai.request.reasoning.level': textOf(recordOf(body.reasoning).effort),
    'gen_ai.request.previous_response.id': textOf(body.previous_response_id),
    'gen_ai.request.stream': body.stream === true ? true : undefined,
    'gen_ai.output.type': outputType(recordOf(recordOf(body.text).format).type),
    'gen_ai.conversation.id': textOf(conversation) ?? textOf(recordOf(conversation).id),
  }
}

/** The instructions, input items and tools of a body of `responses.create`. */
export function responseRequestContent(body: JsonRecord): InferenceContent {
  const { input } = body
  const messages =
    typeof input === 'string' ? [{ role: 'user', parts: partsOf(input) }] : recordsOf(input).map(itemMessage)
  const tools = recordsOf(body.tools).map(({ type, name, description, parameters }) => ({
    type,
    name,
    description,
    parameters,
  }))
  return { instructions: partsOf(body.instructions), messages, tools }
}

function itemMessage(item: JsonRecord): GenaiMessage {
  const isOutput = textOf(item.type)?.endsWith('_output') === true
  const role = isOutput ? 'tool' : (textOf(item.role) ?? 'assistant')
  return { role, parts: itemParts(item) }
}

function itemParts(item: JsonRecord): GenaiPart[] {
  const type = textOf(item.type) ?? 'message'
  if (type === 'message') return partsOf(item.content)
  if (type === 'function_call' || type === 'custom_tool_call') {
    const input = item.arguments ?? item.input
    return [{ type: 'tool_call', id: item.call_id, name: item.name, arguments: parsedJson(input) }]
  }
  if (type.endsWith('_output')) return [{ type: 'tool_call_response', id: item.call_id, response: item.output }]
  if (type === 'reasoning') {
    return recordsOf(item.summary).map((part) => ({ type: 'reasoning', content: part.text }))
  }
  return [{ type }]
}

/** How answers of `responses.create` are read. Streams end with the whole response in their last event. */
export const RESPONSE: AnswerForm = {
  whole: readResponse,
  stream() {
    let response: unknown
    return {
      take(event) {
        const { type, response: current } = recordOf(event)
        if (current !== undefined) response = current
        return textOf(type)?.endsWith('.delta') === true
      },
      answer: () => readResponse(response),
    }
  },
}

function readResponse(data: unknown): InferenceAnswer {
  const response = recordOf(data)
  const finishReason = finishReasonOf(response)
  const items = recordsOf(response.output)
  const parts = items.flatMap(itemParts)
  return {
    id: textOf(response.id),
    model: textOf(response.model),
    finishReasons: finishReason === undefined ? [] : [finishReason],
    usage: responseUsage(response.usage),
    output:
      parts.length === 0
        ? []
        : [{ role: 'assistant', parts, ...(finishReason !== undefined && { finish_reason: finishReason }) }],
  }
}

// The Responses API has no finish reasons; these are what chat completions would have said.
function finishReasonOf(response: JsonRecord): string | undefined {
  const status = textOf(response.status)
  if (status === 'incomplete') {
    const reason = textOf(recordOf(response.incomplete_details).reason)
    return reason === 'max_output_tokens' ? 'length' : (reason ?? status)
  }
  if (status !== 'completed') return status === 'in_progress' ? undefined : status
  const called = recordsOf(response.output).some((item) => textOf(item.type)?.endsWith('_call') === true)
  return called ? 'tool_calls' : 'stop'
}

function responseUsage(value: unknown): Usage | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const usage = recordOf(value)
  return {
    inputTokens: numberOf(usage.input_tokens),
    outputTokens: numberOf(usage.output_tokens),
    cachedInputTokens: numberOf(recordOf(usage.input_tokens_details).cached_tokens),
    reasoningTokens: numberOf(recordOf(usage.output_tokens_details).reasoning_tokens),
  }
}
