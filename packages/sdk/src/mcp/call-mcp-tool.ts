import { type Attributes, type Context, trace } from '@opentelemetry/api'
import { untilAborted } from '../model/abort.ts'
import { internalsOf } from '../telemetry/internals-of.ts'
import type { TelemetryCore } from '../telemetry/telemetry-core.ts'
import { serverAttributes } from './connection-attributes.ts'
import { endConnection, type LiveConnection } from './live-connection.ts'
import type { McpConnection } from './mcp-connection.ts'
import { McpConnectionError } from './mcp-connection-error.ts'
import { McpToolError } from './mcp-tool-error.ts'
import { type McpToolResult, readToolResult } from './tool-result.ts'
import { MCP_TOOL_CALLS, type McpOperation, recordMcpDuration } from './trace-mcp-operation.ts'

const CALL_TIMEOUT_MS = 60_000

/** What one call is made in. */
export interface ToolCallOptions {
  /** Holds the span whose W3C headers are sent along. */
  context: Context
  telemetry: TelemetryCore
  abortSignal?: AbortSignal | undefined
}

/**
 * Calls a tool and counts it in `mcp.tool.calls`. The span in `options.context` learns the request's id and the connection's attributes.
 * A call is sent once; only when the server has forgotten an HTTP session, and so has not looked at the call, is it sent again on a new one.
 * @throws {McpToolError | McpConnectionError} or the reason of `abortSignal`.
 */
export async function callMcpTool(
  connection: McpConnection,
  toolName: string,
  input: unknown,
  options: ToolCallOptions,
): Promise<unknown> {
  const { telemetry } = options
  const internals = internalsOf(telemetry)
  const { name: server } = connection.config
  const operation: McpOperation = {
    method: 'tools/call',
    target: toolName,
    attributes: serverAttributes(connection.config),
  }
  const start = performance.now()
  try {
    const result = await internals.contexts.with(options.context, () => send(connection, toolName, input, options))
    const value = readToolResult(result, server, toolName)
    internals.record(MCP_TOOL_CALLS, 1, { server, tool: toolName, success: true })
    recordMcpDuration(telemetry, operation, start)
    return value
  } catch (error) {
    internals.record(MCP_TOOL_CALLS, 1, { server, tool: toolName, success: false })
    recordMcpDuration(telemetry, operation, start, error)
    throw error
  }
}

/** What a span of a call on this connection carries. */
export function callAttributes(connection: McpConnection): Attributes {
  const attributes = connection.live?.attributes ?? serverAttributes(connection.config)
  return { 'mcp.method.name': 'tools/call', ...attributes }
}

async function send(
  connection: McpConnection,
  toolName: string,
  input: unknown,
  options: ToolCallOptions,
): Promise<McpToolResult> {
  options.abortSignal?.throwIfAborted()
  const live = await untilAborted(connection.connect(options.telemetry), options.abortSignal)
  try {
    return await sendOn(connection, live, { toolName, input, options })
  } catch (error) {
    if (!isForgottenSession(error, live)) throw asCallError(error, { connection, live, toolName, options })
    connection.drop(live, error, true)
    const next = await untilAborted(connection.connect(options.telemetry), options.abortSignal)
    try {
      return await sendOn(connection, next, { toolName, input, options })
    } catch (again) {
      throw asCallError(again, { connection, live: next, toolName, options })
    }
  }
}

interface Call {
  toolName: string
  input: unknown
  options: ToolCallOptions
}

async function sendOn(connection: McpConnection, live: LiveConnection, call: Call): Promise<McpToolResult> {
  const { toolName, input, options } = call
  const timeout = connection.config.callTimeoutMs ?? CALL_TIMEOUT_MS
  const span = trace.getSpan(options.context)
  span?.setAttributes(live.attributes)
  const streamEnd = new AbortController()
  const headers = internalsOf(options.telemetry).propagate(options.context)
  const watched = live.hooks.watch(headers, {
    onSent: (id) => span?.setAttribute('jsonrpc.request.id', String(id)),
    // An answer that came with the last bytes is delivered before the timer runs.
    onStreamEnd: () => setTimeout(() => streamEnd.abort(lostError(connection, 'the answer broke off')), 0),
  })
  const signal =
    options.abortSignal === undefined ? streamEnd.signal : AbortSignal.any([options.abortSignal, streamEnd.signal])
  live.pending += 1
  try {
    const params = { name: toolName, arguments: (input ?? {}) as Record<string, unknown>, _meta: watched.meta }
    const result = await live.client.callTool(params, { signal, timeout, maxTotalTimeout: timeout })
    connection.proved()
    return result as McpToolResult
  } catch (error) {
    if (streamEnd.signal.aborted && options.abortSignal?.aborted !== true) throw streamEnd.signal.reason
    throw error
  } finally {
    watched.forget()
    live.pending -= 1
    if (live.pending === 0 && connection.live !== live) void endConnection(live)
  }
}

function isForgottenSession(error: unknown, live: LiveConnection): boolean {
  return live.transport.sessionId !== undefined && (error as { status?: unknown }).status === 404
}

interface FailedCall {
  connection: McpConnection
  live: LiveConnection
  toolName: string
  options: ToolCallOptions
}

const CONNECTION_CODES: readonly unknown[] = ['CONNECTION_CLOSED', 'NOT_CONNECTED', 'SEND_FAILED']

// The client reports an abort as a timeout, so the signal is asked first.
function asCallError(error: unknown, call: FailedCall): unknown {
  const { connection, live, toolName, options } = call
  if (options.abortSignal?.aborted === true) return options.abortSignal.reason
  const serverName = connection.config.name
  const { code } = error as { code?: unknown }
  if (code === 'REQUEST_TIMEOUT') {
    const timeout = connection.config.callTimeoutMs ?? CALL_TIMEOUT_MS
    const message = `the tool did not answer within ${timeout} ms`
    return new McpToolError(message, { code: 'mcp_call_timeout', serverName, toolName, cause: error })
  }
  const message = error instanceof Error ? error.message : String(error)
  // Without a connection, `fetch` rejects with a TypeError.
  if (CONNECTION_CODES.includes(code) || error instanceof McpConnectionError || error instanceof TypeError) {
    const lost = error instanceof McpConnectionError ? error : lostError(connection, message, live, error)
    connection.drop(live, lost)
    return lost
  }
  return new McpToolError(message, { code: 'mcp_call_failed', serverName, toolName, cause: error })
}

function lostError(
  connection: McpConnection,
  message: string,
  live?: LiveConnection,
  cause?: unknown,
): McpConnectionError {
  const { name: serverName } = connection.config
  const stderr = live?.child?.stderrTail()
  return new McpConnectionError(message, { code: 'mcp_connection_lost', serverName, stderr, cause })
}
