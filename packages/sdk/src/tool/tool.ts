import type { FlexibleSchema } from 'ai'
import type { Agent } from '../agent/agent.ts'
import { AgentError } from '../agent/agent-error.ts'
import type { Network } from '../network/network.ts'
import type { State } from '../state/state.ts'
import type { ContentCapture } from '../telemetry/telemetry-config.ts'
import type { TelemetryCore } from '../telemetry/telemetry-core.ts'

/** What a tool's handler is called with beside its input. */
export interface ToolContext {
  /** The agent whose model called. */
  agent: Agent
  /** The network that runs the agent, if one does. */
  network?: Network | undefined
  /** Of the network's run, or of the agent's own. */
  state: State
  /** Of the run. The tool's span is active: `telemetry.trace` and other agents' runs nest below it. */
  telemetry: TelemetryCore
  toolCallId: string
  /** Aborted with the run. A handler that ignores it is no longer waited for. */
  abortSignal?: AbortSignal | undefined
}

/** A plain JSON schema. What the model sends is not checked against it. */
export type JsonSchema = { type: 'object' } & Record<string, unknown>

/** What a schema that is made for each run can look at. */
export interface ToolOffer {
  agent: Agent
  network: Network | undefined
}

/** What a model may call. */
// biome-ignore lint/suspicious/noExplicitAny: tools of all inputs stand in one list, and a handler's input is contravariant
export interface Tool<I = any, O = unknown> {
  /** Letters, digits, `_` and `-` suit every provider. */
  readonly name: string
  /** What the model reads to decide when to call. */
  readonly description?: string | undefined
  /** A zod schema, any other Standard Schema, or a plain JSON schema; a function is asked at each run. Input that does not fit never reaches the handler. */
  readonly parameters: FlexibleSchema<I> | JsonSchema | ((offer: ToolOffer) => JsonSchema)
  /** What it returns goes to the model, and into the result, as JSON. What it throws goes to the model as an error, and the run goes on. */
  handler(input: I, context: ToolContext): O | Promise<O>
  /** How much of arguments and results is recorded, instead of the telemetry's `captureContent`. */
  readonly captureContent?: ContentCapture | undefined
}

/**
 * Makes a tool.
 * @throws {AgentError} `INVALID_CONFIG` without a name.
 */
// biome-ignore lint/suspicious/noExplicitAny: as the AI SDK, whose schemas infer the input
export function createTool<I = any, O = unknown>(definition: Tool<I, O>): Tool<I, O> {
  if (!definition.name) throw new AgentError('INVALID_CONFIG', 'a tool needs a name')
  return definition
}
