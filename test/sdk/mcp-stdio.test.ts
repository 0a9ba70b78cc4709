import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { type ConnectedMcpServer, connectMcpServer } from '../../packages/sdk/src/mcp/connect-mcp-server.ts'
import type { McpServerConfig } from '../../packages/sdk/src/mcp/mcp-server-config.ts'
import { createTestTelemetry, type TestTelemetry } from '../../packages/sdk/src/testing/create-test-telemetry.ts'

const SERVER = fileURLToPath(new URL('./mcp/stdio-server.mjs', import.meta.url))
const open: { close(): Promise<void> }[] = []

function stdio(mode = 'serve', more: Partial<McpServerConfig> = {}): McpServerConfig {
  return { name: 'demo', transport: { type: 'stdio', command: process.execPath, args: [SERVER, mode] }, ...more }
}

async function connect(config: McpServerConfig, telemetry: TestTelemetry): Promise<ConnectedMcpServer> {
  const server = await connectMcpServer(config, { telemetry })
  open.push(server)
  return server
}

function telemetryWith(config = {}): TestTelemetry {
  const telemetry = createTestTelemetry(config)
  open.push({ close: () => telemetry.shutdown() })
  return telemetry
}

async function failure(promise: Promise<unknown>): Promise<Record<string, unknown> & Error> {
  return promise.then(
    () => Promise.reject(new Error('it did not fail')),
    (error) => error,
  )
}

// A process that ended and that nobody has waited for yet still has an entry.
function isRunning(pid: number): boolean {
  try {
    return !/^\d+ \(.*\) Z/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))
  } catch {
    return false
  }
}

afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close()
})

