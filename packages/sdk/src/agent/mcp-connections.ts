import type { McpServerConfig } from '../mcp/mcp-server-config.ts'
import type { McpTool, McpToolSet } from '../mcp/mcp-tool.ts'
import type { TelemetryCore } from '../telemetry/telemetry-core.ts'

/** The connections of one agent to its MCP servers. */
export interface McpConnections {
  /**
   * Opens them with the first call; runs that come meanwhile and later share them. After a failure the next call tries again, and so it does for a server
   * that is not required and was not reached.
   */
  open(telemetry: TelemetryCore): Promise<Readonly<Record<string, McpTool>>>
  close(): Promise<void>
}

const NO_TOOLS: Readonly<Record<string, McpTool>> = Object.freeze({})

/** @param reservedNames of the agent's own tools: a server's tool of that name gets another one. */
export function createMcpConnections(
  agentName: string,
  servers: readonly McpServerConfig[],
  reservedNames: readonly string[],
): McpConnections {
  let opening: Promise<McpToolSet> | undefined
  let ending = new AbortController()
  return {
    async open(telemetry) {
      if (servers.length === 0) return NO_TOOLS
      const isFirst = opening === undefined
      const { signal } = ending
      opening ??= import('../mcp/open-mcp-tools.ts').then(({ openMcpTools }) =>
        openMcpTools([...servers], { telemetry, agentName, reservedNames, signal }),
      )
      const current = opening
      try {
        const set = await current
        if (!isFirst) await set.retry(telemetry)
        return set.tools
      } catch (error) {
        if (opening === current) opening = undefined
        throw error
      }
    },
    async close() {
      const current = opening
      opening = undefined
      ending.abort()
      ending = new AbortController()
      // Servers that could not be opened have nothing to close, and their error went to the run that opened them.
      const tools = await current?.catch(() => undefined)
      await tools?.close()
    },
  }
}
