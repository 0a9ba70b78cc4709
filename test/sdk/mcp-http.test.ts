import { afterEach, describe, expect, it, vi } from 'vitest'
import { type ConnectedMcpServer, connectMcpServer } from '../../packages/sdk/src/mcp/connect-mcp-server.ts'
import type { McpServerConfig } from '../../packages/sdk/src/mcp/mcp-server-config.ts'
import { createTestTelemetry, type TestTelemetry } from '../../packages/sdk/src/testing/create-test-telemetry.ts'
import { startHttpServer } from './mcp/http-server.mjs'

type HttpServer = Awaited<ReturnType<typeof startHttpServer>>
const open: { close(): Promise<unknown> }[] = []

async function start(options?: { port?: number; json?: boolean }): Promise<HttpServer> {
  const server = await startHttpServer(options)
  open.push(server)
  return server
}

function createTelemetry(): TestTelemetry {
  const telemetry = createTestTelemetry()
  open.push({ close: () => telemetry.shutdown() })
  return telemetry
}

async function connect(server: HttpServer, telemetry: TestTelemetry, more: Partial<McpServerConfig> = {}) {
  const transport = { type: 'http' as const, url: server.url }
  const connected: ConnectedMcpServer = await connectMcpServer({ name: 'web', transport, ...more }, { telemetry })
  open.push(connected)
  return connected
}

async function failure(promise: Promise<unknown>): Promise<Record<string, unknown> & Error> {
  return promise.then(
    () => Promise.reject(new Error('it did not fail')),
    (error) => error,
  )
}

afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close()
})

describe('an MCP server over streamable HTTP', () => {
  it.each([true, false])('is called with trace context, its answer a body: %s', async (json) => {
    const telemetry = createTelemetry()
    const web = await start({ json })
    const server = await connect(web, telemetry)
    const meta = JSON.parse((await server.callTool('meta')) as string) as { traceparent: string }
    const { traceId, spanId } = telemetry.span('tools/call meta')
    expect(meta.traceparent).toBe(`00-${traceId}-${spanId}-01`)
    expect(telemetry.span('initialize').attributes).toMatchObject({
      'network.transport': 'tcp',
      'network.protocol.name': 'http',
      'server.address': '127.0.0.1',
      'server.port': web.port,
      'mcp.session.id': expect.any(String),
    })
    await server.close()
    expect(await telemetry.metrics('mcp.connections')).toMatchObject([
      { tags: { server: 'web', transport: 'streamable-http', success: true }, value: 1 },
    ])
    expect(await telemetry.metrics('mcp.servers.active')).toMatchObject([{ tags: { server: 'web' }, value: 0 }])
  })

  it('that has forgotten the session gets a new one, and the call is sent again', async () => {
    const telemetry = createTelemetry()
    const web = await start()
    const server = await connect(web, telemetry)
    web.forgetSessions()
    await expect(server.callTool('echo', { text: 'again' })).resolves.toBe('again')
    expect(await telemetry.metrics('mcp.servers.active')).toMatchObject([{ tags: { server: 'web' }, value: 1 }])
  })

  it('that is gone fails the call at once, and is used again once it is back', async () => {
    const telemetry = createTelemetry()
    const web = await start()
    const server = await connect(web, telemetry)
    await web.close()
    expect(await failure(server.callTool('echo', { text: 'x' }))).toMatchObject({ code: 'mcp_connection_lost' })
    expect(await telemetry.metrics('mcp.servers.active')).toMatchObject([{ tags: { server: 'web' }, value: 0 }])
    await start({ port: web.port })
    await vi.waitFor(() => expect(server.callTool('echo', { text: 'back' })).resolves.toBe('back'), 20_000)
  })

  it('whose connection breaks in a call fails that call long before its timeout', async () => {
    const telemetry = createTelemetry()
    const web = await start()
    const server = await connect(web, telemetry)
    const call = failure(server.callTool('hang'))
    await vi.waitFor(async () => expect(web.pending()).toBeGreaterThan(0), 20_000)
    web.dropConnections()
    expect(await call).toMatchObject({ code: 'mcp_connection_lost' })
    expect(telemetry.span('tools/call hang').status).toBe('ERROR')
  })

  it('that changes its tools is listed again', async () => {
    const server = await connect(await start(), createTelemetry())
    await server.callTool('grow')
    await vi.waitFor(() => expect(server.tools.some((tool) => tool.name === 'grown')).toBe(true), 20_000)
  })

  it('is sent the headers of its configuration', async () => {
    const web = await start()
    const transport = { type: 'streamable-http' as const, url: web.url, headers: { 'x-team': 'blue' } }
    await connect(web, createTelemetry(), { transport })
    expect(web.headers().every((headers) => headers['x-team'] === 'blue')).toBe(true)
  })
})
