import { expect } from 'vitest'
import { section } from './promise.ts'
import { byTags, named } from './signals.ts'
import type { RunningGuide } from './start-guide.ts'
import type { StoredSpan } from './stored-telemetry.ts'

const operation = (spans: StoredSpan[], name: string): StoredSpan[] =>
  spans.filter(({ attributes }) => attributes['gen_ai.operation.name'] === name)

/** The guide's sections on agents, networks and MCP servers. */
export function testAgents(guide: () => RunningGuide): void {
  /** The spans of the one run of the network. */
  async function networkSpans(): Promise<StoredSpan[]> {
    await guide().run('Network Telemetry')
    return guide().stored.spans('guide-network', (all) => operation(all, 'invoke_workflow').length === 1)
  }
  async function networkMetrics() {
    await guide().run('Network Telemetry')
    return guide().stored.metrics('guide-network', (all) => named(all, 'network.execution.duration').length > 0)
  }
  const eventsOf = async (name: string) =>
    (await networkSpans()).flatMap(({ events }) => events.filter((event) => event.name === name))

  section('Distributed Tracing', (promise) => {
    promise(
      'Track execution flow across agents and networks:',
      'one trace holds the network, below it its agents, below those their model calls and tools',
      async () => {
        const spans = await networkSpans()
        expect(new Set(spans.map(({ traceId }) => traceId)).size).toBe(1)
        const [workflow] = operation(spans, 'invoke_workflow')
        const agents = operation(spans, 'invoke_agent')
        expect(workflow).toMatchObject({ parentSpanId: '', name: 'invoke_workflow support_network' })
        expect(agents.map(({ attributes }) => attributes['gen_ai.agent.name'])).toEqual(['classifier', 'billing'])
        expect(agents.map(({ parentSpanId }) => parentSpanId)).toEqual(agents.map(() => workflow?.spanId))
        const chats = operation(spans, 'chat')
        expect(chats.map(({ parentSpanId, kind, name }) => ({ parentSpanId, kind, name }))).toEqual(
          [agents[0], agents[0], agents[1]].map((agent) => ({
            parentSpanId: agent?.spanId,
            kind: 3,
            name: 'chat gpt-4',
          })),
        )
        const [tool] = operation(spans, 'execute_tool')
        expect(tool).toMatchObject({ name: 'execute_tool look_up', parentSpanId: agents[0]?.spanId, status: 0 })
      },
    )
  })

  section('Agent & Network Metrics', (promise) => {
    promise(
      ['Automatic metrics for agent executions:', '`agent.executions` - Count of agent runs'],
      'each agent that ran is counted once',
      async () => {
        const metrics = await networkMetrics()
        for (const agent of ['classifier', 'billing']) {
          expect(byTags(metrics, 'agent.executions', { agent, success: 'true' })).toMatchObject({ value: 1 })
        }
        expect(byTags(metrics, 'agent.executions', { agent: 'tech_support' })).toBeUndefined()
      },
    )
    promise('`agent.execution.duration` - Agent execution time', 'milliseconds of each run', async () => {
      const metrics = await networkMetrics()
      const duration = byTags(metrics, 'agent.execution.duration', { agent: 'classifier' })
      expect(duration).toMatchObject({ type: 'histogram', count: 1, unit: 'ms' })
      const [agent] = operation(await networkSpans(), 'invoke_agent')
      expect(Math.abs((duration?.value ?? 0) - (agent?.durationMs ?? 0))).toBeLessThan(20)
    })
    promise('`agent.tokens.used` - Token usage per agent', 'what the model said it used, by agent', async () => {
      const tokens = named(await networkMetrics(), 'agent.tokens.used')
      const used = (agent: string) =>
        tokens.filter(({ tags }) => tags.agent === agent).reduce((sum, { value }) => sum + value, 0)
      expect(used('classifier')).toBe(20 + 3 + 30 + 7)
      expect(used('billing')).toBe(30 + 7)
      expect(new Set(tokens.map(({ tags }) => tags.model))).toEqual(new Set(['gpt-4']))
    })
    promise('`tool.executions` - Tool usage statistics', 'each call by tool, agent and outcome', async () => {
      const tags = { tool: 'look_up', agent: 'classifier', success: 'true' }
      expect(byTags(await networkMetrics(), 'tool.executions', tags)).toMatchObject({ value: 1 })
    })
    promise('`network.iterations` - Network iteration count', 'one record a run', async () => {
      const iterations = byTags(await networkMetrics(), 'network.iterations', { network: 'support_network' })
      expect(iterations).toMatchObject({ type: 'histogram', count: 1, value: 2 })
    })
    promise('`network.execution.duration` - Total network execution time', 'milliseconds of the run', async () => {
      const duration = byTags(await networkMetrics(), 'network.execution.duration', { network: 'support_network' })
      const [workflow] = operation(await networkSpans(), 'invoke_workflow')
      expect(duration).toMatchObject({ type: 'histogram', count: 1, unit: 'ms' })
      expect(Math.abs((duration?.value ?? 0) - (workflow?.durationMs ?? 0))).toBeLessThan(50)
    })
  })

  section('Network Telemetry', (promise) => {
    promise(
      ['Networks provide additional telemetry:', 'Automatic tracking of:', 'Router decisions'],
      'each decision is an event of the network and a counter',
      async () => {
        const decisions = await eventsOf('router.decision')
        expect(JSON.stringify(decisions)).toContain('classifier')
        expect(decisions.length).toBeGreaterThanOrEqual(2)
        const metrics = await networkMetrics()
        expect(byTags(metrics, 'network.router.decisions', { agent: 'billing' })).toMatchObject({ value: 1 })
      },
    )
    promise('Agent handoffs', 'who handed over to whom', async () => {
      const [handoff, ...others] = await eventsOf('agent.handoff')
      expect(handoff?.attributes).toMatchObject({ from: 'classifier', to: 'billing' })
      expect(others).toEqual([])
      const handoffs = byTags(await networkMetrics(), 'network.handoffs', { from: 'classifier', to: 'billing' })
      expect(handoffs).toMatchObject({ value: 1 })
    })
    promise('State changes', 'the key that a tool set, and how', async () => {
      const { told } = await guide().run('Network Telemetry')
      expect(told['result.state']).toEqual({ customer: 'c-1' })
      const [change] = await eventsOf('network.state.change')
      expect(change?.attributes).toMatchObject({ key: 'customer', op: 'set' })
    })
    promise('Iteration count', 'on the span of the network and in the result', async () => {
      const { told } = await guide().run('Network Telemetry')
      const [workflow] = operation(await networkSpans(), 'invoke_workflow')
      expect(told['result.iterations']).toBe(2)
      expect(workflow?.attributes['hanzo.network.iterations']).toBe('2')
    })
    promise('Total execution time', 'the span of the network lasts as long as all below it', async () => {
      const spans = await networkSpans()
      const [workflow] = operation(spans, 'invoke_workflow')
      const agents = operation(spans, 'invoke_agent').reduce((sum, { durationMs }) => sum + durationMs, 0)
      expect(workflow?.durationMs).toBeGreaterThanOrEqual(agents)
      const { told } = await guide().run('Network Telemetry')
      expect(told['result.traceId']).toBe(workflow?.traceId)
    })
  })

  section('MCP Server Telemetry', (promise) => {
    const mcpMetrics = async () => {
      const { code, stderr } = await guide().run('MCP Server Telemetry')
      expect(code, stderr).toBe(0)
      return guide().stored.metrics('guide-mcp', (all) =>
        named(all, 'mcp.servers.active').some(({ values }) => values.at(-1) === 0),
      )
    }
    promise(
      ['Track MCP server connections:', 'Automatic tracking when MCP servers are connected', 'Metrics tracked:'],
      'the connection, and the call as the tool it is, are spans of the run',
      async () => {
        await mcpMetrics()
        const spans = await guide().stored.spans('guide-mcp', (all) => operation(all, 'invoke_agent').length === 1)
        const [agent] = operation(spans, 'invoke_agent')
        const [tool] = operation(spans, 'execute_tool')
        expect(tool).toMatchObject({ parentSpanId: agent?.spanId, traceId: agent?.traceId, kind: 3, status: 0 })
        expect(tool?.attributes).toMatchObject({ 'mcp.method.name': 'tools/call', 'network.transport': 'pipe' })
        const methods = spans.map(({ attributes }) => attributes['mcp.method.name'])
        expect(methods).toEqual(expect.arrayContaining(['initialize', 'tools/list', 'tools/call']))
      },
    )
    promise('mcp.connections', 'one, by server and outcome', async () => {
      const tags = { server: 'file-system', transport: 'stdio', success: 'true' }
      expect(byTags(await mcpMetrics(), 'mcp.connections', tags)).toMatchObject({ value: 1 })
    })
    promise('mcp.servers.active', 'one while it is connected, none after it was closed', async () => {
      const active = byTags(await mcpMetrics(), 'mcp.servers.active', { server: 'file-system' })
      expect(active?.values[0]).toBe(1)
      expect(active?.values.at(-1)).toBe(0)
    })
    promise('mcp.tool.calls', 'one, by server, tool and outcome', async () => {
      const calls = byTags(await mcpMetrics(), 'mcp.tool.calls', { server: 'file-system', success: 'true' })
      expect(calls).toMatchObject({ value: 1 })
      expect(calls?.tags.tool).toBeTruthy()
    })
  })
}
