import { afterEach, describe, expect, it, vi } from 'vitest'
import { connectMcpServer } from '../../packages/sdk/src/mcp/connect-mcp-server.ts'
import { createTestTelemetry } from '../../packages/sdk/src/testing/create-test-telemetry.ts'
import { rejection } from './agent-fixtures.ts'
import { startSseServer } from './mcp/sse-server.mjs'

const open: { close(): Promise<unknown> }[] = []

async function start() {
  const web = await startSseServer()
  open.push(web)
  return web
}

async function connect(url: string, headers?: Record<string, string>) {
  const telemetry = createTestTelemetry()
  const server = await connectMcpServer({ name: 'old', transport: { type: 'sse', url, headers } }, { telemetry })
  open.push(server)
  return { telemetry, server }
}

afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close()
})

describe('an MCP server over HTTP with server-sent events', () => {
  it('is connected, listed, called and closed, each seen in spans and metrics', async () => {
    const web = await start()
    const { telemetry, server } = await connect(web.url)
    expect(server.tools.length).toBeGreaterThan(120)
    await expect(server.callTool('echo', { text: 'hi' })).resolves.toBe('hi')
    expect(await rejection(server.callTool('fail'))).toMatchObject({ code: 'tool_error' })
    expect(telemetry.span('initialize').attributes).toMatchObject({
      'network.transport': 'tcp',
      'network.protocol.name': 'http',
      'server.port': web.port,
      'mcp.protocol.version': expect.stringMatching(/^20\d\d-/),
    })
    await server.close()
    expect(telemetry.spanTree().split('\n')).toEqual(['initialize', 'tools/list', 'tools/call echo', 'tools/call fail'])
    const tags = { server: 'old', transport: 'sse', success: true }
    expect(await telemetry.metrics('mcp.connections')).toMatchObject([{ tags, value: 1 }])
    expect(await telemetry.metric('mcp.servers.active')).toMatchObject({ value: 0 })
    expect(await telemetry.metric('mcp.tool.calls', { tool: 'fail', success: false })).toMatchObject({ value: 1 })
    await vi.waitFor(() => expect(web.streams()).toBe(0), 20_000)
  })

  it('receives the trace context of every request in _meta', async () => {
    const { telemetry, server } = await connect((await start()).url)
    const meta = await telemetry.withSession('sess_old', () => server.callTool('meta'))
    const { traceId, spanId } = telemetry.span('tools/call meta')
    expect(JSON.parse(String(meta))).toEqual({
      traceparent: `00-${traceId}-${spanId}-01`,
      baggage: 'session.id=sess_old',
    })
    const seen = JSON.parse(String(await server.callTool('seen'))) as {
      method: string
      meta?: { traceparent?: string }
    }[]
    const parents = seen
      .filter(({ method }) => method !== 'notifications/initialized')
      .map((one) => one.meta?.traceparent)
    for (const name of ['initialize', 'tools/list']) {
      const span = telemetry.span(name)
      expect(parents).toContain(`00-${span.traceId}-${span.spanId}-01`)
    }
  })

  it('is sent the headers of its configuration, with the stream and with messages', async () => {
    const web = await start()
    await connect(web.url, { 'x-team': 'blue' })
    expect(web.headers().length).toBeGreaterThan(3)
    expect(web.headers().every((headers) => headers['x-team'] === 'blue')).toBe(true)
  })

  it('that changes its tools is listed again', async () => {
    const { server } = await connect((await start()).url)
    await server.callTool('grow')
    await vi.waitFor(() => expect(server.tools.some((tool) => tool.name === 'grown')).toBe(true), 20_000)
  })

  it('whose stream breaks in a call fails that call long before its timeout, and is connected to again', async () => {
    const web = await start()
    const { server, telemetry } = await connect(web.url)
    const call = rejection(server.callTool('hang'))
    await vi.waitFor(() => expect(telemetry.stats().spans.open).toBe(1), 20_000)
    web.dropConnections()
    expect(await call).toMatchObject({ code: 'mcp_connection_lost' })
    await vi.waitFor(() => expect(server.callTool('echo', { text: 'back' })).resolves.toBe('back'), 20_000)
    expect(await telemetry.metric('mcp.servers.active')).toMatchObject({ value: 1 })
    await vi.waitFor(() => expect(web.streams()).toBe(1), 20_000)
  })

  it('that is not there fails the connect, counted and traced', async () => {
    const telemetry = createTestTelemetry()
    const config = { name: 'old', transport: { type: 'sse' as const, url: 'http://127.0.0.1:9/sse' } }
    const error = await rejection(connectMcpServer(config, { telemetry }))
    expect(error).toMatchObject({ name: 'McpConnectionError', code: 'mcp_connect_failed' })
    expect(telemetry.span('initialize').status).toBe('ERROR')
    expect(await telemetry.metric('mcp.connections', { success: false })).toMatchObject({ value: 1 })
  })
})
