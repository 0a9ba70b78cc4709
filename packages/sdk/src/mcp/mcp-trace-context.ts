import {
  type Attributes,
  type Context,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  type TextMapGetter,
} from '@opentelemetry/api'
import { CompositePropagator, W3CBaggagePropagator, W3CTraceContextPropagator } from '@opentelemetry/core'
import { resolveTelemetry } from '../telemetry/global-telemetry.ts'
import type { TelemetryCore } from '../telemetry/telemetry-core.ts'

const PROPAGATOR = new CompositePropagator({
  propagators: [new W3CTraceContextPropagator(), new W3CBaggagePropagator()],
})

const META: TextMapGetter<Readonly<Record<string, unknown>>> = {
  keys: (meta) => Object.keys(meta),
  get(meta, key) {
    const value = meta[key]
    return typeof value === 'string' ? value : undefined
  },
}

/**
 * The caller's context from `_meta` of an MCP request: its span (`traceparent`, `tracestate`) and its session (`baggage`). Without `traceparent`, or with a
 * wrong one, a context without a span.
 */
export function extractMcpTraceContext(meta: Readonly<Record<string, unknown>> | undefined): Context {
  return PROPAGATOR.extract(ROOT_CONTEXT, meta ?? {}, META)
}

/** One request that an MCP server of yours handles. */
export interface McpServerRequest {
  /** Default `tools/call`. */
  method?: string | undefined
  /** The tool or prompt, for the span's name. */
  target?: string | undefined
  /** `ctx.mcpReq._meta` of a handler of `@modelcontextprotocol/server`. */
  meta: Readonly<Record<string, unknown>> | undefined
  attributes?: Attributes | undefined
  telemetry?: TelemetryCore | undefined
}

/**
 * Runs a handler of your own MCP server in a span `{method} {target}` of kind SERVER that continues the caller's trace and session. A result with `isError`
 * marks the span as failed. In a server over stdio, stdout belongs to the protocol, and one line of anything else ends the connection: give its telemetry `consoleStream: 'stderr'` or
 * `console: 'silent'`, and write to stderr only.
 */
export function traceMcpRequest<T>(
  request: McpServerRequest,
  handler: (span: Span) => T | Promise<T>,
): Promise<Awaited<T>> {
  const telemetry = resolveTelemetry({ run: request.telemetry })
  const method = request.method ?? 'tools/call'
  const { target } = request
  const attributes: Attributes = { 'mcp.method.name': method, ...request.attributes }
  if (target !== undefined && method === 'tools/call') attributes['gen_ai.tool.name'] = target
  if (target !== undefined && method === 'prompts/get') attributes['gen_ai.prompt.name'] = target
  return telemetry.trace(
    target === undefined ? method : `${method} ${target}`,
    async (span) => {
      const result = await handler(span)
      if ((result as { isError?: unknown } | undefined)?.isError === true) markFailed(span)
      return result
    },
    { kind: SpanKind.SERVER, attributes, parent: extractMcpTraceContext(request.meta) },
  )
}

function markFailed(span: Span): void {
  span.setAttribute('error.type', 'tool_error')
  span.setStatus({ code: SpanStatusCode.ERROR, message: 'the tool failed' })
}
