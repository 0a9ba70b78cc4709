import { ROOT_CONTEXT, trace } from '@opentelemetry/api'
import { internalsOf } from '../telemetry/internals-of.ts'
import type { TelemetryCore } from '../telemetry/telemetry-core.ts'
import { createConnectBackoff } from './connect-backoff.ts'
import { transportName } from './connection-attributes.ts'
import { connectTimeoutOf, endConnection, type LiveConnection, openConnection } from './live-connection.ts'
import { McpConnectionError } from './mcp-connection-error.ts'
import type { McpServerConfig } from './mcp-server-config.ts'
import { listServerTools, type ServerTool } from './server-tool.ts'
import { MCP_CONNECTIONS, MCP_SERVERS_ACTIVE, traceMcpOperation } from './trace-mcp-operation.ts'

/**
 * One server, connected on first use and, once it was lost, on the next use again. Knows the tools that the server offers now. The telemetry that
 * connected counts the connection until it ends.
 */
export class McpConnection {
  readonly config: McpServerConfig
  readonly #onTools: (tools: readonly ServerTool[]) => void
  readonly #backoff = createConnectBackoff()
  #live: { connection: LiveConnection; telemetry: TelemetryCore } | undefined
  #connecting: Promise<LiveConnection> | undefined
  readonly #ending = new AbortController()
  #closing: Promise<void> | undefined
  #lastError: unknown

  /** @param onTools is told every list that the server gives. */
  constructor(config: McpServerConfig, onTools: (tools: readonly ServerTool[]) => void) {
    this.config = config
    this.#onTools = onTools
  }

  /** The connection that stands, if one does. */
  get live(): LiveConnection | undefined {
    return this.#live?.connection
  }

  /**
   * The connection, made if there is none. Callers at the same time share one attempt.
   * @throws {McpConnectionError}
   */
  async connect(telemetry: TelemetryCore): Promise<LiveConnection> {
    if (this.#closing !== undefined) throw this.#error('mcp_closed', 'the connection to the MCP server is closed')
    if (this.#live !== undefined) return this.#live.connection
    this.#connecting ??= this.#open(telemetry).finally(() => {
      this.#connecting = undefined
    })
    return this.#connecting
  }

  /** A call was answered: earlier failures count no more. */
  proved(): void {
    this.#backoff.succeeded()
  }

  /**
   * Gives up a connection that does not answer any more. Nothing happens for one that is given up already.
   * @param answered the server is there, and only does not know this connection: it may be connected to at once.
   */
  drop(connection: LiveConnection, reason: unknown, answered = false): void {
    if (this.#live?.connection !== connection) return
    const { telemetry } = this.#live
    this.#live = undefined
    internalsOf(telemetry).record(MCP_SERVERS_ACTIVE, -1, { server: this.config.name })
    if (this.#closing !== undefined) {
      telemetry.log('info', 'MCP server closed', this.#tags())
      return
    }
    this.#lastError = reason
    if (!answered) this.#backoff.lost(Date.now() - connection.connectedAt)
    telemetry.log('warn', 'MCP server connection lost', { ...this.#tags(), error: messageOf(reason) })
    // Other requests may still be answered: the last of them, or the server's end, closes it.
    if (connection.pending === 0) void endConnection(connection)
  }

  /** Closes for good, and gives up an attempt to connect. Resolves once the process is gone or the requests are ended; never rejects. */
  close(): Promise<void> {
    this.#closing ??= (async () => {
      this.#ending.abort()
      await this.#connecting?.catch(() => undefined)
      const connection = this.#live?.connection
      if (connection === undefined) return
      this.drop(connection, undefined)
      await endConnection(connection)
    })()
    return this.#closing
  }

  async #open(telemetry: TelemetryCore): Promise<LiveConnection> {
    const waitMs = this.#backoff.waitMs()
    if (waitMs > 0)
      throw this.#error('mcp_backing_off', `not tried again for ${waitMs} ms: ${messageOf(this.#lastError)}`)
    const start = performance.now()
    const internals = internalsOf(telemetry)
    try {
      const connection = await openConnection(this.config, {
        telemetry,
        onToolsChanged: () => this.#refresh(),
        signal: this.#ending.signal,
      })
      const count = await this.#firstList(connection, telemetry)
      this.#live = { connection, telemetry }
      connection.client.onclose = () =>
        this.drop(connection, this.#error('mcp_connection_lost', 'the server went away'))
      connection.child?.release()
      internals.record(MCP_CONNECTIONS, 1, { ...this.#tags(), success: true })
      internals.record(MCP_SERVERS_ACTIVE, 1, { server: this.config.name })
      const duration = Math.round(performance.now() - start)
      telemetry.log('info', 'MCP server connected', { ...this.#tags(), tools: count, duration })
      return connection
    } catch (error) {
      if (this.#ending.signal.aborted) throw this.#error('mcp_closed', 'closed while it connected', error)
      this.#lastError = error
      this.#backoff.failed()
      internals.record(MCP_CONNECTIONS, 1, { ...this.#tags(), success: false })
      const level = this.config.required === false ? 'warn' : 'error'
      telemetry.log(level, 'MCP server connection failed', { ...this.#tags(), error: messageOf(error) })
      throw error
    }
  }

  async #firstList(connection: LiveConnection, telemetry: TelemetryCore): Promise<number> {
    const { signal } = this.#ending
    const giveUp = () => void endConnection(connection)
    signal.addEventListener('abort', giveUp)
    try {
      signal.throwIfAborted()
      return await this.#list(connection, telemetry)
    } catch (cause) {
      void endConnection(connection)
      throw this.#error('mcp_connect_failed', `the MCP server did not list its tools: ${messageOf(cause)}`, cause)
    } finally {
      signal.removeEventListener('abort', giveUp)
    }
  }

  #list(connection: LiveConnection, telemetry: TelemetryCore): Promise<number> {
    const operation = { method: 'tools/list', attributes: connection.attributes }
    return traceMcpOperation(telemetry, operation, async (span) => {
      const internals = internalsOf(telemetry)
      const meta = internals.propagate(trace.setSpan(internals.contexts.active(), span))
      const { allowTools, name } = this.config
      const listed = await listServerTools(connection.client, {
        meta,
        timeoutMs: connectTimeoutOf(this.config),
        allowTools,
      })
      if (listed.missing.length > 0) {
        const message = `${name} does not offer the allowed tools ${listed.missing.join(', ')}`
        internals.diagnostics.report({ level: 'warn', code: 'mcp_allowed_tool_missing', message })
      }
      if (listed.refused > 0) {
        const message = `${name} offers more tools than the 1,000 that are taken`
        internals.diagnostics.report({ level: 'warn', code: 'mcp_too_many_tools', message, count: listed.refused })
      }
      this.#onTools(listed.tools)
      return listed.tools.length
    })
  }

  #refresh(): void {
    const live = this.#live
    if (live === undefined) return
    // The notification belongs to no request of ours, and must not become part of whichever trace was active when the connection was made.
    const listed = internalsOf(live.telemetry).contexts.with(ROOT_CONTEXT, () =>
      this.#list(live.connection, live.telemetry),
    )
    listed.catch((error: unknown) => {
      live.telemetry.log('warn', 'MCP server tools could not be listed again', {
        ...this.#tags(),
        error: messageOf(error),
      })
    })
  }

  #tags(): { server: string; transport: string } {
    return { server: this.config.name, transport: transportName(this.config) }
  }

  #error(code: McpConnectionError['code'], message: string, cause?: unknown): McpConnectionError {
    return new McpConnectionError(message, { code, serverName: this.config.name, cause })
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
