export {
  type ConnectedMcpServer,
  connectMcpServer,
  type McpCallOptions,
  type McpServerTool,
} from './connect-mcp-server.ts'
export { McpConnectionError, type McpConnectionErrorCode } from './mcp-connection-error.ts'
export type { McpServerConfig, McpTransport } from './mcp-server-config.ts'
export type { McpCallContext, McpOpenContext, McpTool, McpToolSet } from './mcp-tool.ts'
export { McpToolError, type McpToolErrorCode } from './mcp-tool-error.ts'
export { extractMcpTraceContext, type McpServerRequest, traceMcpRequest } from './mcp-trace-context.ts'
export { openMcpTools } from './open-mcp-tools.ts'
