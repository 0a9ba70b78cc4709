import { fileURLToPath } from 'node:url'
import { InMemoryTransport } from '@modelcontextprotocol/client'
import { context, trace } from '@opentelemetry/api'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { connectMcpServer } from '../../packages/sdk/src/mcp/connect-mcp-server.ts'
import type { McpServerConfig } from '../../packages/sdk/src/mcp/mcp-server-config.ts'
import type { McpCallContext, McpToolSet } from '../../packages/sdk/src/mcp/mcp-tool.ts'
import { extractMcpTraceContext, traceMcpRequest } from '../../packages/sdk/src/mcp/mcp-trace-context.ts'
import { openMcpTools } from '../../packages/sdk/src/mcp/open-mcp-tools.ts'
import { createTestTelemetry, type TestTelemetry } from '../../packages/sdk/src/testing/create-test-telemetry.ts'
import { createDemoServer } from './mcp/demo-server.mjs'

const SERVER = fileURLToPath(new URL('./mcp/stdio-server.mjs', import.meta.url))
const open: { close(): Promise<void> }[] = []

function server(name: string, more: Partial<McpServerConfig> = {}, mode = 'serve'): McpServerConfig {
  return { name, transport: { type: 'stdio', command: process.execPath, args: [SERVER, mode] }, ...more }
}

function createTelemetry(): TestTelemetry {
  const telemetry = createTestTelemetry()
  open.push({ close: () => telemetry.shutdown() })
  return telemetry
}

async function openTools(servers: McpServerConfig[], telemetry: TestTelemetry, reservedNames?: string[]) {
  const set: McpToolSet = await openMcpTools(servers, { telemetry, agentName: 'tester', reservedNames })
  open.push(set)
  return set
}

function callContext(telemetry: TestTelemetry): McpCallContext {
  const span = telemetry.startSpan('execute_tool')
  return { context: trace.setSpan(context.active(), span), telemetry, agentName: 'tester', toolCallId: 'call_1' }
}

afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close()
})

describe('the tools of several MCP servers', () => {
  it('have one name each, by server, and call the server they are of', async () => {
    const telemetry = createTelemetry()
    const only = { allowTools: ['echo', 'sum'] }
    const set = await openTools(
      [server('a', only), server('b', { ...only, toolPrefix: false }), server('c', { ...only, toolPrefix: false })],
      telemetry,
      ['sum'],
    )
    expect(Object.keys(set.tools)).toEqual(['a-echo', 'a-sum', 'echo', 'b-sum', 'c-echo', 'c-sum'])
    const tool = set.tools['c-echo']!
    expect(tool).toMatchObject({ source: 'mcp', name: 'c-echo', serverName: 'c', description: 'Says it again' })
    expect(tool.inputSchema).toMatchObject({ type: 'object', properties: { text: { type: 'string' } } })
    await expect(tool.call({ text: 'hi' }, callContext(telemetry))).resolves.toBe('hi')
    expect(await telemetry.metrics('mcp.tool.calls')).toMatchObject([
      { tags: { server: 'c', tool: 'echo', success: true }, value: 1 },
    ])
    expect(telemetry.diagnostics).toContainEqual(expect.objectContaining({ code: 'mcp_tool_renamed' }))
  })

  it('make no span of their own: the caller’s span is continued and learns the request', async () => {
    const telemetry = createTelemetry()
    const set = await openTools([server('a')], telemetry)
    const at = callContext(telemetry)
    const meta = JSON.parse((await set.tools['a-meta']!.call({}, at)) as string) as { traceparent: string }
    const span = trace.getSpan(at.context)!
    span.end()
    expect(meta.traceparent).toContain(span.spanContext().spanId)
    expect(telemetry.span('execute_tool').attributes).toMatchObject({
      'jsonrpc.request.id': expect.any(String),
      'mcp.protocol.version': expect.any(String),
    })
    expect(telemetry.spans.map((one) => one.name)).toEqual(['initialize', 'tools/list', 'execute_tool'])
    expect(set.tools['a-meta']!.attributes()).toMatchObject({
      'mcp.method.name': 'tools/call',
      'hanzo.mcp.server.name': 'a',
      'network.transport': 'pipe',
    })
  })

  it('of a server that is not required are missing while the rest is served', async () => {
    const telemetry = createTelemetry()
    const set = await openTools([server('a'), server('b', { required: false }, 'die')], telemetry)
    expect(Object.keys(set.tools).every((name) => name.startsWith('a-'))).toBe(true)
    const connections = (tags: object) => telemetry.metrics('mcp.connections', { transport: 'stdio', ...tags })
    expect(await connections({ server: 'a', success: true })).toMatchObject([{ value: 1 }])
    expect(await connections({ server: 'b', success: false })).toMatchObject([{ value: 1 }])
    expect(await connections({})).toHaveLength(2)
  })

  it('are not opened when a required server fails, and the connections to the others are closed again', async () => {
    const telemetry = createTelemetry()
    const opening = openMcpTools([server('a'), server('b', {}, 'die')], { telemetry, agentName: 'tester' })
    await expect(opening).rejects.toMatchObject({ code: 'mcp_connect_failed', serverName: 'b' })
    expect(await telemetry.metrics('mcp.servers.active')).toMatchObject([{ tags: { server: 'a' }, value: 0 }])
  })

  it('follow a server that changes its list', async () => {
    const telemetry = createTelemetry()
    const set = await openTools([server('a')], telemetry)
    await set.tools['a-grow']!.call({}, callContext(telemetry))
    await vi.waitFor(() => expect(set.tools['a-grown']).toBeDefined(), 20_000)
  })

  it('are refused for two servers of one name', async () => {
    const twice = [server('a'), server('a')]
    await expect(openMcpTools(twice, { telemetry: createTelemetry(), agentName: 't' })).rejects.toThrow(TypeError)
  })
})

