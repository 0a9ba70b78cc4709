import type { MetricDefinition } from '../telemetry/telemetry-internals.ts'

/** The metrics of one model call. Seconds, as OpenTelemetry's GenAI conventions have them. */
export const OPERATION_DURATION: MetricDefinition = {
  name: 'gen_ai.client.operation.duration',
  kind: 'histogram',
  unit: 's',
  description: 'How long one model call took',
}

export const TOKEN_USAGE: MetricDefinition = {
  name: 'gen_ai.client.token.usage',
  kind: 'histogram',
  unit: '{token}',
  description: 'Tokens of one model call',
}

export const TIME_TO_FIRST_CHUNK: MetricDefinition = {
  name: 'gen_ai.client.operation.time_to_first_chunk',
  kind: 'histogram',
  unit: 's',
  description: 'From the call to the first chunk of the answer',
}