describe('an MCP server over stdio', () => {
  it('is connected, listed over all pages, called and closed, each seen in spans, metrics and logs', async () => {
    const telemetry = telemetryWith()
    const server = await connect(stdio(), telemetry)
    expect(server.tools.length).toBeGreaterThan(120)
    expect(server.tools.find((tool) => tool.name === 'echo')).toMatchObject({ description: 'Says it again' })
    expect(await telemetry.metrics('mcp.servers.active')).toMatchObject([{ tags: { server: 'demo' }, value: 1 }])

    await expect(server.callTool('echo', { text: 'hi' })).resolves.toBe('hi')
    await expect(server.callTool('sum', { a: 1, b: 2 })).resolves.toEqual({ sum: 3 })
    await expect(server.callTool('picture')).resolves.toHaveLength(2)
    await server.close()

    const initialize = telemetry.span('initialize')
    expect(initialize.attributes).toMatchObject({
      'mcp.method.name': 'initialize',
      'hanzo.mcp.server.name': 'demo',
      'network.transport': 'pipe',
      'mcp.protocol.version': expect.stringMatching(/^20\d\d-/),
    })
    expect(telemetry.span('tools/list').attributes['mcp.method.name']).toBe('tools/list')
    const call = telemetry.span('tools/call echo')
    expect(call.kind).toBe('CLIENT')
    expect(call.attributes).toMatchObject({
      'mcp.method.name': 'tools/call',
      'gen_ai.tool.name': 'echo',
      'jsonrpc.request.id': expect.any(String),
      'gen_ai.tool.call.arguments': '{"text":"hi"}',
      'gen_ai.tool.call.result': expect.stringContaining('hi'),
    })
    expect(await telemetry.metrics('mcp.connections')).toMatchObject([
      { tags: { server: 'demo', transport: 'stdio', success: true }, value: 1 },
    ])
    expect(await telemetry.metrics('mcp.servers.active')).toMatchObject([{ tags: { server: 'demo' }, value: 0 }])
    expect(await telemetry.metrics('mcp.tool.calls')).toContainEqual(
      expect.objectContaining({ tags: { server: 'demo', tool: 'echo', success: true }, value: 1 }),
    )
    const durations = await telemetry.metrics('mcp.client.operation.duration')
    expect(durations.map((point) => point.tags['mcp.method.name'])).toEqual(
      expect.arrayContaining(['initialize', 'tools/list', 'tools/call']),
    )
    expect(telemetry.logs.map((record) => record.message)).toEqual(['MCP server connected', 'MCP server closed'])
    expect(await failure(server.callTool('echo', { text: 'late' }))).toMatchObject({ code: 'mcp_closed' })
  })

  it('receives the trace context and the session of every request in _meta', async () => {
    const telemetry = telemetryWith()
    const session = telemetry.createSession('sess_mcp')
    const server = await connect(stdio(), telemetry)
    const meta = JSON.parse((await server.callTool('meta')) as string)
    const call = telemetry.span('tools/call meta')
    expect(meta).toEqual({
      traceparent: `00-${call.traceId}-${call.spanId}-01`,
      baggage: `session.id=${session}`,
    })
    const seen = JSON.parse((await server.callTool('seen')) as string) as {
      method: string
      meta: { traceparent?: string }
    }[]
    for (const name of ['initialize', 'tools/list']) {
      const { traceId, spanId } = telemetry.span(name)
      const metas = seen.filter((request) => request.method === name).map((request) => request.meta)
      expect(metas.length).toBeGreaterThan(0)
      for (const one of metas) expect(one.traceparent).toBe(`00-${traceId}-${spanId}-01`)
    }
    telemetry.endSession()
  })

  it('sees only the safe environment and env', async () => {
    const previous = process.env.HANZO_TEST_SECRET
    process.env.HANZO_TEST_SECRET = 'hidden'
    try {
      const transport = { ...stdio().transport, env: { GIVEN: '1' } } as McpServerConfig['transport']
      const server = await connect({ ...stdio(), transport }, telemetryWith())
      const names = JSON.parse((await server.callTool('env')) as string) as string[]
      expect(names).toContain('GIVEN')
      expect(names).toContain('PATH')
      expect(names).not.toContain('HANZO_TEST_SECRET')
    } finally {
      if (previous === undefined) delete process.env.HANZO_TEST_SECRET
    }
  })

  it('that answers isError makes the call fail with tool_error, in span and metric', async () => {
    const telemetry = telemetryWith()
    const server = await connect(stdio(), telemetry)
    const error = await failure(server.callTool('fail'))
    expect(error).toMatchObject({ name: 'McpToolError', code: 'tool_error', message: 'no such file', toolName: 'fail' })
    const span = telemetry.span('tools/call fail')
    expect(span.status).toBe('ERROR')
    expect(span.attributes['error.type']).toBe('tool_error')
    expect(await telemetry.metrics('mcp.tool.calls')).toMatchObject([
      { tags: { server: 'demo', tool: 'fail', success: false }, value: 1 },
    ])
  })

  it('that does not know the tool, or refuses the arguments, makes the call fail without losing the connection', async () => {
    const server = await connect(stdio(), telemetryWith())
    expect((await failure(server.callTool('nothing'))).code).toMatch(/^(tool_error|mcp_call_failed)$/)
    expect((await failure(server.callTool('echo', { text: 1 }))).code).toMatch(/^(tool_error|mcp_call_failed)$/)
    await expect(server.callTool('echo', { text: 'still here' })).resolves.toBe('still here')
  })

  it('that hangs in a call is left after callTimeoutMs, and goes on to serve', async () => {
    const server = await connect(stdio('serve', { callTimeoutMs: 1_000 }), telemetryWith())
    expect(await failure(server.callTool('hang'))).toMatchObject({ code: 'mcp_call_timeout', retryable: true })
    await expect(server.callTool('echo', { text: 'on' })).resolves.toBe('on')
  })

  it('is no longer waited for once the call is aborted, with the reason of the signal', async () => {
    const telemetry = telemetryWith()
    const server = await connect(stdio(), telemetry)
    const controller = new AbortController()
    const call = failure(server.callTool('hang', {}, { abortSignal: controller.signal }))
    controller.abort()
    expect((await call).name).toBe('AbortError')
    const span = telemetry.span('tools/call hang')
    expect(span.status).toBe('UNSET')
    expect(span.attributes['hanzo.aborted']).toBe(true)
    await expect(server.callTool('echo', { text: 'on' })).resolves.toBe('on')
  })

  it('that dies in a call fails that call, counts as closed, and is started anew by a later call', async () => {
    const telemetry = telemetryWith()
    const server = await connect(stdio(), telemetry)
    expect(await failure(server.callTool('die'))).toMatchObject({ code: 'mcp_connection_lost', retryable: true })
    expect(await telemetry.metrics('mcp.servers.active')).toMatchObject([{ tags: { server: 'demo' }, value: 0 }])
    expect(await failure(server.callTool('echo', { text: 'too soon' }))).toMatchObject({ code: 'mcp_backing_off' })
    await vi.waitFor(() => expect(server.callTool('echo', { text: 'back' })).resolves.toBe('back'), 20_000)
    expect(await telemetry.metrics('mcp.servers.active')).toMatchObject([{ tags: { server: 'demo' }, value: 1 }])
    expect(telemetry.logs.map((record) => record.message)).toContain('MCP server connection lost')
  })

  it('that changes its tools is listed again', async () => {
    const server = await connect(stdio(), telemetryWith())
    expect(server.tools.some((tool) => tool.name === 'grown')).toBe(false)
    await server.callTool('grow')
    await vi.waitFor(() => expect(server.tools.some((tool) => tool.name === 'grown')).toBe(true), 20_000)
    await expect(server.callTool('grown')).resolves.toBe('grown')
  })

  it('offers only the tools that allowTools names, and tells of those that it has not', async () => {
    const telemetry = telemetryWith()
    const server = await connect(stdio('serve', { allowTools: ['echo', 'gone'] }), telemetry)
    expect(server.tools.map((tool) => tool.name)).toEqual(['echo'])
    expect(telemetry.diagnostics).toContainEqual(expect.objectContaining({ code: 'mcp_allowed_tool_missing' }))
  })

  it('writes to stderr into debug diagnostics, at most 200 lines a minute', async () => {
    const telemetry = telemetryWith({ logLevel: 'debug' })
    await connect(stdio('noisy'), telemetry)
    const lines = () => telemetry.diagnostics.filter((diagnostic) => diagnostic.code === 'mcp_server_stderr')
    await vi.waitFor(() => expect(lines().length).toBe(200), 20_000)
    expect(lines()[0]).toMatchObject({ level: 'debug', message: 'demo: line 0' })
  })
})

