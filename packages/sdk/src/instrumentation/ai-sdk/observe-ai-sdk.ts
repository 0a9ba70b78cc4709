import { resolveTelemetry } from '../../telemetry/global-telemetry.ts'
import { internalsOf } from '../../telemetry/internals-of.ts'
import type { TelemetryCore } from '../../telemetry/telemetry-core.ts'
import { recordOf, textOf } from '../json-value.ts'
import { type AgentCall, startAgentCall, withinAgentCall, withStreamEnds } from './agent-call.ts'
import { observedEmbeddingModel } from './observe-embedding-model.ts'
import { type AgentClass, observedAgentClass } from './observed-agent-class.ts'
import { type CallArguments, isObservedElsewhere, observeArguments } from './observed-arguments.ts'

type AnyFunction = (args: CallArguments) => unknown

/**
 * The functions of the Vercel AI SDK 6 with a span for each model call, tool call and, where there are tools, for the whole call, without
 * `experimental_telemetry` on any of them:
 *
 *     import * as ai from 'ai'
 *     const { generateText, streamText } = observeAiSdk(ai, { telemetry })
 *
 * Observed are `generateText`, `streamText`, `generateObject`, `streamObject`, `embed`, `embedMany` and `ToolLoopAgent`; everything else is what it was.
 * The module itself is not changed: ES modules cannot be. Calls of our own agents, and calls with `experimental_telemetry`, are left alone.
 *
 * The AI SDK's registry of telemetry integrations, which needs no wrapping, is not used: an integration is not told of calls that fail, and cannot make
 * its span the active one, so that nothing below it nests.
 */
export function observeAiSdk<Ai extends object>(ai: Ai, options: { telemetry?: TelemetryCore | undefined } = {}): Ai {
  return observeAiModule(ai, () => resolveTelemetry({ run: options.telemetry }))
}

/** The same for a telemetry that is known later; while there is none, nothing is observed. */
export function observeAiModule<Ai extends object>(ai: Ai, telemetry: () => TelemetryCore | undefined): Ai {
  const source = ai as Record<string, unknown>
  const observed: Record<string, unknown> = { ...source }
  const find = () => {
    const found = telemetry()
    return found?.enabled === true ? found : undefined
  }
  for (const [name, observe] of Object.entries(OBSERVERS)) {
    const original = source[name]
    if (typeof original !== 'function') continue
    observed[name] = (args: CallArguments) => {
      const found = find()
      if (found === undefined || isObservedElsewhere(recordOf(args))) return original(args)
      return observe(found, original as AnyFunction, args)
    }
  }
  const { ToolLoopAgent } = source
  if (typeof ToolLoopAgent === 'function') {
    observed.ToolLoopAgent = observedAgentClass(ToolLoopAgent as AgentClass, find)
    observed.Experimental_Agent = observed.ToolLoopAgent
  }
  return observed as Ai
}

type Observe = (telemetry: TelemetryCore, original: AnyFunction, args: CallArguments) => unknown

const OBSERVERS: Record<string, Observe> = {
  generateText: (telemetry, original, args) =>
    hasTools(args) ? generateInAgentCall(telemetry, original, args) : original(withoutAgentCall(telemetry, args)),
  streamText: (telemetry, original, args) =>
    hasTools(args) ? streamInAgentCall(telemetry, original, args) : original(withoutAgentCall(telemetry, args)),
  generateObject: (telemetry, original, args) => original(withoutAgentCall(telemetry, args)),
  streamObject: (telemetry, original, args) => original(withoutAgentCall(telemetry, args)),
  embed: observeEmbedding,
  embedMany: observeEmbedding,
}

function observeEmbedding(telemetry: TelemetryCore, original: AnyFunction, args: CallArguments): unknown {
  return original({ ...args, model: observedEmbeddingModel(args.model, telemetry) })
}

function hasTools(args: CallArguments): boolean {
  return Object.keys(recordOf(args.tools)).length > 0
}

function nameOf(args: CallArguments, otherwise: string): string {
  return textOf(recordOf(args.experimental_telemetry).functionId) ?? otherwise
}

function withoutAgentCall(telemetry: TelemetryCore, args: CallArguments): CallArguments {
  const { contexts } = internalsOf(telemetry)
  return observeArguments(args, { telemetry, agentName: nameOf(args, 'ai'), context: () => contexts.active() })
}

function observedFor(telemetry: TelemetryCore, args: CallArguments, call: AgentCall, agentName: string): CallArguments {
  const { context, onAnswer } = call
  return observeArguments(args, { telemetry, agentName, context: () => context, onAnswer })
}

function generateInAgentCall(telemetry: TelemetryCore, original: AnyFunction, args: CallArguments): unknown {
  const name = nameOf(args, 'generateText')
  const call = startAgentCall(telemetry, name, args.abortSignal)
  return withinAgentCall(telemetry, call, () => original(observedFor(telemetry, args, call, name)))
}

function streamInAgentCall(telemetry: TelemetryCore, original: AnyFunction, args: CallArguments): unknown {
  const name = nameOf(args, 'streamText')
  const call = startAgentCall(telemetry, name, args.abortSignal)
  try {
    const observed = withStreamEnds(observedFor(telemetry, args, call, name), call)
    return internalsOf(telemetry).contexts.with(call.context, () => original(observed))
  } catch (error) {
    call.fail(error)
    throw error
  }
}
