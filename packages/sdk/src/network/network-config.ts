import type { Attributes } from '@opentelemetry/api'
import type { LanguageModel } from 'ai'
import type { Agent } from '../agent/agent.ts'
import type { Message } from '../agent/agent-config.ts'
import type { AgentResult } from '../agent/agent-result.ts'
import type { State } from '../state/state.ts'
import type { TelemetryCore } from '../telemetry/telemetry-core.ts'
import type { Network } from './network.ts'
import type { HistoryEntry, NetworkResult } from './network-result.ts'

/** What a router decides by. */
export interface RouterContext {
  network: Network
  /** Of this run. */
  state: State
  /** The conversation so far, what the agents of this run said included. */
  messages: Message[]
  /** How many agents have run: 0 at the first call. */
  iteration: number
  history: HistoryEntry[]
  /** Of the agent that ran last in this run. */
  lastResult?: AgentResult | undefined
}

/** Says which agent is next, by itself or by name; undefined ends the run. */
export type Router = (context: RouterContext) => Agent | string | undefined | Promise<Agent | string | undefined>

/** Functions of the application that are called once for each run. What they throw fails the run. */
export interface NetworkLifecycle {
  onStart?(start: { network: Network; state: State; messages: readonly Message[] }): unknown
  /** Called in any case; `error` with the stop reasons `error` and `aborted`, and the result is then as far as the run got. */
  onFinish?(finish: { network: Network; state: State; result: NetworkResult; error?: unknown }): unknown
}

/** A network: agents, and who of them is next. */
export interface NetworkConfig {
  name: string
  description?: string | undefined
  /** Names are unique. */
  agents: Agent[]
  /**
   * A function, or an agent whose model picks the next one. Default: the agent of a network that has one alone runs once; with agents that can hand over
   * (`commonTools.handoff()`) the first one starts and handoffs decide; otherwise a routing agent picks with `defaultModel`.
   */
  router?: Router | Agent | undefined
  /** For agents without a model, and for the default routing agent. */
  defaultModel?: LanguageModel | undefined
  /** What each run's state starts as. Runs change copies of it, so that they cannot see each other; `context.state` of a run is used as it is. */
  state?: State | undefined
  /** Agents that may run in one run, default 10. The run then ends with the stop reason `max_iterations`. */
  maxIterations?: number | undefined
  telemetry?: TelemetryCore | undefined
  /** On the network's spans. */
  metadata?: Attributes | undefined
  lifecycle?: NetworkLifecycle | undefined
}
