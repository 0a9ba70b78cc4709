import type { Agent } from '../agent/agent.ts'
import { AgentError } from '../agent/agent-error.ts'
import type { Network } from '../network/network.ts'
import { steerRun } from './run-control.ts'
import { createTool, type JsonSchema, type Tool } from './tool.ts'

const text = (description: string) => ({ type: 'string', description })

const objectSchema = (properties: Record<string, unknown>, required: string[]): JsonSchema => ({
  type: 'object',
  properties,
  required,
  additionalProperties: false,
})

function done(): Tool<{ summary?: string }> {
  return createTool({
    name: 'done',
    description: 'Call this when the task is complete. Nothing further is done after it.',
    parameters: objectSchema({ summary: text('The outcome, for the user.') }, []),
    handler({ summary }, context) {
      steerRun(context, { kind: 'done', summary })
      return 'done'
    },
  })
}

const othersOf = (network: Network, agent: Agent) => network.agents.filter(({ name }) => name !== agent.name)

function handoff(): Tool<{ agent: string; reason?: string }> {
  return {
    name: 'handoff',
    description: 'Hands the conversation over to another agent, which answers from then on.',
    parameters: ({ agent, network }) =>
      objectSchema(
        {
          agent: {
            ...text('The name of the agent that takes over.'),
            ...(network && { enum: othersOf(network, agent).map(({ name }) => name) }),
          },
          reason: text('Why it takes over.'),
        },
        ['agent'],
      ),
    handler({ agent, reason }, context) {
      if (!context.network) {
        throw new AgentError('TOOL_MISUSED', 'handoff works only for an agent that a network runs', { agent })
      }
      if (!context.network.getAgent(agent)) {
        throw new AgentError('UNKNOWN_AGENT', `there is no agent ${JSON.stringify(agent)} to hand over to`, {
          agent,
          agents: context.network.agents.map(({ name }) => name),
        })
      }
      if (agent === context.agent.name) {
        throw new AgentError('TOOL_MISUSED', 'an agent cannot hand over to itself', { agent })
      }
      steerRun(context, { kind: 'handoff', agent, reason })
      return `handed over to ${agent}`
    },
  }
}

function askUser(): Tool<{ question: string }> {
  return createTool({
    name: 'ask_user',
    description: 'Asks the user a question. Call it when you cannot go on without the answer.',
    parameters: objectSchema({ question: text('The question.') }, ['question']),
    handler({ question }, context) {
      steerRun(context, { kind: 'ask_user', question: String(question) })
      return 'The user was asked. The answer is the next message.'
    },
  })
}

function remember(): Tool<{ key: string; value: unknown }> {
  return createTool({
    name: 'remember',
    description: 'Keeps a value under a key, for you and for the agents after you.',
    parameters: objectSchema({ key: text('A short name.'), value: { description: 'Any value.' } }, ['key', 'value']),
    handler({ key, value }, { state }) {
      if (typeof key !== 'string' || key === '') throw new AgentError('TOOL_MISUSED', 'remember needs a key')
      state.set(key, value)
      return `remembered ${key}`
    },
  })
}

function recall(): Tool<{ key?: string }> {
  return createTool({
    name: 'recall',
    description: 'Reads what was remembered under a key. Without a key: everything.',
    parameters: objectSchema({ key: text('The name it was remembered under.') }, []),
    handler: ({ key }, { state }) =>
      key === undefined ? state.toJSON() : state.has(key) ? state.get(key) : `nothing is remembered under ${key}`,
  })
}

/**
 * Tools that most agents need. `done` ends the agent's run and the network's. `handoff` lets another agent of the network go on. `askUser` ends the run
 * with `waiting_for_user`; the answer goes into the next run's messages. `remember` and `recall` use the state of the run.
 */
export const commonTools = { done, handoff, askUser, remember, recall } as const
