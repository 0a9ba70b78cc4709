import type { Transport } from '@modelcontextprotocol/client'
import type { Diagnostics } from '../telemetry/diagnostics.ts'
import type { McpClientModules } from './load-mcp-client.ts'
import type { McpServerConfig } from './mcp-server-config.ts'
import { type StdioChild, watchStdioChild } from './stdio-child.ts'

/** A transport that is not started, and the process behind it if it has one. */
export interface McpTransportHandle {
  transport: Transport
  child: StdioChild | undefined
}

/** Builds the transport that a configuration asks for. A stdio server gets the official client's safe environment and `env`, nothing else. */
export function createMcpTransport(
  config: McpServerConfig,
  modules: McpClientModules,
  diagnostics: Diagnostics,
): McpTransportHandle {
  const options = config.transport
  if (options.type === 'stdio') {
    if (modules.stdio === undefined) throw new TypeError('the stdio transport is not loaded')
    const { command, args, env, cwd } = options
    const transport = new modules.stdio.StdioClientTransport({
      command,
      stderr: 'pipe',
      ...(args === undefined ? {} : { args }),
      ...(env === undefined ? {} : { env }),
      ...(cwd === undefined ? {} : { cwd }),
    })
    return { transport, child: watchStdioChild(transport as never, config.name, diagnostics) }
  }
  if (options.type === 'custom') {
    const { transport } = options
    return { transport: (typeof transport === 'function' ? transport() : transport) as Transport, child: undefined }
  }
  const init = options.headers === undefined ? {} : { requestInit: { headers: options.headers } }
  const Transports = modules.client
  const transport =
    options.type === 'sse'
      ? new Transports.SSEClientTransport(new URL(options.url), init)
      : new Transports.StreamableHTTPClientTransport(new URL(options.url), init)
  return { transport, child: undefined }
}
