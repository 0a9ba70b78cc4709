import type { Attributes, Context } from '@opentelemetry/api'
import type { TelemetryCore } from '../telemetry/telemetry-core.ts'

/** What one call of a server's tool is made in. */
export interface McpCallContext {
  /** The context that holds the `execute_tool` span: its W3C headers go into `params._meta`. */
  context: Context
  /** The telemetry of the run that calls; its counters take the call. */
  telemetry: TelemetryCore
  agentName: string
  toolCallId: string
  abortSignal?: AbortSignal | undefined
}

/**
 * A tool of a connected server, as the agent layer offers it to the model. The agent layer owns the `execute_tool` span (kind CLIENT) and
 * `tool.executions`; this layer owns `mcp.tool.calls` and the connection's spans.
 */
export interface McpTool {
  readonly source: 'mcp'
  /** As the model sees it, `<server>-<tool>` unless `toolPrefix` is false. */
  readonly name: string
  readonly serverName: string
  readonly description?: string | undefined
  /** JSON schema of the input, as the server sent it. */
  readonly inputSchema: Record<string, unknown>
  /** `mcp.*`, `network.transport` and `hanzo.mcp.server.name` of a call, for the `execute_tool` span. */
  attributes(): Attributes
  /**
   * Calls the tool. Returns the structured content if the server sent some, its text or content parts otherwise.
   * @throws {McpToolError} when the server answers `isError`; its `code` is `tool_error`.
   */
  call(input: unknown, at: McpCallContext): Promise<unknown>
}

/** The tools of all servers of one agent, and their connections. */
export interface McpToolSet {
  /** By the name the model sees. Read it anew for each use: it is another object once a server has changed its list. */
  readonly tools: Readonly<Record<string, McpTool>>
  /**
   * Tries the servers again that could not be reached so far, each when its back-off is over. Resolves once that has ended well or badly, at the latest after
   * a second: what takes longer goes on. Never rejects.
   */
  retry(telemetry: TelemetryCore): Promise<void>
  /** Closes the connections and ends the processes; never rejects; later calls do nothing. */
  close(): Promise<void>
}

/** What the connections are opened for. */
export interface McpOpenContext {
  telemetry: TelemetryCore
  agentName: string
  /** Names that are taken, as those of the agent's own tools: a server's tool gets another one. */
  reservedNames?: Iterable<string> | undefined
  /** Closes everything, attempts to connect included. */
  signal?: AbortSignal | undefined
}
