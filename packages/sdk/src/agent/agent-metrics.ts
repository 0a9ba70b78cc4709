import type { Usage } from '../model/usage.ts'
import type { MetricTags } from '../telemetry/metric-tags.ts'
import type { MetricDefinition, TelemetryInternals } from '../telemetry/telemetry-internals.ts'

const EXECUTIONS: MetricDefinition = {
  name: 'agent.executions',
  kind: 'counter',
  unit: '{execution}',
  description: 'Runs of agents',
}
const DURATION: MetricDefinition = {
  name: 'agent.execution.duration',
  kind: 'histogram',
  unit: 'ms',
  description: 'How long one run of an agent took',
}
const TOKENS: MetricDefinition = {
  name: 'agent.tokens.used',
  kind: 'counter',
  unit: '{token}',
  description: 'Tokens that agents used; input and output add up to all of them',
}
const GENAI_DURATION: MetricDefinition = {
  name: 'gen_ai.invoke_agent.duration',
  kind: 'histogram',
  unit: 's',
  description: 'How long one run of an agent or network took',
}
const INFERENCE_CALLS: MetricDefinition = {
  name: 'gen_ai.invoke_agent.inference_calls',
  kind: 'histogram',
  unit: '{call}',
  description: 'Model calls of one run of an agent',
}
const TOOL_CALLS: MetricDefinition = {
  name: 'gen_ai.invoke_agent.tool_calls',
  kind: 'histogram',
  unit: '{call}',
  description: 'Tool calls of one run of an agent',
}

/** One run of an agent that has ended. */
export interface AgentExecution {
  agent: string
  model: string | undefined
  durationMs: number
  errorType: string | undefined
  inferenceCalls: number
  toolCalls: number
}

export function recordAgentExecution(internals: TelemetryInternals, run: AgentExecution): void {
  const success = run.errorType === undefined
  internals.record(EXECUTIONS, 1, { agent: run.agent, success, 'error.type': run.errorType })
  internals.record(DURATION, run.durationMs, { agent: run.agent, success })
  const tags: MetricTags = {
    'gen_ai.operation.name': 'invoke_agent',
    'gen_ai.agent.name': run.agent,
    'gen_ai.request.model': run.model,
    'error.type': run.errorType,
  }
  recordInvocationDuration(internals, run.durationMs, tags)
  internals.record(INFERENCE_CALLS, run.inferenceCalls, tags)
  internals.record(TOOL_CALLS, run.toolCalls, tags)
}

/** Of agents, and of workflows, which the conventions record under the same name. */
export function recordInvocationDuration(internals: TelemetryInternals, durationMs: number, tags: MetricTags): void {
  internals.record(GENAI_DURATION, durationMs / 1000, tags)
}

/** Tokens of one model call, counted as it ends. */
export function recordTokens(internals: TelemetryInternals, agent: string, model: string, usage: Usage): void {
  if (usage.inputTokens) internals.record(TOKENS, usage.inputTokens, { agent, model, 'token.type': 'input' })
  if (usage.outputTokens) internals.record(TOKENS, usage.outputTokens, { agent, model, 'token.type': 'output' })
}
