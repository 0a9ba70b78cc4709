import type { Link, SpanContext } from '@opentelemetry/api'
import { trace } from '@opentelemetry/api'
import type { LanguageModel } from 'ai'
import { untilAborted } from '../model/abort.ts'
import type { MessageCapture } from '../model/genai-messages.ts'
import { modelIdOf } from '../model/language-model.ts'
import type { Network } from '../network/network.ts'
import { createState } from '../state/state.ts'
import { internalsOf } from '../telemetry/internals-of.ts'
import { captureLevels, type ToolEntry } from '../tool/bind-tools.ts'
import type { RunControl } from '../tool/run-control.ts'
import type { Agent } from './agent.ts'
import type { AgentContext, AgentStartChange, Message, RunOptions } from './agent-config.ts'
import { AgentError } from './agent-error.ts'
import type { AgentResult } from './agent-result.ts'
import { startAgentSpan } from './agent-span.ts'
import { callModel, type ModelLoop } from './call-model.ts'
import { type Emit, telemetryOf } from './stream-run.ts'

/** What only a network gives to a run, beside the options of every run. */
export interface AgentRunExtras {
  emit?: Emit | undefined
  iteration?: number | undefined
  links?: Link[] | undefined
  defaultModel?: LanguageModel | undefined
  /** Offered beside the agent's own tools. */
  extraTools?: ToolEntry[] | undefined
  toolChoice?: Agent['config']['toolChoice']
}

/** A run's result, and what only a network needs of it. */
export interface AgentRun {
  result: AgentResult
  control: RunControl | undefined
  spanContext: SpanContext | undefined
}

/** Runs an agent once, in its span and session. */
export async function runAgent(agent: Agent, options: RunOptions, extras: AgentRunExtras = {}): Promise<AgentRun> {
  const telemetry = telemetryOf(options, agent.config.telemetry)
  const { id, userId } = { id: options.sessionId, userId: options.userId }
  return internalsOf(telemetry).withRunSession({ id, userId }, async () => {
    const model = options.model ?? agent.config.model ?? extras.defaultModel ?? options.context?.network?.defaultModel
    const span = startAgentSpan(agent, telemetry, {
      model: model === undefined ? undefined : modelIdOf(model),
      attributes: options.attributes,
      links: extras.links ?? [],
    })
    try {
      const run = await span.internals.contexts.with(span.context, () => {
        if (model === undefined) throw missingModel(agent, options.context?.network)
        const context: AgentContext = {
          agent,
          network: options.context?.network,
          state: options.context?.state ?? createState(),
        }
        return runLoop({ agent, options, extras, telemetry, span, model, context })
      })
      return { ...run, spanContext: trace.getSpanContext(span.context) }
    } catch (error) {
      span.failWith(error, options.abortSignal)
      throw error
    }
  })
}

interface LoopInput extends Pick<ModelLoop, 'agent' | 'telemetry' | 'span' | 'model'> {
  options: RunOptions
  extras: AgentRunExtras
  context: AgentContext
}

async function runLoop(input: LoopInput): Promise<{ result: AgentResult; control: RunControl | undefined }> {
  const { agent, options, extras, span, context } = input
  const { abortSignal } = options
  abortSignal?.throwIfAborted()
  const iteration = extras.iteration ?? 0
  // Nothing is awaited that need not be: each promise costs all who follow asynchronous calls.
  if (extras.emit) await extras.emit({ type: 'agent:start', agent: agent.name, iteration })
  const { system, lifecycle, mcpServers } = agent.config
  const start =
    typeof system === 'function' || lifecycle?.onStart
      ? await prepareStart(context, options.messages)
      : { messages: options.messages, system, stop: false }
  const tools = [...(agent.config.tools ?? []), ...(extras.extraTools ?? [])]
  const levels = captureLevels(tools)
  const capture: MessageCapture = { redactor: span.internals.redactor, levelOf: (name) => levels.get(name) }
  span.setInput(start.system, start.messages, capture)
  const outcome = start.stop
    ? STOPPED
    : await callModel({
        agent,
        telemetry: input.telemetry,
        span,
        model: input.model,
        system: start.system,
        messages: start.messages,
        context,
        tools,
        capture,
        mcpTools: mcpServers?.length ? await untilAborted(agent.mcp.open(input.telemetry), abortSignal) : NO_MCP_TOOLS,
        toolChoice: extras.toolChoice ?? agent.config.toolChoice,
        abortSignal,
        emit: extras.emit,
      })
  const { control, ...answered } = outcome
  const own: AgentResult = {
    ...answered,
    agent: agent.name,
    messages: [...options.messages, ...answered.responseMessages],
    usage: span.usage,
    model: modelIdOf(input.model),
    durationMs: span.elapsedMs(),
    traceId: span.traceId,
    sessionId: span.sessionId,
  }
  const result = (lifecycle?.onFinish && (await lifecycle.onFinish({ ...context, result: own }))) ?? own
  span.succeed(result, capture)
  if (extras.emit)
    await extras.emit({ type: 'agent:complete', agent: agent.name, iteration, duration: result.durationMs })
  return { result, control }
}

const NO_MCP_TOOLS = Object.freeze({})

const STOPPED = {
  text: '',
  responseMessages: [],
  steps: [],
  toolCalls: [],
  finishReason: 'other' as const,
  stopReason: 'lifecycle' as const,
  control: undefined,
}

async function prepareStart(context: AgentContext, given: Message[]) {
  const { system: configured, lifecycle } = context.agent.config
  const system = typeof configured === 'function' ? await configured(context) : configured
  const change: AgentStartChange = (await lifecycle?.onStart?.({ ...context, messages: given, system })) ?? {}
  return {
    messages: change.messages ?? given,
    system: change.system ?? system,
    stop: change.stop ?? false,
  }
}

function missingModel(agent: Agent, network: Network | undefined): AgentError {
  const name = JSON.stringify(agent.name)
  return new AgentError(
    'NO_MODEL',
    `agent ${name} has no model: set \`model\` in createAgent, ${network ? `\`defaultModel\` in createNetwork (network ${JSON.stringify(network.name)}), ` : '`defaultModel` of the network that runs it, '}or pass \`model\` to run()`,
    { agent: agent.name, network: network?.name },
  )
}
