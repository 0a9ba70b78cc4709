import type { FinishReason, StepResult, ToolSet, TypedToolCall } from 'ai'
import type { Usage } from '../model/usage.ts'
import type { NetworkResult } from '../network/network-result.ts'
import type { Message } from './agent-config.ts'

/** One model call and the tools it asked for, as the AI SDK tells it. */
export type AgentStep = StepResult<ToolSet>

/**
 * Why a run ended: the model had no more to say (`finished`), `maxSteps` (`max_steps`), one of the common tools, or `onStart`.
 */
export type AgentStopReason = 'finished' | 'max_steps' | 'done' | 'handoff' | 'waiting_for_user' | 'lifecycle'

/** What one run of an agent gave. */
export interface AgentResult {
  agent: string
  /** Of the last answer; the summary of `done` where the model said nothing beside it. */
  text: string
  /** With `output` configured, what was parsed. */
  output?: unknown
  /** The whole conversation: what came in, then what the run added. It can be the start of the next run. */
  messages: Message[]
  /** What the run added alone. */
  responseMessages: Message[]
  steps: AgentStep[]
  /** Of all steps. */
  toolCalls: TypedToolCall<ToolSet>[]
  /** The model's, of the last answer. */
  finishReason: FinishReason
  stopReason: AgentStopReason
  /** With `waiting_for_user`: what the user is asked. */
  question?: string | undefined
  /** Of all model calls, retried ones that told theirs too. */
  usage: Usage
  model?: string | undefined
  durationMs: number
  /** Undefined where nothing is recorded. */
  traceId?: string | undefined
  sessionId?: string | undefined
}

/** What a stream yields, in the order it happens. */
export type StreamEvent =
  | { type: 'agent:start'; agent: string; iteration: number }
  | { type: 'content'; agent: string; content: string }
  | { type: 'reasoning'; agent: string; content: string }
  | { type: 'tool:start'; agent: string; tool: string; toolCallId: string }
  | { type: 'tool:complete'; agent: string; tool: string; toolCallId: string; success: boolean }
  /** `duration` in milliseconds. */
  | { type: 'agent:complete'; agent: string; iteration: number; duration: number }
  | { type: 'complete'; result: AgentResult | NetworkResult }
