import { Agent } from '../agent/agent.ts'
import type { RunOptions } from '../agent/agent-config.ts'
import { AgentError } from '../agent/agent-error.ts'
import { runAgent } from '../agent/run-agent.ts'
import type { Usage } from '../model/usage.ts'
import { commonTools } from '../tool/common-tools.ts'
import { steerRun } from '../tool/run-control.ts'
import type { Tool } from '../tool/tool.ts'
import type { Network } from './network.ts'

/** What a routing agent decided. */
export interface RoutingChoice {
  agent: string | undefined
  reason: string | undefined
  /** What it said of a run that it ended. */
  summary: string | undefined
  usage: Usage
}

/**
 * Asks a routing agent who is next. One that calls `done`, or may answer with text and does, ends the run with what it said.
 * @throws {AgentError} `UNKNOWN_AGENT` when it used up its steps without a selection that holds.
 */
export async function askRoutingAgent(
  router: Agent,
  network: Network,
  candidates: readonly Agent[],
  options: RunOptions,
): Promise<RoutingChoice> {
  const { result, control } = await runAgent(router, options, {
    extraTools: [selectAgent(candidates), commonTools.done()],
    toolChoice: router.config.toolChoice ?? 'required',
    defaultModel: network.defaultModel,
  })
  const { text: summary, usage, stopReason } = result
  if (!control && stopReason === 'max_steps') {
    const message = `routing agent ${JSON.stringify(router.name)} of network ${JSON.stringify(network.name)} selected no agent`
    throw new AgentError('UNKNOWN_AGENT', message, { network: network.name, router: router.name })
  }
  return control?.kind === 'select'
    ? { agent: control.agent, reason: control.reason, summary: undefined, usage }
    : { agent: undefined, reason: undefined, summary, usage }
}

/** The routing agent of a network that has no router of its own. */
export function defaultRoutingAgent(network: Network): Agent {
  return new Agent({
    name: `${network.name}_router`,
    description: 'Picks the next agent.',
    maxSteps: 3,
    system: [
      `You route a conversation${network.description ? ` of ${network.description}` : ''} between agents.`,
      'Call select_agent with the one agent that should act next. When what the user wants has been done, call done.',
      'The agents:',
      ...network.agents.map(({ name, description }) => `- ${name}${description ? `: ${description}` : ''}`),
    ].join('\n'),
  })
}

function selectAgent(candidates: readonly Agent[]): Tool<{ name: string; reason?: string }> {
  const names = candidates.map(({ name }) => name)
  return {
    name: 'select_agent',
    description: 'Selects the agent that acts next.',
    parameters: {
      type: 'object',
      properties: {
        name: { type: 'string', enum: names, description: 'The name of the agent.' },
        reason: { type: 'string', description: 'Why this one.' },
      },
      required: ['name'],
      additionalProperties: false,
    },
    handler({ name, reason }, context) {
      if (!names.includes(name)) {
        throw new AgentError(
          'UNKNOWN_AGENT',
          `there is no agent ${JSON.stringify(name)}; there are ${names.join(', ')}`,
        )
      }
      steerRun(context, { kind: 'select', agent: name, reason })
      return `selected ${name}`
    },
  }
}
