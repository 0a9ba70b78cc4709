import { type Attributes, SpanKind, trace } from '@opentelemetry/api'
import type { RunOptions } from '../agent/agent-config.ts'
import { type RunFailure, type RunSpan, startRunSpan } from '../agent/run-span.ts'
import { failSpan, isAborted } from '../model/abort.ts'
import type { Redactor } from '../redaction/redactor.ts'
import type { StateChange } from '../state/state.ts'
import type { TelemetryCore } from '../telemetry/telemetry-core.ts'
import type { Network } from './network.ts'
import {
  AGENT_EXECUTIONS,
  HANDOFFS,
  ROUTER_DECISIONS,
  recordNetworkExecution,
  STATE_CHANGES,
} from './network-metrics.ts'
import type { NetworkResult } from './network-result.ts'

/** Agents that run in one run of a network that sets no limit. */
export const MAX_ITERATIONS = 10

/** Where a router stands when it is asked. */
export interface RoutePoint {
  type: 'function' | 'agent'
  iteration: number
  candidates: string[]
}

/** What a router decided. */
export interface RouterDecision {
  /** The agent's name; undefined when the run ends. */
  agent: string | undefined
  reason?: string | undefined
}

/** Control that passed from one agent to another. */
export interface Handoff {
  from: string
  to: string
  iteration: number
  /** Whether the agent itself handed over, or the router chose another. */
  by: 'agent' | 'router'
  reason: string | undefined
}

/** One run of a network as telemetry sees it, from its `invoke_workflow` span to its log line. */
export interface NetworkSpan extends Omit<RunSpan, 'fail' | 'end'> {
  /** Runs a router in its `route` span. */
  route(point: RoutePoint, decide: () => Promise<RouterDecision>): Promise<RouterDecision>
  onHandoff(handoff: Handoff): void
  onAgent(agent: string): void
  onStateChange(change: StateChange, iteration: number): void
  succeed(result: NetworkResult): void
  failWith(error: unknown, iterations: number): void
}

/** Opens the `invoke_workflow` span of one run, below what is active. */
export function startNetworkSpan(network: Network, telemetry: TelemetryCore, options: RunOptions): NetworkSpan {
  const run = startRunSpan(telemetry, `invoke_workflow ${network.name}`, startAttributes(network, options.attributes))
  const { span, internals } = run
  const tags = { network: network.name }

  function end({ iterations, stopReason, tokens }: NetworkOutcome, failure?: RunFailure): void {
    const durationMs = run.elapsedMs()
    span.setAttributes({ 'hanzo.network.iterations': iterations, 'hanzo.network.stop_reason': stopReason })
    const counts = { iterations, stop_reason: stopReason, tokens, session_id: run.sessionId }
    const meta = { network: network.name, duration: durationMs, success: failure === undefined, ...counts }
    run.end('Network executed', meta, failure)
    recordNetworkExecution(internals, { ...tags, durationMs, iterations, errorType: failure?.type })
  }

  return {
    ...run,
    route: (point, decide) => routeInSpan(run, network.name, point, options.abortSignal, decide),
    onHandoff({ reason, ...handoff }) {
      span.addEvent('agent.handoff', { ...handoff, ...reasonAttribute(internals.redactor, reason, run.name) })
      internals.record(HANDOFFS, 1, { ...tags, from: handoff.from, to: handoff.to })
    },
    onAgent: (agent) => internals.record(AGENT_EXECUTIONS, 1, { ...tags, agent }),
    onStateChange(change, iteration) {
      span.addEvent('network.state.change', stateChangeAttributes(run, change, iteration))
      internals.record(STATE_CHANGES, 1, { ...tags, op: change.op })
    },
    succeed: (result) => end({ ...result, tokens: result.usage.totalTokens }),
    failWith(error, iterations) {
      const failure = run.fail(error, options.abortSignal)
      end({ iterations, stopReason: failure.aborted ? 'aborted' : 'error' }, failure)
    },
  }
}

type NetworkOutcome = Pick<NetworkResult, 'iterations' | 'stopReason'> & { tokens?: number | undefined }

async function routeInSpan(
  run: RunSpan,
  network: string,
  point: RoutePoint,
  signal: AbortSignal | undefined,
  decide: () => Promise<RouterDecision>,
): Promise<RouterDecision> {
  const { internals } = run
  const attributes = routeAttributes(network, point)
  const span = internals.tracer.startSpan(`route ${network}`, { kind: SpanKind.INTERNAL, attributes }, run.context)
  try {
    const decision = await internals.contexts.with(trace.setSpan(run.context, span), decide)
    const agent = decision.agent ?? 'none'
    const reason = reasonAttribute(internals.redactor, decision.reason, run.name)
    span.setAttribute('hanzo.router.decision', agent)
    run.span.addEvent('router.decision', { iteration: point.iteration, type: point.type, agent, ...reason })
    internals.record(ROUTER_DECISIONS, 1, { network, agent })
    return decision
  } catch (error) {
    failSpan(internals, span, error, isAborted(error, signal))
    throw error
  } finally {
    span.end()
  }
}

const startAttributes = ({ name, config, agents }: Network, own: Attributes | undefined): Attributes => ({
  ...config.metadata,
  ...own,
  'gen_ai.operation.name': 'invoke_workflow',
  'gen_ai.workflow.name': name,
  'gen_ai.agent.name': name,
  ...(config.description !== undefined && { 'gen_ai.agent.description': config.description }),
  'hanzo.network.name': name,
  'hanzo.network.agents': agents.map((agent) => agent.name),
  'hanzo.network.max_iterations': config.maxIterations ?? MAX_ITERATIONS,
})

const routeAttributes = (network: string, { type, iteration, candidates }: RoutePoint): Attributes => ({
  'hanzo.network.name': network,
  'hanzo.router.type': type,
  'hanzo.router.iteration': iteration,
  'hanzo.router.candidates': candidates,
})

/** A model wrote the reason, so it is content. */
function reasonAttribute(redactor: Redactor, reason: string | undefined, spanName: string): Attributes {
  if (reason === undefined) return {}
  const text = redactor.content(reason, { signal: 'span', key: 'reason', spanName })
  return text === undefined ? {} : { reason: text }
}

function stateChangeAttributes({ internals, span, name }: RunSpan, change: StateChange, iteration: number): Attributes {
  const { key, op, newValue } = change
  const { redactor } = internals
  const value =
    op === 'set' && redactor.captureContent === 'full' && span.isRecording()
      ? redactor.content(newValue, { signal: 'span', key, spanName: name })
      : undefined
  return { key, op, iteration, 'value.type': typeName(newValue), ...(value !== undefined && { value }) }
}

function typeName(value: unknown): string {
  if (value === null) return 'null'
  return Array.isArray(value) ? 'array' : typeof value
}
