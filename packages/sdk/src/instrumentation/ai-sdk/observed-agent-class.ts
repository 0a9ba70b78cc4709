import { createContextKey } from '@opentelemetry/api'
import { internalsOf } from '../../telemetry/internals-of.ts'
import type { TelemetryCore } from '../../telemetry/telemetry-core.ts'
import { type AgentCall, startAgentCall, withinAgentCall, withStreamEnds } from './agent-call.ts'
import { type CallArguments, isObservedElsewhere, observeArguments } from './observed-arguments.ts'

const AGENT_NAME = 'ToolLoopAgent'
const PREPARE = createContextKey('@hanzo/ai/prepare-agent-call')
type Prepare = (args: CallArguments) => CallArguments

interface Agent {
  readonly id?: string | undefined
  readonly settings?: CallArguments
  prepareCall(options: CallArguments): Promise<CallArguments>
  generate(options: CallArguments): Promise<unknown>
  stream(options: CallArguments): Promise<unknown>
}

// biome-ignore lint/suspicious/noExplicitAny: TypeScript lets a class be extended by its constructor type only in this form
export type AgentClass = new (...args: any[]) => Agent

/** The class `ToolLoopAgent` with an `invoke_agent` span for each call, named by the agent's id. */
export function observedAgentClass(Original: AgentClass, find: () => TelemetryCore | undefined): AgentClass {
  return class ObservedToolLoopAgent extends Original {
    // Both methods of the agent take what they hand to the model from here.
    override async prepareCall(options: CallArguments): Promise<CallArguments> {
      const prepared = await super.prepareCall(options)
      const found = find()
      const prepare = found && internalsOf(found).contexts.active().getValue(PREPARE)
      return prepare === undefined ? prepared : (prepare as Prepare)(prepared)
    }

    override async generate(options: CallArguments): Promise<unknown> {
      const found = find()
      if (found === undefined || isObservedElsewhere(this.settings ?? {})) return super.generate(options)
      const { call, observed } = start(found, this.id, options)
      return withinAgentCall(found, { ...call, context: call.context.setValue(PREPARE, observed) }, () =>
        super.generate(options),
      )
    }

    override async stream(options: CallArguments): Promise<unknown> {
      const found = find()
      if (found === undefined || isObservedElsewhere(this.settings ?? {})) return super.stream(options)
      const { call, observed } = start(found, this.id, options)
      const prepare: Prepare = (args) => withStreamEnds(observed(args), call)
      try {
        const { contexts } = internalsOf(found)
        return await contexts.with(call.context.setValue(PREPARE, prepare), () => super.stream(options))
      } catch (error) {
        call.fail(error)
        throw error
      }
    }
  }
}

function start(
  telemetry: TelemetryCore,
  id: string | undefined,
  options: CallArguments,
): { call: AgentCall; observed: Prepare } {
  const agentName = id ?? AGENT_NAME
  const call = startAgentCall(telemetry, agentName, options.abortSignal)
  const { context, onAnswer } = call
  return {
    call,
    observed: (args) => observeArguments(args, { telemetry, agentName, context: () => context, onAnswer }),
  }
}
