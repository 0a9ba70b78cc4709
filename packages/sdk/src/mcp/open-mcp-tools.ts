import type { Attributes } from '@opentelemetry/api'
import { internalsOf } from '../telemetry/internals-of.ts'
import type { TelemetryCore } from '../telemetry/telemetry-core.ts'
import { withinTime } from '../telemetry/within-time.ts'
import { callAttributes, callMcpTool } from './call-mcp-tool.ts'
import { McpConnection } from './mcp-connection.ts'
import type { McpServerConfig } from './mcp-server-config.ts'
import type { McpCallContext, McpOpenContext, McpTool, McpToolSet } from './mcp-tool.ts'
import type { ServerTool } from './server-tool.ts'
import { createToolNames, type ToolNames } from './tool-names.ts'

/** How long a run waits for a server that failed before. */
const RETRY_WAIT_MS = 1000

/**
 * Connects the servers of one agent, all at once, and offers their tools. A server that is not `required` and cannot be reached is logged and counted, and
 * has no tools until `retry` reaches it. Tools whose names collide: see `toolPrefix`; names in `context.reservedNames`, and those of earlier servers in the
 * list, keep what they have.
 * @throws {McpConnectionError} of the first required server that cannot be reached; the connections to the others are closed then.
 * @throws {TypeError} for two servers of one name.
 */
export async function openMcpTools(servers: readonly McpServerConfig[], context: McpOpenContext): Promise<McpToolSet> {
  refuseDuplicates(servers)
  const set = new ToolSet(servers, context)
  const close = () => void set.close()
  if (context.signal?.aborted) close()
  context.signal?.addEventListener('abort', close, { once: true })
  const results = await Promise.allSettled(set.connections.map((connection) => connection.connect(context.telemetry)))
  const failed = results.find((result, index) => result.status === 'rejected' && servers[index]?.required !== false)
  if (failed?.status === 'rejected') {
    await set.close()
    throw failed.reason
  }
  return set
}

function refuseDuplicates(servers: readonly McpServerConfig[]): void {
  const names = new Set<string>()
  for (const { name } of servers) {
    if (names.has(name)) throw new TypeError(`two MCP servers are named ${name}`)
    names.add(name)
  }
}

class ToolSet implements McpToolSet {
  readonly connections: readonly McpConnection[]
  readonly #context: McpOpenContext
  readonly #names: ToolNames
  /** Undefined: the server has told none yet. */
  readonly #lists: (readonly ServerTool[] | undefined)[]
  #tools: Readonly<Record<string, McpTool>> | undefined

  constructor(servers: readonly McpServerConfig[], context: McpOpenContext) {
    this.#context = context
    this.#names = createToolNames(context.reservedNames)
    this.#lists = servers.map(() => undefined)
    this.connections = servers.map(
      (server, index) =>
        new McpConnection(server, (tools) => {
          this.#lists[index] = tools
          this.#tools = undefined
        }),
    )
  }

  /** What the servers offer now: another object once a server has changed its list. */
  get tools(): Readonly<Record<string, McpTool>> {
    this.#tools ??= this.#build()
    return this.#tools
  }

  async retry(telemetry: TelemetryCore): Promise<void> {
    const missing = this.connections.filter((_, index) => this.#lists[index] === undefined)
    if (missing.length === 0) return
    await withinTime(Promise.allSettled(missing.map((connection) => connection.connect(telemetry))), RETRY_WAIT_MS)
  }

  async close(): Promise<void> {
    await Promise.all(this.connections.map((connection) => connection.close()))
  }

  #build(): Readonly<Record<string, McpTool>> {
    const tools: Record<string, McpTool> = {}
    for (const [index, connection] of this.connections.entries()) {
      for (const tool of this.#lists[index] ?? []) {
        const { name, renamed } = this.#names.nameOf(
          connection.config.name,
          tool.name,
          connection.config.toolPrefix ?? true,
        )
        if (renamed) this.#tellRenamed(connection.config.name, tool.name, name)
        tools[name] = createMcpTool(connection, tool, name)
      }
    }
    return Object.freeze(tools)
  }

  #tellRenamed(serverName: string, toolName: string, name: string): void {
    const message = `the tool ${toolName} of ${serverName} is offered as ${name}, because its name is taken`
    internalsOf(this.#context.telemetry).diagnostics.report({ level: 'warn', code: 'mcp_tool_renamed', message })
  }
}

function createMcpTool(connection: McpConnection, tool: ServerTool, name: string): McpTool {
  return {
    source: 'mcp',
    name,
    serverName: connection.config.name,
    description: tool.description,
    inputSchema: tool.inputSchema,
    attributes: (): Attributes => callAttributes(connection),
    call: (input: unknown, at: McpCallContext) => callMcpTool(connection, tool.name, input, at),
  }
}
