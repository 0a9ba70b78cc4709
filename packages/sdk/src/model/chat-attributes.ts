import type { Attributes } from '@opentelemetry/api'
import type { Redactor } from '../redaction/redactor.ts'
import {
  genaiMessages,
  genaiParts,
  type MessageCapture,
  type SourceMessage,
  type SourcePart,
} from './genai-messages.ts'
import { type ModelCallOptions, type ModelObject, serverOf } from './language-model.ts'
import { providerName } from './provider-name.ts'
import { toolDefinitions } from './tool-definitions.ts'
import { type ReportedUsage, usageAttributes, usageOf } from './usage.ts'

/** What a model answered, whole or gathered from a stream. */
export interface ModelAnswer {
  id?: string | undefined
  modelId?: string | undefined
  finishReason?: string | undefined
  usage?: ReportedUsage | undefined
  content: SourcePart[]
}

/** The attributes that spans, metrics and events of one model call share. */
export function callAttributes(model: ModelObject): Attributes {
  const attributes: Attributes = {
    'gen_ai.operation.name': 'chat',
    'gen_ai.provider.name': providerName(model.provider),
    'gen_ai.request.model': model.modelId,
  }
  const server = serverOf(model)
  if (server) {
    attributes['server.address'] = server.address
    attributes['server.port'] = server.port
  }
  return attributes
}

const REQUEST_SETTINGS = [
  ['maxOutputTokens', 'gen_ai.request.max_tokens'],
  ['temperature', 'gen_ai.request.temperature'],
  ['topP', 'gen_ai.request.top_p'],
  ['topK', 'gen_ai.request.top_k'],
  ['stopSequences', 'gen_ai.request.stop_sequences'],
  ['frequencyPenalty', 'gen_ai.request.frequency_penalty'],
  ['presencePenalty', 'gen_ai.request.presence_penalty'],
  ['seed', 'gen_ai.request.seed'],
] as const

/** Adds `gen_ai.request.*` of a call, by the settings that are there. */
export function setRequestAttributes(attributes: Attributes, options: ModelCallOptions, isStream: boolean): void {
  for (const [setting, name] of REQUEST_SETTINGS) {
    const value = options[setting]
    if (value !== undefined) attributes[name] = value
  }
  if (isStream) attributes['gen_ai.request.stream'] = true
  if (options.responseFormat) attributes['gen_ai.output.type'] = options.responseFormat.type
}

/** `gen_ai.response.*` and `gen_ai.usage.*` of an answer. */
export function answerAttributes(answer: ModelAnswer): Attributes {
  const attributes = usageAttributes(usageOf(answer.usage))
  if (answer.id !== undefined) attributes['gen_ai.response.id'] = answer.id
  if (answer.modelId !== undefined) attributes['gen_ai.response.model'] = answer.modelId
  if (answer.finishReason !== undefined) attributes['gen_ai.response.finish_reasons'] = [answer.finishReason]
  return attributes
}

/** The prompt and the offered tools, as the content level allows. System messages at the head are the instructions. */
export function promptContent(
  options: ModelCallOptions,
  capture: MessageCapture,
  spanName: string,
): Record<string, string> {
  const prompt = options.prompt as readonly SourceMessage[]
  const firstOther = prompt.findIndex(({ role }) => role !== 'system')
  const instructions = firstOther === -1 ? prompt : prompt.slice(0, firstOther)
  const attributes = contentAttributes(capture.redactor, spanName, {
    'gen_ai.system_instructions': instructions.flatMap(({ content }) => genaiParts(content, capture)),
    'gen_ai.input.messages': genaiMessages(prompt.slice(instructions.length), capture),
  })
  const definitions = toolDefinitions(options.tools, capture.redactor, spanName)
  if (definitions !== undefined) attributes['gen_ai.tool.definitions'] = definitions
  return attributes
}

/** The answer, as the content level allows. */
export function answerContent(answer: ModelAnswer, capture: MessageCapture, spanName: string): Record<string, string> {
  if (answer.content.length === 0) return {}
  const parts = genaiParts(answer.content, capture)
  return contentAttributes(capture.redactor, spanName, {
    'gen_ai.output.messages': [
      { role: 'assistant', parts, ...(answer.finishReason !== undefined && { finish_reason: answer.finishReason }) },
    ],
  })
}

/** Each list as the redactor lets it through; empty ones are left out. */
export function contentAttributes(
  redactor: Redactor,
  spanName: string,
  lists: Record<string, readonly unknown[]>,
): Record<string, string> {
  const contents: Record<string, string> = {}
  for (const key in lists) {
    const list = lists[key]
    if (!list?.length) continue
    const text = redactor.messages(list, { signal: 'span', key, spanName })
    if (text !== undefined) contents[key] = text
  }
  return contents
}
