import { type Attributes, type Span, SpanKind, trace } from '@opentelemetry/api'
import { resolveTelemetry } from '../telemetry/global-telemetry.ts'
import { internalsOf } from '../telemetry/internals-of.ts'
import type { TelemetryCore } from '../telemetry/telemetry-core.ts'
import { callAttributes, callMcpTool } from './call-mcp-tool.ts'
import { McpConnection } from './mcp-connection.ts'
import type { McpServerConfig } from './mcp-server-config.ts'
import type { ServerTool } from './server-tool.ts'

/** What goes with one call. */
export interface McpCallOptions {
  abortSignal?: AbortSignal | undefined
}

/** A tool as a server tells of it. */
export type McpServerTool = Readonly<ServerTool>

/** A connected server, used without an agent. */
export interface ConnectedMcpServer {
  readonly name: string
  /** The tools that the server offers now, by the names it gives them. */
  readonly tools: readonly McpServerTool[]
  /**
   * Calls a tool within a span `tools/call {tool}`. Returns the structured content if the server sent some, its text or content parts otherwise. After the
   * connection was lost, the next call connects again.
   * @throws {McpToolError | McpConnectionError} or the reason of `abortSignal`.
   */
  callTool(name: string, input?: unknown, options?: McpCallOptions): Promise<unknown>
  /** Closes the connection and ends the process; never rejects; later calls do nothing. */
  close(): Promise<void>
  [Symbol.asyncDispose](): Promise<void>
}

/**
 * Connects to one MCP server: spans `initialize` and `tools/list`, the `mcp.*` metrics, and trace context in `_meta` of every request. `toolPrefix` means
 * nothing here. Close it: an open HTTP connection keeps a process alive, and a stdio server runs until then.
 * @throws {McpConnectionError} when the server cannot be reached within `connectTimeoutMs`, whatever `required` says.
 */
export async function connectMcpServer(
  config: McpServerConfig,
  options: { telemetry?: TelemetryCore | undefined } = {},
): Promise<ConnectedMcpServer> {
  const telemetry = resolveTelemetry({ run: options.telemetry })
  let tools: readonly McpServerTool[] = []
  const connection = new McpConnection(config, (offered) => {
    tools = offered
  })
  await connection.connect(telemetry)
  return {
    name: config.name,
    get tools() {
      return tools
    },
    callTool: (name, input, call) => callInSpan(connection, telemetry, { name, input, abortSignal: call?.abortSignal }),
    close: () => connection.close(),
    [Symbol.asyncDispose]: () => connection.close(),
  }
}

interface OneCall {
  name: string
  input: unknown
  abortSignal: AbortSignal | undefined
}

async function callInSpan(connection: McpConnection, telemetry: TelemetryCore, call: OneCall): Promise<unknown> {
  const name = `tools/call ${call.name}`
  const attributes: Attributes = {
    ...callAttributes(connection),
    'gen_ai.operation.name': 'execute_tool',
    'gen_ai.tool.name': call.name,
    'hanzo.tool.source': 'mcp',
  }
  const internals = internalsOf(telemetry)
  const { contexts, redactor } = internals
  function capture(span: Span, key: string, value: unknown): void {
    const content = redactor.content(value, { signal: 'span', key, spanName: name })
    if (content !== undefined) internals.setContent(span, { [key]: content })
  }
  return telemetry.trace(
    name,
    async (span) => {
      internals.announce(span, attributes)
      capture(span, 'gen_ai.tool.call.arguments', call.input ?? {})
      const result = await callMcpTool(connection, call.name, call.input, {
        context: trace.setSpan(contexts.active(), span),
        telemetry,
        abortSignal: call.abortSignal,
      })
      capture(span, 'gen_ai.tool.call.result', result)
      return result
    },
    { kind: SpanKind.CLIENT, attributes },
  )
}
