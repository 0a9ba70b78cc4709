import { recordInvocationDuration } from '../agent/agent-metrics.ts'
import type { MetricDefinition, TelemetryInternals } from '../telemetry/telemetry-internals.ts'

const counter = (name: string, unit: string, description: string): MetricDefinition => ({
  name,
  kind: 'counter',
  unit,
  description,
})

const EXECUTIONS = counter('network.executions', '{execution}', 'Runs of networks')
const ITERATIONS: MetricDefinition = {
  name: 'network.iterations',
  kind: 'histogram',
  unit: '{iteration}',
  description: 'Agents that ran in one run of a network',
}
const DURATION: MetricDefinition = {
  name: 'network.execution.duration',
  kind: 'histogram',
  unit: 'ms',
  description: 'How long one run of a network took',
}
export const AGENT_EXECUTIONS = counter('network.agent.executions', '{execution}', 'Runs of agents within networks')
export const ROUTER_DECISIONS = counter('network.router.decisions', '{decision}', 'Decisions of routers')
export const HANDOFFS = counter('network.handoffs', '{handoff}', 'Control passed from one agent to another')
export const STATE_CHANGES = counter('network.state.changes', '{change}', 'Changes of the state of networks')

/** One run of a network that has ended. */
export interface NetworkExecution {
  network: string
  durationMs: number
  iterations: number
  errorType: string | undefined
}

export function recordNetworkExecution(internals: TelemetryInternals, run: NetworkExecution): void {
  const { network, errorType } = run
  const success = errorType === undefined
  internals.record(EXECUTIONS, 1, { network, success, 'error.type': errorType })
  internals.record(ITERATIONS, run.iterations, { network })
  internals.record(DURATION, run.durationMs, { network, success })
  recordInvocationDuration(internals, run.durationMs, {
    'gen_ai.operation.name': 'invoke_workflow',
    'gen_ai.agent.name': network,
    'error.type': errorType,
  })
}
