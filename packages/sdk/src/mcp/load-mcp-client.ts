import { McpConnectionError } from './mcp-connection-error.ts'

/** The two entries of the official client that connections are made of. */
export interface McpClientModules {
  client: typeof import('@modelcontextprotocol/client')
  stdio: typeof import('@modelcontextprotocol/client/stdio') | undefined
}

/**
 * Loads the official client on first use, so that an application without MCP neither needs nor pays for it.
 * @throws {McpConnectionError} `mcp_client_missing` when it is not installed.
 */
export async function loadMcpClient(serverName: string, transport: string): Promise<McpClientModules> {
  try {
    return {
      client: await import('@modelcontextprotocol/client'),
      stdio: transport === 'stdio' ? await import('#mcp-stdio') : undefined,
    }
  } catch (cause) {
    const { code } = cause as { code?: unknown }
    if (code !== 'ERR_MODULE_NOT_FOUND' && code !== 'MODULE_NOT_FOUND') throw cause
    const message =
      'MCP servers need the package @modelcontextprotocol/client: npm install @modelcontextprotocol/client'
    throw new McpConnectionError(message, { code: 'mcp_client_missing', serverName, cause })
  }
}
