import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type Agent, createAgent } from '../../packages/sdk/src/agent/agent.ts'
import type { McpServerConfig } from '../../packages/sdk/src/mcp/mcp-server-config.ts'
import { createTestTelemetry } from '../../packages/sdk/src/testing/create-test-telemetry.ts'
import { createTool } from '../../packages/sdk/src/tool/tool.ts'
import { modelOf, rejection, user } from './agent-fixtures.ts'
import { startHttpServer } from './mcp/http-server.mjs'
import { type ModelServer, startModelServer } from './model-server.ts'

const SERVER = fileURLToPath(new URL('./mcp/stdio-server.mjs', import.meta.url))
const files: McpServerConfig = {
  name: 'files',
  transport: { type: 'stdio', command: process.execPath, args: [SERVER, 'serve'] },
  allowTools: ['echo', 'fail', 'meta', 'pid'],
}
const missing: McpServerConfig = { name: 'missing', transport: { type: 'stdio', command: '/does/not/exist' } }

let server: ModelServer
const agents: Agent[] = []
const agentWith = (...mcpServers: McpServerConfig[]) => {
  const agent = createAgent({ name: 'a', model: modelOf(server), mcpServers })
  agents.push(agent)
  return agent
}
beforeEach(async () => {
  server = await startModelServer()
})
afterEach(async () => {
  await Promise.all(agents.splice(0).map((agent) => agent.close()))
  await server.close()
})

const call = (name: string, input: object = {}) => ({ toolCalls: [{ name: `files-${name}`, input }] })

