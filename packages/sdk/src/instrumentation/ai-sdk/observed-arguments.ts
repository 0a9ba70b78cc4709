import type { Context } from '@opentelemetry/api'
import type { ModelAnswer } from '../../model/chat-attributes.ts'
import type { ModelObject } from '../../model/language-model.ts'
import { OBSERVED_MODEL, observeModel } from '../../model/observe-model.ts'
import { internalsOf } from '../../telemetry/internals-of.ts'
import type { TelemetryCore } from '../../telemetry/telemetry-core.ts'
import { executeAiTool } from '../../tool/execute-ai-tool.ts'
import { recordOf, textOf } from '../json-value.ts'

/** The arguments of `generateText` and its like. */
export type CallArguments = Record<string, unknown>

interface AiTool {
  description?: string
  execute?: (input: unknown, options: { toolCallId: string; abortSignal?: AbortSignal }) => unknown
}

/** What one call is observed for. */
export interface CallObserver {
  telemetry: TelemetryCore
  /** The `agent` tag of tool metrics. */
  agentName: string
  /** Holds the span of the call; read when a model or tool is called. */
  context(): Context
  onAnswer?(answer: ModelAnswer): void
}

/**
 * Whether a call is seen by somebody already: by our own agents, whose models are observed, or by the AI SDK's own spans, which `experimental_telemetry`
 * switches on for it.
 */
export function isObservedElsewhere(args: CallArguments): boolean {
  const { model, experimental_telemetry: telemetry } = args
  return recordOf(telemetry).isEnabled === true || OBSERVED_MODEL in recordOf(model)
}

/** The same arguments with the model, the models that `prepareStep` chooses, and the tools observed. */
export function observeArguments(args: CallArguments, observer: CallObserver): CallArguments {
  const { model, tools, prepareStep } = args
  const observed: CallArguments = { ...args, model: observedModel(model, observer) }
  if (typeof tools === 'object' && tools !== null)
    observed.tools = observedTools(tools as Record<string, AiTool>, observer)
  if (typeof prepareStep === 'function') {
    observed.prepareStep = async (step: unknown) => {
      const prepared = (await prepareStep(step)) as CallArguments | undefined
      return prepared?.model === undefined ? prepared : { ...prepared, model: observedModel(prepared.model, observer) }
    }
  }
  return observed
}

function observedModel(model: unknown, { telemetry, context, onAnswer }: CallObserver): unknown {
  const resolved = resolve(model)
  if (!isModel(resolved) || OBSERVED_MODEL in resolved) return model
  return observeModel(resolved, {
    internals: internalsOf(telemetry),
    context,
    levelOf: () => undefined,
    ...(onAnswer === undefined ? {} : { onAnswer }),
  })
}

interface Provider {
  languageModel(id: string): unknown
}

// A model id is the default provider's; without one it is the AI gateway's, and stays for the AI SDK to resolve.
function resolve(model: unknown): unknown {
  const { AI_SDK_DEFAULT_PROVIDER: provider } = globalThis as { AI_SDK_DEFAULT_PROVIDER?: Provider }
  return typeof model === 'string' ? provider?.languageModel(model) : model
}

function isModel(model: unknown): model is ModelObject {
  return typeof (model as { doGenerate?: unknown } | undefined)?.doGenerate === 'function'
}

function observedTools(tools: Record<string, AiTool>, observer: CallObserver): Record<string, AiTool> {
  return Object.fromEntries(Object.entries(tools).map(([name, tool]) => [name, observedTool(name, tool, observer)]))
}

function observedTool(name: string, tool: AiTool, { telemetry, agentName, context }: CallObserver): AiTool {
  const { execute } = tool
  if (typeof execute !== 'function') return tool
  return {
    ...tool,
    execute: (input, options) => {
      const identity = { name, description: textOf(tool.description), source: 'local' as const }
      const caller = { internals: internalsOf(telemetry), agentName, context: context() }
      return executeAiTool(identity, { ...options, input }, caller, () => execute.call(tool, input, options))
    },
  }
}
