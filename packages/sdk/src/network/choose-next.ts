import type { Agent } from '../agent/agent.ts'
import type { RunOptions } from '../agent/agent-config.ts'
import { AgentError } from '../agent/agent-error.ts'
import { addUsage } from '../model/usage.ts'
import { isTool } from '../tool/bind-tools.ts'
import type { Network } from './network.ts'
import type { Router } from './network-config.ts'
import type { NetworkRun } from './network-run.ts'
import type { RoutePoint } from './network-span.ts'
import { presentConversation } from './present-conversation.ts'
import { askRoutingAgent, defaultRoutingAgent } from './routing-agent.ts'

/** Who is next, or how the run ends. */
export type NextAgent = { agent: Agent } | { agent: undefined; summary: string | undefined }

/** Says who is next in a run. */
export type ChooseNext = (run: NetworkRun) => Promise<NextAgent>

/** How a network chooses, decided once for a run. */
export function createChooser(network: Network, options: RunOptions): ChooseNext {
  const { router } = network.config
  if (typeof router === 'function') return (run) => chooseByFunction(router, network, run)
  if (router) return (run) => chooseByAgent(router, network, run, options)
  if (network.agents.length === 1 || network.agents.some(canHandOver)) return (run) => chooseFirst(network, run)
  const routing = defaultRoutingAgent(network)
  return (run) => chooseByAgent(routing, network, run, options)
}

const canHandOver = (agent: Agent) =>
  (agent.config.tools ?? []).some((entry) => isTool(entry) && entry.name === 'handoff')

const routePoint = (type: RoutePoint['type'], { history }: NetworkRun, candidates: readonly Agent[]): RoutePoint => ({
  type,
  iteration: history.length,
  candidates: namesOf(candidates),
})

const namesOf = (agents: readonly Agent[]) => agents.map(({ name }) => name)

/** The first agent begins, and nobody follows unless it is handed over to. */
async function chooseFirst(network: Network, run: NetworkRun): Promise<NextAgent> {
  const candidates = network.agents
  const { agent } = await run.span.route(routePoint('function', run, candidates), async () => ({
    agent: run.history.length === 0 ? candidates[0]?.name : undefined,
  }))
  const next = agent === undefined ? undefined : network.getAgent(agent)
  return next ? { agent: next } : { agent: undefined, summary: undefined }
}

async function chooseByFunction(router: Router, network: Network, run: NetworkRun): Promise<NextAgent> {
  let chosen: Agent | undefined
  await run.span.route(routePoint('function', run, network.agents), async () => {
    const answer = await router({
      network,
      state: run.state,
      messages: run.messages(),
      iteration: run.history.length,
      history: [...run.history],
      lastResult: run.history.at(-1)?.result,
    })
    chosen = typeof answer === 'string' ? findAgent(network, answer) : answer
    return { agent: chosen?.name }
  })
  return chosen ? { agent: chosen } : { agent: undefined, summary: undefined }
}

async function chooseByAgent(
  router: Agent,
  network: Network,
  run: NetworkRun,
  options: RunOptions,
): Promise<NextAgent> {
  const candidates = await enabledAgents(network, run)
  let summary: string | undefined
  const { agent } = await run.span.route(routePoint('agent', run, candidates), async () => {
    const choice = await askRoutingAgent(router, network, candidates, {
      model: router.config.model ?? options.model,
      abortSignal: options.abortSignal,
      messages: presentConversation(run.conversation, router.name),
      telemetry: run.telemetry,
      context: { state: run.state, network, telemetry: run.telemetry },
    })
    run.usage = addUsage(run.usage, choice.usage)
    summary = choice.summary
    return { agent: choice.agent, reason: choice.reason }
  })
  return agent === undefined ? { agent, summary } : { agent: findAgent(network, agent) }
}

async function enabledAgents(network: Network, run: NetworkRun): Promise<Agent[]> {
  const enabled = await Promise.all(
    network.agents.map(
      async (agent) => agent.config.lifecycle?.enabled?.({ agent, network, state: run.state }) ?? true,
    ),
  )
  return network.agents.filter((_, index) => enabled[index])
}

/** @throws {AgentError} `UNKNOWN_AGENT`. */
export function findAgent(network: Network, name: string): Agent {
  const agent = network.getAgent(name)
  if (agent) return agent
  const agents = namesOf(network.agents)
  throw new AgentError(
    'UNKNOWN_AGENT',
    `network ${JSON.stringify(network.name)} has no agent ${JSON.stringify(name)}; it has ${agents.join(', ')}`,
    { network: network.name, agent: name, agents },
  )
}
