import type { Link, SpanContext } from '@opentelemetry/api'
import type { Agent } from '../agent/agent.ts'
import type { RunOptions } from '../agent/agent-config.ts'
import { runAgent } from '../agent/run-agent.ts'
import { type Emit, telemetryOf } from '../agent/stream-run.ts'
import { isAborted } from '../model/abort.ts'
import { addUsage } from '../model/usage.ts'
import { copyState, type State } from '../state/state.ts'
import { internalsOf } from '../telemetry/internals-of.ts'
import type { RunControl } from '../tool/run-control.ts'
import { type ChooseNext, createChooser, findAgent } from './choose-next.ts'
import type { Network } from './network.ts'
import type { NetworkResult, NetworkStopReason } from './network-result.ts'
import { createNetworkRun, type NetworkRun } from './network-run.ts'
import { MAX_ITERATIONS, startNetworkSpan } from './network-span.ts'
import { presentConversation } from './present-conversation.ts'

/** Runs a network once, in its span and session. */
export async function runNetwork(network: Network, options: RunOptions, emit?: Emit): Promise<NetworkResult> {
  const telemetry = telemetryOf(options, network.config.telemetry)
  const session = { id: options.sessionId, userId: options.userId }
  return internalsOf(telemetry).withRunSession(session, async () => {
    const span = startNetworkSpan(network, telemetry, options)
    const state = options.context?.state ?? copyState(network.state)
    const run = createNetworkRun(span, telemetry, state, options.messages)
    const unwatch = state.on('change', (change) => span.onStateChange(change, run.history.length))
    try {
      const result = await span.internals.contexts.with(span.context, () => runToEnd(network, options, run, emit))
      span.succeed(result)
      return result
    } catch (error) {
      span.failWith(error, run.history.length)
      throw error
    } finally {
      unwatch()
    }
  })
}

/** The loop between the two hooks. */
async function runToEnd(
  network: Network,
  options: RunOptions,
  run: NetworkRun,
  emit: Emit | undefined,
): Promise<NetworkResult> {
  const { lifecycle } = network.config
  const { state } = run
  let result: NetworkResult
  try {
    await lifecycle?.onStart?.({ network, state, messages: options.messages })
    result = resultOf(network, run, await loop(network, options, run, emit))
  } catch (error) {
    const stopReason = isAborted(error, options.abortSignal) ? 'aborted' : 'error'
    await lifecycle?.onFinish?.({ network, state, result: resultOf(network, run, { stopReason }), error })
    throw error
  }
  await lifecycle?.onFinish?.({ network, state, result })
  return result
}

interface Ending {
  stopReason: NetworkStopReason
  /** What a routing agent said at the end. */
  summary?: string | undefined
}

/** What one agent left for the next. */
interface Turn {
  agent: Agent
  control: RunControl | undefined
  spanContext: SpanContext | undefined
}

async function loop(network: Network, options: RunOptions, run: NetworkRun, emit: Emit | undefined): Promise<Ending> {
  const choose = createChooser(network, options)
  const maxIterations = network.config.maxIterations ?? MAX_ITERATIONS
  let last: Turn | undefined
  for (;;) {
    options.abortSignal?.throwIfAborted()
    const next = await nextAgent(network, run, choose, last)
    if (!next.agent) return { stopReason: 'router', summary: next.summary }
    if (run.history.length >= maxIterations) return { stopReason: 'max_iterations' }
    last = await runTurn(next.agent, network, options, run, last, emit)
    if (last.control?.kind === 'done') return { stopReason: 'done' }
    if (last.control?.kind === 'ask_user') return { stopReason: 'waiting_for_user' }
  }
}

async function nextAgent(network: Network, run: NetworkRun, choose: ChooseNext, last: Turn | undefined) {
  return last?.control?.kind === 'handoff' ? { agent: findAgent(network, last.control.agent) } : choose(run)
}

async function runTurn(
  agent: Agent,
  network: Network,
  options: RunOptions,
  run: NetworkRun,
  last: Turn | undefined,
  emit: Emit | undefined,
): Promise<Turn> {
  const iteration = run.history.length
  if (last && last.agent.name !== agent.name) {
    const byAgent = last.control?.kind === 'handoff'
    const reason = last.control?.kind === 'handoff' ? last.control.reason : undefined
    run.span.onHandoff({ from: last.agent.name, to: agent.name, iteration, by: byAgent ? 'agent' : 'router', reason })
  }
  run.span.onAgent(agent.name)
  const { result, control, spanContext } = await runAgent(agent, turnOptions(agent, network, options, run), {
    emit,
    iteration,
    links: linksTo(last, agent),
    defaultModel: options.model ?? network.defaultModel,
  })
  run.history.push({ agent: agent.name, iteration, durationMs: result.durationMs, result })
  run.conversation.push({ agent: agent.name, messages: result.responseMessages })
  run.usage = addUsage(run.usage, result.usage)
  return { agent, control, spanContext }
}

const turnOptions = (agent: Agent, network: Network, options: RunOptions, run: NetworkRun): RunOptions => ({
  messages: presentConversation(run.conversation, agent.name),
  telemetry: run.telemetry,
  context: { state: run.state, network, telemetry: run.telemetry },
  abortSignal: options.abortSignal,
})

const linksTo = (last: Turn | undefined, agent: Agent): Link[] =>
  last?.spanContext && last.agent.name !== agent.name
    ? [{ context: last.spanContext, attributes: { 'hanzo.link.type': 'handoff' } }]
    : []

function resultOf(network: Network, run: NetworkRun, { stopReason, summary }: Ending): NetworkResult {
  const last = run.history.at(-1)?.result
  return {
    network: network.name,
    text: last?.text || (summary ?? ''),
    messages: run.messages(),
    history: run.history,
    state: stateValues(run.state),
    iterations: run.history.length,
    stopReason,
    ...(stopReason === 'waiting_for_user' && { question: last?.question }),
    usage: run.usage,
    durationMs: run.span.elapsedMs(),
    traceId: run.span.traceId,
    sessionId: run.span.sessionId,
  }
}

const stateValues = (state: State) => state.toJSON()
