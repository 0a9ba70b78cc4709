import type { Message } from '../agent/agent-config.ts'
import type { AgentResult } from '../agent/agent-result.ts'
import type { Usage } from '../model/usage.ts'
import type { StateValues } from '../state/state.ts'

/** One run of an agent within a run of a network. */
export interface HistoryEntry {
  agent: string
  /** From 0. */
  iteration: number
  durationMs: number
  result: AgentResult
}

/**
 * Why a network stopped: its router named nobody (`router`), an agent called `done` (`done`) or asked the user (`waiting_for_user`), or
 * `maxIterations`. A run that fails or is aborted rejects; `error` and `aborted` are what its span and `onFinish` are told.
 */
export type NetworkStopReason = 'router' | 'done' | 'max_iterations' | 'waiting_for_user' | 'error' | 'aborted'

/** What one run of a network gave. */
export interface NetworkResult {
  network: string
  /** Of the last agent that ran; the summary of a routing agent that ended the run before any did. */
  text: string
  /** The whole conversation: what came in, then what every agent added. */
  messages: Message[]
  history: HistoryEntry[]
  /** As the run left it. */
  state: StateValues
  /** Agents that ran. */
  iterations: number
  stopReason: NetworkStopReason
  /** With `waiting_for_user`: what the user is asked. */
  question?: string | undefined
  /** Of all agents, a routing agent too. */
  usage: Usage
  durationMs: number
  /** Undefined where nothing is recorded. */
  traceId?: string | undefined
  sessionId?: string | undefined
}
