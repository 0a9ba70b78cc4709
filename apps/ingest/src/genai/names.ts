import { finishReason } from './finish-reason.ts'
import type { GenAiKind } from './kind.ts'
import { type AttributeLookup, numberOf, textOf } from './read-value.ts'

const requestModelKeys = [
  'gen_ai.request.model',
  'ai.model.id',
  'llm.request.model_name',
  'llm.model_name',
  'embedding.model_name',
  'reranker.model_name',
  'langfuse.observation.model.name',
]
const responseModelKeys = ['gen_ai.response.model', 'ai.response.model', 'llm.response.model_name']
const providerKeys = ['gen_ai.provider.name', 'gen_ai.system', 'ai.model.provider', 'llm.provider', 'llm.system']
const finishKeys = [
  'gen_ai.response.finish_reasons',
  'ai.response.finishReason',
  'llm.finish_reason',
  'gen_ai.completion.0.finish_reason',
  'anthropic.message.stop_reason',
]

export function requestModel(attributes: AttributeLookup): string {
  return textOf(attributes, requestModelKeys)
}

export function responseModel(attributes: AttributeLookup): string {
  return textOf(attributes, responseModelKeys)
}

/** The provider as it was sent. */
export function sentProvider(attributes: AttributeLookup): string {
  return textOf(attributes, providerKeys)
}

/** The agent, or the function or flow that stands for one where the dialect knows no agents. */
export function agentName(attributes: AttributeLookup): string {
  const isAgent = textOf(attributes, ['traceloop.span.kind']) === 'agent'
  return textOf(attributes, [
    'gen_ai.agent.name',
    'ai.telemetry.functionId',
    ...openInference(attributes, 'agent.name', 'graph.node.id'),
    ...(isAgent ? ['traceloop.entity.name'] : []),
    'gen_ai.workflow.name',
    'traceloop.workflow.name',
    'langfuse.trace.name',
  ])
}

export function toolName(attributes: AttributeLookup, kind: GenAiKind): string {
  return textOf(attributes, [
    'gen_ai.tool.name',
    'ai.toolCall.name',
    ...openInference(attributes, 'tool.name'),
    ...(kind === 'tool' ? ['traceloop.entity.name'] : []),
  ])
}

export function firstFinishReason(attributes: AttributeLookup): string {
  for (const key of finishKeys) {
    const reason = finishReason(attributes.get(key))
    if (reason !== '') return reason
  }
  return ''
}

/** OpenInference has keys that other spans use for other things: they count beside its mark alone. */
export function openInference(attributes: AttributeLookup, ...keys: string[]): string[] {
  return textOf(attributes, ['openinference.span.kind']) === '' ? [] : keys
}

const secondsKeys = ['gen_ai.response.time_to_first_chunk', 'gen_ai.server.time_to_first_token']
const millisecondsKeys = ['ai.response.msToFirstChunk', 'ai.stream.msToFirstChunk']
/** Longer than this is a mistake of units, not an answer. */
const nanosecondsMax = 86_400_000_000_000

/** Nanoseconds from the start of a call to its first chunk; 0n when it was not told. */
export function timeToFirstChunk(attributes: AttributeLookup, startUnixNano: bigint): bigint {
  const nanoseconds =
    Math.round(numberOf(attributes, secondsKeys) * 1e9) ||
    Math.round(numberOf(attributes, millisecondsKeys) * 1e6) ||
    sinceStart(textOf(attributes, ['langfuse.observation.completion_start_time']), startUnixNano)
  return nanoseconds > 0 && nanoseconds <= nanosecondsMax ? BigInt(nanoseconds) : 0n
}

/** @param time a date as JSON text. */
function sinceStart(time: string, startUnixNano: bigint): number {
  if (time === '') return 0
  const milliseconds = Date.parse(time.replaceAll('"', ''))
  return Number.isNaN(milliseconds) ? 0 : Number(BigInt(milliseconds) * 1_000_000n - startUnixNano)
}
