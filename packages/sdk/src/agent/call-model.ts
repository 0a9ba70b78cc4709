import type { LanguageModel, ToolSet } from 'ai'
import type { McpTool } from '../mcp/mcp-tool.ts'
import type { MessageCapture } from '../model/genai-messages.ts'
import { resolveModel } from '../model/language-model.ts'
import { type AiSdk, loadAi, loadedAi } from '../model/load-ai.ts'
import { observeModel } from '../model/observe-model.ts'
import { usageOf } from '../model/usage.ts'
import type { TelemetryCore } from '../telemetry/telemetry-core.ts'
import { bindTools, type ToolEntry } from '../tool/bind-tools.ts'
import type { ToolCaller } from '../tool/execute-tool.ts'
import { type RunControl, withRunControl } from '../tool/run-control.ts'
import type { Agent } from './agent.ts'
import type { AgentConfig, AgentContext, Message } from './agent-config.ts'
import type { AgentResult, AgentStep, AgentStopReason } from './agent-result.ts'
import type { AgentSpan } from './agent-span.ts'
import { originalError } from './original-error.ts'
import { readStream } from './read-stream.ts'
import { recordRefusedCalls } from './refused-calls.ts'
import type { Emit } from './stream-run.ts'

const STEPS_MAX = 20

/** Everything that one loop of model calls and tools needs. */
export interface ModelLoop {
  agent: Agent
  telemetry: TelemetryCore
  span: AgentSpan
  model: LanguageModel
  context: AgentContext
  system: string | undefined
  messages: readonly Message[]
  tools: readonly ToolEntry[]
  mcpTools: Readonly<Record<string, McpTool>>
  capture: MessageCapture
  toolChoice: AgentConfig['toolChoice']
  abortSignal: AbortSignal | undefined
  /** With it the answer is streamed. */
  emit: Emit | undefined
}

/** What the loop gave. */
export type LoopOutcome = Pick<
  AgentResult,
  'text' | 'output' | 'responseMessages' | 'steps' | 'toolCalls' | 'finishReason' | 'stopReason' | 'question'
> & { control: RunControl | undefined }

/** What `generateText` gives and `streamText` promises, of which this layer has use. */
export interface LoopAnswer {
  steps: AgentStep[]
  responseMessages: Message[]
  output: unknown
}

/** Lets the model answer, its tools executed, until there is nothing more to do, a tool ends the run, or the steps are used up. */
export async function callModel(loop: ModelLoop): Promise<LoopOutcome> {
  const ai = loadedAi() ?? (await loadAi())
  const { config } = loop.agent
  let control: RunControl | undefined
  let hookFailure: { error: unknown } | undefined
  const caller = callerOf(loop)
  const settleHook = async (step: AgentStep) => {
    try {
      await config.lifecycle?.onResponse?.({ ...loop.context, step })
    } catch (error) {
      hookFailure ??= { error }
    }
  }
  const settings = {
    ...modelSettings(config),
    model: observedModel(loop, ai),
    ...(loop.system !== undefined && { system: loop.system }),
    messages: [...loop.messages],
    // Whoever calls run() writes the messages; what a visitor wrote has the role that the application gave it.
    allowSystemInMessages: true,
    tools: bindLoopTools(ai, loop, (asked) => {
      control ??= asked
    }),
    ...(loop.toolChoice && { toolChoice: sdkToolChoice(loop.toolChoice) }),
    stopWhen: [ai.stepCountIs(config.maxSteps ?? STEPS_MAX), () => control !== undefined || hookFailure !== undefined],
    ...(loop.abortSignal && { abortSignal: loop.abortSignal }),
    onStepFinish(step: AgentStep) {
      recordRefusedCalls(step, caller, loop.span.onToolCall)
      // The AI SDK drops what its callbacks throw.
      return config.lifecycle?.onResponse ? settleHook(step) : undefined
    },
  }
  try {
    const answer = loop.emit
      ? await readStream(ai.streamText({ ...settings, onError: () => undefined }), loop.emit, loop)
      : await generate(ai.generateText(settings), config)
    if (hookFailure) throw hookFailure.error
    return outcomeOf(answer, control, config.maxSteps ?? STEPS_MAX)
  } catch (error) {
    loop.abortSignal?.throwIfAborted()
    throw originalError(ai, error)
  }
}

async function generate(
  generating: ReturnType<typeof import('ai').generateText<ToolSet>>,
  config: AgentConfig,
): Promise<LoopAnswer> {
  const result = await generating
  return {
    steps: result.steps,
    responseMessages: result.response.messages,
    output: config.output ? result.output : undefined,
  }
}

function outcomeOf(
  { steps, responseMessages, output }: LoopAnswer,
  control: RunControl | undefined,
  maxSteps: number,
): LoopOutcome {
  const last = steps.at(-1)
  const text = last?.text ?? ''
  const isCut = control === undefined && steps.length >= maxSteps && last?.finishReason === 'tool-calls'
  return {
    text: text === '' && control?.kind === 'done' ? (control.summary ?? '') : text,
    ...(output !== undefined && { output }),
    responseMessages,
    steps,
    toolCalls: steps.flatMap((step) => step.toolCalls),
    finishReason: last?.finishReason ?? 'other',
    stopReason: isCut ? 'max_steps' : control ? STOP_REASONS[control.kind] : 'finished',
    ...(control?.kind === 'ask_user' && { question: control.question }),
    control,
  }
}

const STOP_REASONS: Record<RunControl['kind'], AgentStopReason> = {
  done: 'done',
  handoff: 'handoff',
  ask_user: 'waiting_for_user',
  select: 'finished',
}

const callerOf = ({ span, agent }: ModelLoop): ToolCaller => ({
  internals: span.internals,
  agentName: agent.name,
  context: span.context,
})

function observedModel({ model, span, agent, capture }: ModelLoop, ai: AiSdk) {
  const resolved = resolveModel(model, ai)
  return observeModel(resolved, {
    internals: span.internals,
    context: () => span.context,
    levelOf: capture.levelOf,
    agentName: agent.name,
    onCall: span.onModelCall,
    onAnswer: ({ usage }) => span.onModelAnswer(resolved.modelId, usageOf(usage)),
  })
}

function bindLoopTools(ai: typeof import('ai'), loop: ModelLoop, steer: (control: RunControl) => void): ToolSet {
  const { context, telemetry, span } = loop
  return bindTools(loop.tools, loop.mcpTools, {
    ai,
    caller: callerOf(loop),
    telemetry,
    agent: loop.agent,
    network: context.network,
    onCall: span.onToolCall,
    contextOf: (call) => withRunControl({ ...context, telemetry, ...call }, steer),
  })
}

const sdkToolChoice = (choice: NonNullable<AgentConfig['toolChoice']>) =>
  typeof choice === 'object' ? ({ type: 'tool', toolName: choice.toolName } as const) : choice

const SETTINGS = [
  'temperature',
  'maxOutputTokens',
  'topP',
  'topK',
  'presencePenalty',
  'frequencyPenalty',
  'stopSequences',
  'seed',
  'maxRetries',
  'headers',
  'providerOptions',
  'output',
] as const

type SdkSettings = Partial<Pick<Parameters<typeof import('ai').generateText>[0], (typeof SETTINGS)[number]>>

/** The settings that are there: the AI SDK takes an undefined one for a wish. */
function modelSettings(config: AgentConfig): SdkSettings {
  const settings: Record<string, unknown> = {}
  for (const name of SETTINGS) {
    if (config[name] !== undefined) settings[name] = config[name]
  }
  return settings
}