describe('an MCP server that cannot be reached', () => {
  it.each([
    ['has a command that does not exist', { type: 'stdio', command: '/nonexistent/mcp' }, 'mcp_connect_failed'],
    ['dies at its start', { type: 'stdio', command: process.execPath, args: [SERVER, 'die'] }, 'mcp_connect_failed'],
    [
      'hangs at initialize',
      { type: 'stdio', command: process.execPath, args: [SERVER, 'hang'] },
      'mcp_connect_timeout',
    ],
    ['refuses the connection', { type: 'http', url: 'http://127.0.0.1:9/mcp' }, 'mcp_connect_failed'],
    ['has no address', { type: 'http', url: 'not a url' }, 'mcp_connect_failed'],
  ] as const)('because it %s: fails in time, counted, logged and traced', async (_why, transport, code) => {
    const telemetry = telemetryWith()
    const started = Date.now()
    const config = {
      name: 'demo',
      transport: structuredClone(transport) as McpServerConfig['transport'],
      connectTimeoutMs: code === 'mcp_connect_timeout' ? 700 : 20_000,
    }
    const error = await failure(connectMcpServer(config, { telemetry }))
    expect(error).toMatchObject({ name: 'McpConnectionError', code, serverName: 'demo' })
    expect(Date.now() - started).toBeLessThan(15_000)
    expect(telemetry.span('initialize').status).toBe('ERROR')
    expect(telemetry.span('initialize').attributes['error.type']).toBe(code)
    const [point] = await telemetry.metrics('mcp.connections')
    expect(point).toMatchObject({ tags: { server: 'demo', success: false }, value: 1 })
    expect(await telemetry.metrics('mcp.servers.active')).toEqual([])
    expect(telemetry.logs[0]).toMatchObject({
      message: 'MCP server connection failed',
      level: 'error',
    })
  })

  it('tells the end of its stderr with the error', async () => {
    const error = await failure(connectMcpServer(stdio('die'), { telemetry: telemetryWith() }))
    expect(error.stderr).toBe('cannot find its configuration\n')
  })
})

describe('a program that uses an MCP server over stdio', () => {
  it('ends by itself, and the server with it, although it never closes', async () => {
    const script = fileURLToPath(new URL('./mcp/unclosed-program.ts', import.meta.url))
    const result = await new Promise<{ code: number | null; stdout: string; stderr: string }>((resolve) => {
      const child = execFile(process.execPath, ['--import', 'tsx', script, SERVER], (_error, stdout, stderr) =>
        resolve({ code: child.exitCode, stdout, stderr }),
      )
    })
    expect(result).toMatchObject({ code: 0, stderr: '' })
    const { answer, pid } = JSON.parse(result.stdout)
    expect(answer).toBe('hi')
    await vi.waitFor(() => expect(isRunning(pid)).toBe(false), 20_000)
  })

  it('takes a server with it that still hangs while it is greeted', async () => {
    const script = fileURLToPath(new URL('./mcp/hanging-program.ts', import.meta.url))
    const pid = await new Promise<number>((resolve) => {
      execFile(process.execPath, ['--import', 'tsx', script], (_error, stdout) => resolve(Number(stdout)))
    })
    expect(pid).toBeGreaterThan(0)
    await vi.waitFor(() => expect(isRunning(pid)).toBe(false), 20_000)
  })
})
