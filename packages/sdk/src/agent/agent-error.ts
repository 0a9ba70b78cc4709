export type AgentErrorCode =
  /** No model for an agent. */
  | 'NO_MODEL'
  /** An optional package is not installed. */
  | 'PACKAGE_MISSING'
  /** Two agents of a network, or two tools of an agent, have one name. */
  | 'DUPLICATE_NAME'
  /** A router or a handoff named an agent that the network does not have. */
  | 'UNKNOWN_AGENT'
  /** A configuration that cannot work. */
  | 'INVALID_CONFIG'
  /** The model's stream told of an error that was not an `Error`; `cause` is what it told. */
  | 'MODEL_FAILED'
  /** A tool was called where it cannot work, such as a handoff without a network. */
  | 'TOOL_MISUSED'

/** What the agent layer itself refuses. Errors of models, tools and routers are thrown as they are. */
export class AgentError extends Error {
  override readonly name = 'AgentError'
  readonly code: AgentErrorCode
  /** Whether the same call can succeed later. */
  readonly retryable = false
  /** What the message is about: names of agents, tools, packages. */
  readonly fields: Readonly<Record<string, unknown>>

  constructor(code: AgentErrorCode, message: string, fields: Record<string, unknown> = {}, options?: ErrorOptions) {
    super(message, options)
    this.code = code
    this.fields = fields
  }
}
