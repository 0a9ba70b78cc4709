import { finishReason } from './finish-reason.ts'
import { type GenAiAttributes, numberOf, textOf } from './gen-ai-attributes.ts'
import type { GenAiKind } from './kind.ts'
import { slots } from './slots.ts'

const requestModelKeys = slots(
  'gen_ai.request.model',
  'ai.model.id',
  'llm.request.model_name',
  'llm.model_name',
  'embedding.model_name',
  'reranker.model_name',
  'langfuse.observation.model.name',
)
const responseModelKeys = slots('gen_ai.response.model', 'ai.response.model', 'llm.response.model_name')
const providerKeys = slots('gen_ai.provider.name', 'gen_ai.system', 'ai.model.provider', 'llm.provider', 'llm.system')
const finishKeys = slots(
  'gen_ai.response.finish_reasons',
  'ai.response.finishReason',
  'llm.finish_reason',
  'gen_ai.completion.0.finish_reason',
  'anthropic.message.stop_reason',
)

export function requestModel(attributes: GenAiAttributes): string {
  return textOf(attributes, requestModelKeys)
}

export function responseModel(attributes: GenAiAttributes): string {
  return textOf(attributes, responseModelKeys)
}

/** The provider as it was sent. */
export function sentProvider(attributes: GenAiAttributes): string {
  return textOf(attributes, providerKeys)
}

const agentKeys = slots('gen_ai.agent.name', 'ai.telemetry.functionId')
const openInferenceAgentKeys = slots('agent.name', 'graph.node.id')
const flowKeys = slots('gen_ai.workflow.name', 'traceloop.workflow.name', 'langfuse.trace.name')
const entityKinds = slots('traceloop.span.kind')
const entityKeys = slots('traceloop.entity.name')

/** The agent, or the function or flow that stands for one where the dialect knows no agents. */
export function agentName(attributes: GenAiAttributes): string {
  const name = textOf(attributes, agentKeys)
  if (name !== '') return name
  const own = isOpenInference(attributes) ? textOf(attributes, openInferenceAgentKeys) : ''
  if (own !== '') return own
  const entity = textOf(attributes, entityKinds) === 'agent' ? textOf(attributes, entityKeys) : ''
  return entity || textOf(attributes, flowKeys)
}

const toolKeys = slots('gen_ai.tool.name', 'ai.toolCall.name')
const openInferenceToolKeys = slots('tool.name')

export function toolName(attributes: GenAiAttributes, kind: GenAiKind): string {
  const name = textOf(attributes, toolKeys)
  if (name !== '') return name
  const own = isOpenInference(attributes) ? textOf(attributes, openInferenceToolKeys) : ''
  return own || (kind === 'tool' ? textOf(attributes, entityKeys) : '')
}

export function firstFinishReason(attributes: GenAiAttributes): string {
  for (const key of finishKeys) {
    const reason = finishReason(attributes.at(key))
    if (reason !== '') return reason
  }
  return ''
}

const openInferenceMark = slots('openinference.span.kind')

/** OpenInference has keys that other spans use for other things: they count beside its mark alone. */
export function isOpenInference(attributes: GenAiAttributes): boolean {
  return textOf(attributes, openInferenceMark) !== ''
}

const secondsKeys = slots('gen_ai.response.time_to_first_chunk', 'gen_ai.server.time_to_first_token')
const millisecondsKeys = slots('ai.response.msToFirstChunk', 'ai.stream.msToFirstChunk')
const chunkTimeKeys = slots('langfuse.observation.completion_start_time')
/** Longer than this is a mistake of units, not an answer. */
const nanosecondsMax = 86_400_000_000_000

/** Nanoseconds from the start of a call to its first chunk; 0n when it was not told. */
export function timeToFirstChunk(attributes: GenAiAttributes, startUnixNano: bigint): bigint {
  const nanoseconds =
    Math.round(numberOf(attributes, secondsKeys) * 1e9) ||
    Math.round(numberOf(attributes, millisecondsKeys) * 1e6) ||
    sinceStart(textOf(attributes, chunkTimeKeys), startUnixNano)
  return nanoseconds > 0 && nanoseconds <= nanosecondsMax ? BigInt(nanoseconds) : 0n
}

/** @param time a date as JSON text. */
function sinceStart(time: string, startUnixNano: bigint): number {
  if (time === '') return 0
  const milliseconds = Date.parse(time.replaceAll('"', ''))
  return Number.isNaN(milliseconds) ? 0 : Number(BigInt(milliseconds) * 1_000_000n - startUnixNano)
}
