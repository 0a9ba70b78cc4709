import type { LanguageModel } from 'ai'
import type { Agent } from '../agent/agent.ts'
import type { RunOptions } from '../agent/agent-config.ts'
import { AgentError } from '../agent/agent-error.ts'
import type { StreamEvent } from '../agent/agent-result.ts'
import { streamRun } from '../agent/stream-run.ts'
import { createState, type State } from '../state/state.ts'
import type { NetworkConfig } from './network-config.ts'
import type { NetworkResult } from './network-result.ts'
import { runNetwork } from './run-network.ts'

/** Agents that work on one conversation, one after the other, and who of them is next. Runs may overlap; each has its own state. */
export class Network {
  readonly name: string
  readonly description: string | undefined
  readonly config: Readonly<NetworkConfig>
  /** What each run's state starts as. */
  readonly state: State
  readonly #agents: ReadonlyMap<string, Agent>

  /** @throws {AgentError} `INVALID_CONFIG` without a name or agents, `DUPLICATE_NAME` for two agents of one name. */
  constructor(config: NetworkConfig) {
    if (!config.name) throw new AgentError('INVALID_CONFIG', 'a network needs a name')
    const name = JSON.stringify(config.name)
    if (config.agents.length === 0) throw new AgentError('INVALID_CONFIG', `network ${name} needs an agent`)
    if (config.maxIterations !== undefined && !(config.maxIterations >= 1)) {
      throw new AgentError('INVALID_CONFIG', `maxIterations of network ${name} must be at least 1`)
    }
    const agents = new Map<string, Agent>()
    for (const agent of config.agents) {
      if (agents.has(agent.name)) {
        const message = `network ${name} has two agents named ${JSON.stringify(agent.name)}`
        throw new AgentError('DUPLICATE_NAME', message, { network: config.name, agent: agent.name })
      }
      agents.set(agent.name, agent)
    }
    this.name = config.name
    this.description = config.description
    this.config = { ...config }
    this.state = config.state ?? createState()
    this.#agents = agents
  }

  get agents(): readonly Agent[] {
    return [...this.#agents.values()]
  }

  get defaultModel(): LanguageModel | undefined {
    return this.config.defaultModel
  }

  getAgent(name: string): Agent | undefined {
    return this.#agents.get(name)
  }

  /**
   * Runs agents until the router names nobody, an agent ends the run, or `maxIterations` is reached.
   * @throws what an agent, the router or a hook threw, unchanged. The signal's reason when aborted. {AgentError} `UNKNOWN_AGENT` for a router that names
   * an agent the network does not have.
   */
  run(options: RunOptions): Promise<NetworkResult> {
    return runNetwork(this, options)
  }

  /** As `run`, told while it happens. What `run` would throw is thrown to the reader. A reader that stops early aborts the run. */
  stream(options: RunOptions): AsyncIterableIterator<StreamEvent> {
    return streamRun(options, this.config.telemetry, (streamed, emit) => runNetwork(this, streamed, emit))
  }

  /** Closes the agents' connections to MCP servers. Never rejects. */
  async close(): Promise<void> {
    await Promise.all(this.agents.map((agent) => agent.close()))
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close()
  }
}

/**
 * Makes a network.
 * @throws {AgentError} as the constructor of `Network`.
 */
export const createNetwork = (config: NetworkConfig): Network => new Network(config)
