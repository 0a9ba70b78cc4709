import { type Attributes, type Span, SpanKind, trace } from '@opentelemetry/api'
import { internalsOf } from '../telemetry/internals-of.ts'
import type { TelemetryCore } from '../telemetry/telemetry-core.ts'
import type { MetricDefinition } from '../telemetry/telemetry-internals.ts'

export const MCP_CONNECTIONS: MetricDefinition = {
  name: 'mcp.connections',
  kind: 'counter',
  unit: '{connection}',
  description: 'Attempts to connect to an MCP server',
}
export const MCP_SERVERS_ACTIVE: MetricDefinition = {
  name: 'mcp.servers.active',
  kind: 'updowncounter',
  unit: '{server}',
  description: 'MCP servers that are connected now',
}
export const MCP_TOOL_CALLS: MetricDefinition = {
  name: 'mcp.tool.calls',
  kind: 'counter',
  unit: '{call}',
  description: 'Calls of tools of MCP servers',
}
const MCP_CLIENT_OPERATION_DURATION: MetricDefinition = {
  name: 'mcp.client.operation.duration',
  kind: 'histogram',
  unit: 's',
  description: 'Time from an MCP request to its answer',
}

/** One MCP request, or the few that make one operation. */
export interface McpOperation {
  /** The method, as `tools/call`. */
  method: string
  /** The tool of a call. */
  target?: string | undefined
  /** Of the connection. */
  attributes: Attributes
}

/** Seconds since `start`, a value of `performance.now()`. */
function secondsSince(start: number): number {
  return (performance.now() - start) / 1000
}

/** A low-cardinality name for an error: its code, its class, or `aborted`. */
function errorTypeOf(error: unknown): string {
  if (!(error instanceof Error)) return typeof error
  if (error.name === 'AbortError') return 'aborted'
  const { code } = error as { code?: unknown }
  return typeof code === 'string' && code !== '' ? code : error.name
}

/** Records how long an operation took; `error` is what it failed with. */
export function recordMcpDuration(telemetry: TelemetryCore, operation: McpOperation, start: number, error?: unknown) {
  internalsOf(telemetry).record(MCP_CLIENT_OPERATION_DURATION, secondsSince(start), {
    'mcp.method.name': operation.method,
    'gen_ai.tool.name': operation.target,
    'hanzo.mcp.server.name': operation.attributes['hanzo.mcp.server.name'] as string | undefined,
    'network.transport': operation.attributes['network.transport'] as string | undefined,
    'error.type': error === undefined ? undefined : errorTypeOf(error),
  })
}

/**
 * Runs one operation that is not a call within a span of kind CLIENT, and records its duration. What `run` throws is recorded on the span and thrown on.
 */
export async function traceMcpOperation<T>(
  telemetry: TelemetryCore,
  operation: McpOperation,
  run: (span: Span) => Promise<T>,
): Promise<T> {
  const internals = internalsOf(telemetry)
  const { method } = operation
  const span = telemetry.startSpan(method, {
    kind: SpanKind.CLIENT,
    attributes: { 'mcp.method.name': method, ...operation.attributes },
  })
  const start = performance.now()
  try {
    const { contexts } = internals
    const result = await contexts.with(trace.setSpan(contexts.active(), span), () => run(span))
    recordMcpDuration(telemetry, operation, start)
    return result
  } catch (error) {
    internals.fail(span, error)
    recordMcpDuration(telemetry, operation, start, error)
    throw error
  } finally {
    span.end()
  }
}