describe('an agent with an MCP server', () => {
  it('calls its tools in one client span each, which the server’s own spans join', async () => {
    const telemetry = createTestTelemetry()
    server.script(call('meta'), { text: 'ok' })
    await agentWith(files).run({ messages: user('hi'), telemetry })
    const span = telemetry.span('execute_tool files-meta')
    expect(span.kind).toBe('CLIENT')
    expect(span.attributes).toMatchObject({ 'mcp.method.name': 'tools/call', 'hanzo.tool.source': 'mcp' })
    expect(telemetry.span('invoke_agent a').attributes['hanzo.agent.mcp_servers']).toEqual(['files'])
    expect(JSON.stringify(server.requests[1]?.body.messages.at(-1)?.content)).toContain(span.spanId)
    expect(telemetry.spanTree().split('\n')[0]).toBe('invoke_agent a')
    expect(await telemetry.metrics('mcp.connections', { server: 'files', success: true })).toMatchObject([{ value: 1 }])
    expect(await telemetry.metrics('mcp.servers.active', { server: 'files' })).toMatchObject([{ value: 1 }])
    expect(await telemetry.metrics('mcp.tool.calls', { server: 'files', success: true })).toMatchObject([{ value: 1 }])
    expect(await telemetry.metrics('tool.executions', { agent: 'a', success: true })).toMatchObject([{ value: 1 }])
  })

  it('opens one connection for runs that overlap, keeps it for later ones, and closes it when told', async () => {
    const telemetry = createTestTelemetry()
    server.always(({ body }) => (body.messages.at(-1)?.role === 'tool' ? { text: 'ok' } : call('pid')))
    const agent = agentWith(files)
    const run = () => agent.run({ messages: user('hi'), telemetry })
    await Promise.all([run(), run(), run()])
    await run()
    const pids = server.requests.flatMap(({ body }) => body.messages.filter(({ role }) => role === 'tool'))
    expect(new Set(pids.map(({ content }) => content)).size).toBe(1)
    await agent.close()
    const active = await telemetry.metrics('mcp.servers.active', { server: 'files' })
    expect(active).toMatchObject([{ value: 0 }])
    expect((await run()).text).toBe('ok')
  })

  it('fails the span, not the run, for a tool that answers with an error', async () => {
    const telemetry = createTestTelemetry()
    server.script(call('fail'), { text: 'Sorry.' })
    const { text } = await agentWith(files).run({ messages: user('hi'), telemetry })
    expect(text).toBe('Sorry.')
    const span = telemetry.span('execute_tool files-fail')
    expect(span.status).toBe('ERROR')
    expect(span.attributes['error.type']).toBe('tool_error')
  })

  it('rejects its run when a required server cannot be reached, and tries again with the next', async () => {
    const telemetry = createTestTelemetry()
    const agent = agentWith(missing)
    const run = () => rejection(agent.run({ messages: user('hi'), telemetry }))
    await run()
    await run()
    expect(server.requests).toEqual([])
    const spans = telemetry.spansNamed('invoke_agent a')
    expect(spans.map(({ status }) => status)).toEqual(['ERROR', 'ERROR'])
    const failed = await telemetry.metrics('mcp.connections', { server: 'missing', success: false })
    expect(failed).toMatchObject([{ value: 2 }])
  })

  it('goes on without a server that is not required', async () => {
    server.script({ text: 'ok' })
    const agent = agentWith({ ...missing, required: false }, files)
    expect((await agent.run({ messages: user('hi') })).text).toBe('ok')
    expect(server.requests[0]?.body.tools?.map((tool) => tool.function.name)).toContain('files-echo')
  })

  it('reaches a server that is not required with a later run, once it is there', async () => {
    const telemetry = createTestTelemetry()
    server.always({ text: 'ok' })
    const absent = await startHttpServer()
    await absent.close()
    const transport = { type: 'http' as const, url: absent.url }
    const agent = agentWith({ name: 'late', transport, required: false, allowTools: ['echo'] }, files)
    const offered = async () => {
      await agent.run({ messages: user('hi'), telemetry })
      return server.requests.at(-1)?.body.tools?.map((tool) => tool.function.name) ?? []
    }
    const started = performance.now()
    expect(await offered()).not.toContain('late-echo')
    expect(await offered()).not.toContain('late-echo')
    const failures = await telemetry.metric('mcp.connections', { server: 'late', success: false })
    // Within the back-off of half a second the second run does not try again.
    const attemptsMax = performance.now() - started < 500 ? 1 : 2
    expect(failures?.value).toBeGreaterThanOrEqual(1)
    expect(failures?.value).toBeLessThanOrEqual(attemptsMax)
    const there = await startHttpServer({ port: absent.port })
    try {
      await vi.waitFor(async () => expect(await offered()).toContain('late-echo'), 20_000)
      expect(await telemetry.metric('mcp.connections', { server: 'files', success: true })).toMatchObject({ value: 1 })
    } finally {
      await agent.close()
      await there.close()
    }
  })

  it('does not wait long for a server that hangs and is not required, once it failed', async () => {
    const telemetry = createTestTelemetry()
    server.always({ text: 'ok' })
    const hanging = { type: 'stdio' as const, command: process.execPath, args: [SERVER, 'hang'] }
    const agent = agentWith({ name: 'slow', transport: hanging, required: false, connectTimeoutMs: 2_500 })
    await agent.run({ messages: user('hi'), telemetry })
    const isTrying = () => telemetry.stats().spans.open === 1
    let took = 0
    await vi.waitFor(async () => {
      const started = performance.now()
      await agent.run({ messages: user('hi'), telemetry })
      took = performance.now() - started
      expect(isTrying()).toBe(true)
    }, 20_000)
    expect(took).toBeLessThan(2_000)
    await agent.close()
  })

  it('gives up, when it is closed, a server that it still tries to reach', async () => {
    const telemetry = createTestTelemetry()
    server.always({ text: 'ok' })
    const hanging = { type: 'stdio' as const, command: process.execPath, args: [SERVER, 'hang'] }
    const agent = agentWith({ name: 'slow', transport: hanging, required: false, connectTimeoutMs: 600_000 })
    const running = agent.run({ messages: user('hi'), telemetry })
    const children = async () =>
      (await promisify(execFile)('ps', ['-o', 'args=', '--ppid', String(process.pid)])).stdout
        .split('\n')
        .filter((command) => command.endsWith('stdio-server.mjs hang'))
    await vi.waitFor(async () => expect(await children()).toHaveLength(1), 20_000)
    await agent.close()
    await running
    await vi.waitFor(async () => expect(await children()).toEqual([]), 20_000)
    expect(telemetry.stats().spans.open).toBe(0)
  })

  it('offers an MCP tool under another name where the agent has a tool of its name', async () => {
    const telemetry = createTestTelemetry()
    server.script({
      toolCalls: [
        { name: 'files-echo', input: { text: 'theirs' } },
        { name: 'echo', input: {} },
      ],
    })
    server.script({ text: 'ok' })
    const parameters = { type: 'object' as const }
    const own = createTool({ name: 'echo', parameters, handler: () => 'ours' })
    const shared = createTool({ name: 'files-fail', parameters, handler: () => 'ours' })
    const agent = agentWith({ ...files, toolPrefix: false }).clone({ tools: [own, shared] })
    agents.push(agent)
    await agent.run({ messages: user('hi'), telemetry })
    const names = server.requests[0]?.body.tools?.map((tool) => tool.function.name) ?? []
    expect(names.sort()).toEqual(['echo', 'fail', 'files-echo', 'files-fail', 'meta', 'pid'])
    const sources = ['files-echo', 'echo'].map((name) => telemetry.span(`execute_tool ${name}`).attributes)
    expect(sources.map((attributes) => attributes['hanzo.tool.source'])).toEqual(['mcp', 'local'])
    expect(telemetry.diagnostics).toMatchObject([{ code: 'mcp_tool_renamed' }])
  })
})
