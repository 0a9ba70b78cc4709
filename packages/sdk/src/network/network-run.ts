import type { Message } from '../agent/agent-config.ts'
import type { Usage } from '../model/usage.ts'
import type { State } from '../state/state.ts'
import type { TelemetryCore } from '../telemetry/telemetry-core.ts'
import type { HistoryEntry } from './network-result.ts'
import type { NetworkSpan } from './network-span.ts'
import type { ConversationPart } from './present-conversation.ts'

/** One run of a network as far as it has come. */
export interface NetworkRun {
  readonly span: NetworkSpan
  readonly telemetry: TelemetryCore
  readonly state: State
  readonly history: HistoryEntry[]
  readonly conversation: ConversationPart[]
  /** Of all agents so far, routing agents too. */
  usage: Usage
  /** The whole conversation. */
  messages(): Message[]
}

export function createNetworkRun(
  span: NetworkSpan,
  telemetry: TelemetryCore,
  state: State,
  input: Message[],
): NetworkRun {
  const conversation: ConversationPart[] = [{ agent: undefined, messages: [...input] }]
  return {
    span,
    telemetry,
    state,
    history: [],
    conversation,
    usage: {},
    messages: () => conversation.flatMap(({ messages }) => messages),
  }
}