describe('a transport of one’s own', () => {
  it('is used as it is, and made anew after a loss where a function makes it', async () => {
    const telemetry = createTelemetry()
    const ends: InMemoryTransport[] = []
    const transport = () => {
      const [mine, theirs] = InMemoryTransport.createLinkedPair()
      ends.push(theirs)
      void createDemoServer({ seen: [] }).connect(theirs as never)
      return mine
    }
    const connected = await connectMcpServer({ name: 'own', transport: { type: 'custom', transport } }, { telemetry })
    open.push(connected)
    await expect(connected.callTool('echo', { text: 'hi' })).resolves.toBe('hi')
    expect(telemetry.span('initialize').attributes['network.transport']).toBeUndefined()
    await ends[0]!.close()
    await vi.waitFor(() => expect(connected.callTool('echo', { text: 'again' })).resolves.toBe('again'), 20_000)
    expect(ends).toHaveLength(2)
    expect(await telemetry.metrics('mcp.connections')).toMatchObject([
      { tags: { server: 'own', transport: 'custom', success: true }, value: 2 },
    ])
  })
})

describe('an MCP server of one’s own', () => {
  it('continues the caller’s trace and session in a span of its own', async () => {
    const caller = createTelemetry()
    const own = createTelemetry()
    const set = await openTools([server('a')], caller)
    const meta = await caller.withSession('sess_caller', async () => {
      return JSON.parse((await set.tools['a-meta']!.call({}, callContext(caller))) as string) as Record<string, unknown>
    })
    const request = { target: 'search', meta, telemetry: own }
    const result = await traceMcpRequest(request, (span) => {
      span.setAttribute('hits', 3)
      return own.getTraceContext().baggage
    })
    expect(result).toBe('session.id=sess_caller')
    const span = own.span('tools/call search')
    expect(span.kind).toBe('SERVER')
    expect(`00-${span.traceId}-${span.parentSpanId}-01`).toBe(meta.traceparent)
    expect(span.attributes).toMatchObject({ 'gen_ai.tool.name': 'search', 'session.id': 'sess_caller', hits: 3 })
  })

  it('starts a trace of its own for a caller that sends none, or nonsense', () => {
    expect(trace.getSpanContext(extractMcpTraceContext(undefined))).toBeUndefined()
    expect(trace.getSpanContext(extractMcpTraceContext({ traceparent: 7, baggage: {} }))).toBeUndefined()
    expect(trace.getSpanContext(extractMcpTraceContext({ traceparent: 'x' }))).toBeUndefined()
  })

  it('marks the span of a result with isError as failed, and passes a throw on', async () => {
    const telemetry = createTelemetry()
    await traceMcpRequest({ target: 'a', meta: undefined, telemetry }, () => ({ content: [], isError: true }))
    expect(telemetry.span('tools/call a').attributes['error.type']).toBe('tool_error')
    const error = new Error('no')
    const thrown = traceMcpRequest({ target: 'b', meta: undefined, telemetry }, () => Promise.reject(error))
    await expect(thrown).rejects.toBe(error)
  })
})
