import type { Attributes } from '@opentelemetry/api'
import type { LanguageModel, ModelMessage } from 'ai'
import type { McpServerConfig } from '../mcp/mcp-server-config.ts'
import type { Network } from '../network/network.ts'
import type { State } from '../state/state.ts'
import type { TelemetryCore } from '../telemetry/telemetry-core.ts'
import type { ToolEntry } from '../tool/bind-tools.ts'
import type { Agent } from './agent.ts'
import type { AgentResult, AgentStep } from './agent-result.ts'

/** A message of a conversation, as the AI SDK has them. */
export type Message = ModelMessage

/** What a system prompt that is a function, and every hook, can look at. */
export interface AgentContext {
  agent: Agent
  network?: Network | undefined
  state: State
}

/** The start of a run, before the model is called. */
export interface AgentStart extends AgentContext {
  messages: readonly Message[]
  system: string | undefined
}

/** What `onStart` may change. */
export interface AgentStartChange {
  messages?: Message[] | undefined
  system?: string | undefined
  /** True: the model is not called, and the run ends with an empty text and the stop reason `lifecycle`. */
  stop?: boolean | undefined
}

/** Functions of the application that are called during a run. What they throw fails the run. */
export interface AgentLifecycle {
  /** Whether the agent can be chosen now: asked before a routing agent is shown its candidates, and by handoffs. */
  enabled?(context: AgentContext): boolean | Promise<boolean>
  onStart?(
    start: AgentStart,
  ): AgentStartChange | undefined | undefined | Promise<AgentStartChange | undefined | undefined>
  /** After each answer of the model, its tools executed. */
  onResponse?(response: AgentContext & { step: AgentStep }): unknown
  /** What it returns replaces the result. */
  onFinish?(
    finish: AgentContext & { result: AgentResult },
  ): AgentResult | undefined | undefined | Promise<AgentResult | undefined | undefined>
}

/** Settings of the model call; those left out are the provider's. */
export interface ModelSettings {
  temperature?: number | undefined
  maxOutputTokens?: number | undefined
  topP?: number | undefined
  topK?: number | undefined
  presencePenalty?: number | undefined
  frequencyPenalty?: number | undefined
  stopSequences?: string[] | undefined
  seed?: number | undefined
  /** Retries of a model call that failed and may succeed later, default 2. */
  maxRetries?: number | undefined
  /** Sent with each request to the model. */
  headers?: Record<string, string> | undefined
  /** Passed through to the provider, by its name. */
  providerOptions?: Parameters<typeof import('ai').generateText>[0]['providerOptions']
}

/** An agent: a model with instructions and tools. Only the name is needed; the model may come with the run or the network. */
export interface AgentConfig extends ModelSettings {
  /** Unique in a network; the `agent` tag of the metrics. */
  name: string
  /** What a routing agent and other agents read of it. */
  description?: string | undefined
  /** Instructions, or a function that writes them for each run. */
  system?: string | ((context: AgentContext) => string | Promise<string>) | undefined
  /** A model of the AI SDK, or an id that its default provider knows. */
  model?: LanguageModel | undefined
  /** Ours, and records of the AI SDK's own tools. */
  tools?: ToolEntry[] | undefined
  /** Their tools are offered too. Connections are opened by the first run and kept until `close()`. */
  mcpServers?: McpServerConfig[] | undefined
  /** Model calls of one run, default 20. The run then ends with the stop reason `max_steps`. */
  maxSteps?: number | undefined
  toolChoice?: 'auto' | 'required' | 'none' | { toolName: string } | undefined
  /** A description of structured output (`Output.object(…)` of the AI SDK); the result's `output` holds it. */
  output?: Parameters<typeof import('ai').generateText>[0]['output']
  /** Used where the run brings none. */
  telemetry?: TelemetryCore | undefined
  /** On the agent's spans. */
  metadata?: Attributes | undefined
  version?: string | undefined
  lifecycle?: AgentLifecycle | undefined
}

/** What one run is given. */
export interface RunOptions {
  /** The conversation so far. */
  messages: Message[]
  /** Goes before that of `context`, of the agent or network, and of the process. */
  telemetry?: TelemetryCore | undefined
  context?:
    | {
        telemetry?: TelemetryCore | undefined
        /** Used instead of a fresh one, and left as the run leaves it. */
        state?: State | undefined
        network?: Network | undefined
      }
    | undefined
  /** The session of everything below this run. Servers pass it here rather than call `createSession`. */
  sessionId?: string | undefined
  userId?: string | undefined
  /** Instead of the agent's; in a network, instead of its default model. */
  model?: LanguageModel | undefined
  /** Aborting rejects the run with the signal's reason. */
  abortSignal?: AbortSignal | undefined
  /** On the run's span. */
  attributes?: Attributes | undefined
}
