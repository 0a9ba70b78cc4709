/** How a tool call failed: `tool_error` (the server answered `isError`), `mcp_call_timeout`, `mcp_call_failed` (the server refused the request). */
export type McpToolErrorCode = 'tool_error' | 'mcp_call_timeout' | 'mcp_call_failed'

/** A tool call that did not succeed although the server was there. Branch on `code`. */
export class McpToolError extends Error {
  override readonly name = 'McpToolError'
  readonly code: McpToolErrorCode
  readonly serverName: string
  readonly toolName: string
  /** A timeout is; whether the call had an effect is not known then. */
  readonly retryable: boolean
  /** What the server sent with `isError`. */
  readonly content: readonly unknown[]

  constructor(
    message: string,
    details: {
      code: McpToolErrorCode
      serverName: string
      toolName: string
      content?: readonly unknown[] | undefined
      cause?: unknown
    },
  ) {
    super(message, { cause: details.cause })
    this.code = details.code
    this.serverName = details.serverName
    this.toolName = details.toolName
    this.retryable = details.code === 'mcp_call_timeout'
    this.content = details.content ?? []
  }
}
