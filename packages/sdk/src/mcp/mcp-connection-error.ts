/**
 * Why a server could not be reached, or was lost: `mcp_client_missing` (the package `@modelcontextprotocol/client` is not installed),
 * `mcp_connect_failed`, `mcp_connect_timeout`, `mcp_connection_lost`, `mcp_backing_off` (the last attempt failed a moment ago), `mcp_closed`.
 */
export type McpConnectionErrorCode =
  | 'mcp_client_missing'
  | 'mcp_connect_failed'
  | 'mcp_connect_timeout'
  | 'mcp_connection_lost'
  | 'mcp_backing_off'
  | 'mcp_closed'

/** A server that could not be reached, or went away. Branch on `code`. */
export class McpConnectionError extends Error {
  override readonly name = 'McpConnectionError'
  readonly code: McpConnectionErrorCode
  readonly serverName: string
  /** Whether the same call may succeed later. */
  readonly retryable: boolean
  /** The last 4,096 characters that a stdio server wrote to stderr. Not recorded anywhere. */
  readonly stderr: string | undefined

  constructor(
    message: string,
    details: { code: McpConnectionErrorCode; serverName: string; stderr?: string | undefined; cause?: unknown },
  ) {
    super(message, { cause: details.cause })
    this.code = details.code
    this.serverName = details.serverName
    this.retryable = details.code !== 'mcp_client_missing' && details.code !== 'mcp_closed'
    this.stderr = details.stderr
  }
}
