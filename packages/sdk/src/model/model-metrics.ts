import type { MetricTags } from '../telemetry/metric-tags.ts'
import type { MetricDefinition, TelemetryInternals } from '../telemetry/telemetry-internals.ts'
import type { Usage } from './usage.ts'

const seconds = (name: string, description: string): MetricDefinition => ({
  name,
  kind: 'histogram',
  unit: 's',
  description,
})

export const OPERATION_DURATION = seconds('gen_ai.client.operation.duration', 'How long one model call took')
export const TIME_TO_FIRST_CHUNK = seconds(
  'gen_ai.client.operation.time_to_first_chunk',
  'From the call to the first chunk of the answer',
)
export const TOKEN_USAGE: MetricDefinition = {
  name: 'gen_ai.client.token.usage',
  kind: 'histogram',
  unit: '{token}',
  description: 'Tokens of one model call',
}

/** Version 0.1.0 of the conventions, not released yet. */
const INFERENCE_DURATION = seconds('gen_ai.client.inference.duration', 'How long one model call took')
const INFERENCE_USAGE = {
  inputTokens: 'input_tokens',
  outputTokens: 'output_tokens',
  cachedInputTokens: 'cache_read.input_tokens',
  cacheWriteTokens: 'cache_write.input_tokens',
  reasoningTokens: 'reasoning.output_tokens',
} as const satisfies Partial<Record<keyof Usage, string>>

/** One model call that has ended. Durations in seconds, as the conventions have them. */
export interface MeasuredCall {
  tags: MetricTags
  seconds: number
  /** Of a stream that came to its first chunk. */
  firstChunkSeconds: number | undefined
  usage: Usage
}

export function recordModelCall(internals: TelemetryInternals, call: MeasuredCall): void {
  const { tags, usage } = call
  internals.record(OPERATION_DURATION, call.seconds, tags)
  if (call.firstChunkSeconds !== undefined) internals.record(TIME_TO_FIRST_CHUNK, call.firstChunkSeconds, tags)
  if (usage.inputTokens !== undefined) {
    internals.record(TOKEN_USAGE, usage.inputTokens, { ...tags, 'gen_ai.token.type': 'input' })
  }
  if (usage.outputTokens !== undefined) {
    internals.record(TOKEN_USAGE, usage.outputTokens, { ...tags, 'gen_ai.token.type': 'output' })
  }
  if (internals.genai.latestNames) recordLatest(internals, call)
}

function recordLatest(internals: TelemetryInternals, { tags, usage, seconds: duration }: MeasuredCall): void {
  internals.record(INFERENCE_DURATION, duration, tags)
  for (const [key, name] of Object.entries(INFERENCE_USAGE)) {
    const tokens = usage[key as keyof typeof INFERENCE_USAGE]
    const definition: MetricDefinition = {
      name: `gen_ai.client.inference.usage.${name}`,
      kind: 'counter',
      unit: '{token}',
    }
    if (tokens) internals.record(definition, tokens, tags)
  }
}
