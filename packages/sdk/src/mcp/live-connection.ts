import type { Client, Transport } from '@modelcontextprotocol/client'
import { type Attributes, type Span, trace } from '@opentelemetry/api'
import { internalsOf } from '../telemetry/internals-of.ts'
import { SDK_VERSION } from '../telemetry/sdk-version.ts'
import type { TelemetryCore } from '../telemetry/telemetry-core.ts'
import { serverAttributes } from './connection-attributes.ts'
import { createMcpTransport, type McpTransportHandle } from './create-mcp-transport.ts'
import { hookTransport, type TransportHooks } from './hook-transport.ts'
import { loadMcpClient } from './load-mcp-client.ts'
import { McpConnectionError } from './mcp-connection-error.ts'
import type { McpServerConfig } from './mcp-server-config.ts'
import type { StdioChild } from './stdio-child.ts'
import { traceMcpOperation } from './trace-mcp-operation.ts'
import { withinDeadline } from './within-deadline.ts'

const CONNECT_TIMEOUT_MS = 10_000
// The client's own timeout is more exact about what it waited for, so it goes first.
const DEADLINE_MARGIN_MS = 100
const LIST_CHANGED_DEBOUNCE_MS = 50

/** A connection that stands. */
export interface LiveConnection {
  readonly client: Client
  readonly transport: Transport
  readonly hooks: TransportHooks
  readonly child: StdioChild | undefined
  /** Of the connection: server, transport, protocol version, session. */
  readonly attributes: Attributes
  /** Milliseconds since 1970. */
  readonly connectedAt: number
  /** The requests that wait for an answer. */
  pending: number
}

/** What a connection is opened with. */
export interface OpenOptions {
  telemetry: TelemetryCore
  /** The server says that its list of tools is another one. */
  onToolsChanged(): void
  /** Gives the attempt up, and ends what it has started. */
  signal: AbortSignal
}

/** How long connecting, and listing the tools, may take. */
export function connectTimeoutOf(config: McpServerConfig): number {
  return config.connectTimeoutMs ?? CONNECT_TIMEOUT_MS
}

/**
 * Connects within a span `initialize`. What was started is ended again when that fails.
 * @throws {McpConnectionError} `mcp_client_missing`, `mcp_connect_failed` or `mcp_connect_timeout`.
 */
export function openConnection(config: McpServerConfig, options: OpenOptions): Promise<LiveConnection> {
  const operation = { method: 'initialize', attributes: serverAttributes(config) }
  return traceMcpOperation(options.telemetry, operation, async (span) => {
    const internals = internalsOf(options.telemetry)
    let handle: McpTransportHandle | undefined
    const giveUp = () => handle && endTransport(handle.transport)
    options.signal.addEventListener('abort', giveUp)
    try {
      const modules = await loadMcpClient(config.name, config.transport.type)
      options.signal.throwIfAborted()
      handle = createMcpTransport(config, modules, internals.diagnostics)
      const hooks = hookTransport(handle.transport)
      hooks.initializeMeta = internals.propagate(trace.setSpan(internals.contexts.active(), span))
      const client = createClient(modules.client.Client, options)
      await handshake(config, client, handle.transport)
      return describe(config, span, { client, hooks, ...handle })
    } catch (cause) {
      if (handle !== undefined) endTransport(handle.transport)
      throw connectError(config, cause, handle?.child)
    } finally {
      options.signal.removeEventListener('abort', giveUp)
    }
  })
}

function createClient(ClientClass: typeof Client, options: OpenOptions): Client {
  const tools = { autoRefresh: false, debounceMs: LIST_CHANGED_DEBOUNCE_MS, onChanged: () => options.onToolsChanged() }
  return new ClientClass({ name: '@hanzo/ai', version: SDK_VERSION }, { listChanged: { tools } })
}

async function handshake(config: McpServerConfig, client: Client, transport: Transport): Promise<void> {
  const timeout = connectTimeoutOf(config)
  await withinDeadline(client.connect(transport, { timeout }), timeout + DEADLINE_MARGIN_MS, () => {
    const message = `the MCP server did not answer within ${timeout} ms`
    return new McpConnectionError(message, { code: 'mcp_connect_timeout', serverName: config.name })
  })
}

function describe(
  config: McpServerConfig,
  span: Span,
  parts: Pick<LiveConnection, 'client' | 'transport' | 'hooks' | 'child'>,
): LiveConnection {
  const negotiated: Attributes = {}
  const version = parts.client.getNegotiatedProtocolVersion()
  if (version !== undefined) negotiated['mcp.protocol.version'] = version
  const { sessionId } = parts.transport
  if (sessionId !== undefined) negotiated['mcp.session.id'] = sessionId
  span.setAttributes(negotiated)
  const attributes = { ...serverAttributes(config), ...negotiated }
  return { ...parts, attributes, connectedAt: Date.now(), pending: 0 }
}

function connectError(config: McpServerConfig, cause: unknown, child: StdioChild | undefined): McpConnectionError {
  if (cause instanceof McpConnectionError && cause.code === 'mcp_client_missing') return cause
  const stderr = child?.stderrTail()
  const details = { serverName: config.name, stderr, cause }
  const timedOut =
    (cause instanceof McpConnectionError && cause.code === 'mcp_connect_timeout') ||
    (cause as { code?: unknown }).code === 'REQUEST_TIMEOUT'
  if (timedOut) {
    const message = `the MCP server did not answer within ${connectTimeoutOf(config)} ms`
    return new McpConnectionError(message, { code: 'mcp_connect_timeout', ...details })
  }
  const reason = cause instanceof Error ? cause.message : String(cause)
  const message = `the MCP server could not be reached: ${reason}`
  return new McpConnectionError(message, { code: 'mcp_connect_failed', ...details })
}

/** Ends a connection for good. Resolves once the process is gone or the requests are ended; never rejects. */
export async function endConnection(live: LiveConnection): Promise<void> {
  live.child?.hold()
  await live.client.close().catch(() => undefined)
}

function endTransport(transport: Transport): void {
  transport.close().catch(() => undefined)
}
