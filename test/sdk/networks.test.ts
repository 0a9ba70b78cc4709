import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { createAgent } from '../../packages/sdk/src/agent/agent.ts'
import { createNetwork } from '../../packages/sdk/src/network/network.ts'
import { createTestTelemetry } from '../../packages/sdk/src/testing/create-test-telemetry.ts'
import { commonTools } from '../../packages/sdk/src/tool/common-tools.ts'
import { createTool } from '../../packages/sdk/src/tool/tool.ts'
import { modelOf, rejection, user } from './agent-fixtures.ts'
import { type ModelServer, startModelServer } from './model-server.ts'

let server: ModelServer
beforeEach(async () => {
  server = await startModelServer()
})
afterEach(() => server.close())

const agentsOf = (...names: string[]) => names.map((name) => createAgent({ name, description: `Does ${name}.` }))
const eventsOf = (span: { events: { name: string; attributes?: object | undefined }[] }, name: string) =>
  span.events.filter((event) => event.name === name).map(({ attributes }) => attributes)

const classify = createTool({
  name: 'classify',
  parameters: z.object({ topic: z.string() }),
  handler: ({ topic }, { state }) => state.set('topic', topic),
})

describe('a network with a function as its router', () => {
  const support = () =>
    createNetwork({
      name: 'support_network',
      agents: [createAgent({ name: 'classifier', tools: [classify] }), ...agentsOf('tech', 'billing')],
      defaultModel: modelOf(server),
      router: ({ iteration, state }) =>
        iteration === 0 ? 'classifier' : iteration === 1 ? (state.get('topic') as string) : undefined,
    })
  const script = () =>
    server.script(
      { toolCalls: [{ name: 'classify', input: { topic: 'tech' } }] },
      { text: 'It is technical.' },
      { text: 'Restart it.' },
    )

  it('is one tree of routes and agents, with decisions, handoffs and state changes as events', async () => {
    const telemetry = createTestTelemetry({ redaction: { captureContent: 'full' } })
    script()
    const result = await support().run({ messages: user('It broke.'), telemetry, sessionId: 's-1' })

    expect(telemetry.spanTree().split('\n')).toEqual([
      'invoke_workflow support_network',
      '  route support_network',
      '  invoke_agent classifier',
      '    chat gpt-test',
      '    execute_tool classify',
      '    chat gpt-test',
      '  route support_network',
      '  invoke_agent tech',
      '    chat gpt-test',
      '  route support_network',
    ])
    const workflow = telemetry.span('invoke_workflow support_network')
    expect(workflow.attributes).toMatchObject({
      'gen_ai.operation.name': 'invoke_workflow',
      'gen_ai.workflow.name': 'support_network',
      'gen_ai.agent.name': 'support_network',
      'hanzo.network.name': 'support_network',
      'hanzo.network.agents': ['classifier', 'tech', 'billing'],
      'hanzo.network.iterations': 2,
      'hanzo.network.max_iterations': 10,
      'hanzo.network.stop_reason': 'router',
      'session.id': 's-1',
    })
    expect(eventsOf(workflow, 'router.decision')).toEqual([
      { iteration: 0, type: 'function', agent: 'classifier' },
      { iteration: 1, type: 'function', agent: 'tech' },
      { iteration: 2, type: 'function', agent: 'none' },
    ])
    expect(eventsOf(workflow, 'agent.handoff')).toEqual([
      { from: 'classifier', to: 'tech', iteration: 1, by: 'router' },
    ])
    expect(eventsOf(workflow, 'network.state.change')).toEqual([
      { key: 'topic', op: 'set', iteration: 0, 'value.type': 'string', value: '"tech"' },
    ])
    expect(telemetry.spansNamed('route support_network')[1]?.attributes).toMatchObject({
      'hanzo.router.type': 'function',
      'hanzo.router.iteration': 1,
      'hanzo.router.decision': 'tech',
      'hanzo.router.candidates': ['classifier', 'tech', 'billing'],
    })
    const from = telemetry.span('invoke_agent classifier').spanId
    expect(telemetry.span('invoke_agent tech').links.map(({ spanId }) => spanId)).toEqual([from])
    expect(result).toMatchObject({ text: 'Restart it.', stopReason: 'router', iterations: 2, state: { topic: 'tech' } })
    expect(result).toMatchObject({
      history: [
        { agent: 'classifier', iteration: 0 },
        { agent: 'tech', iteration: 1 },
      ],
    })
    expect(result.usage.totalTokens).toBe(45)
    expect(result.messages.map(({ role }) => role)).toEqual(['user', 'assistant', 'tool', 'assistant', 'assistant'])
  })

  it('moves every metric of networks, and writes its line', async () => {
    const telemetry = createTestTelemetry()
    script()
    await support().run({ messages: user('It broke.'), telemetry })
    const network = 'support_network'
    const valuesOf = async (name: string, tags: object = {}) =>
      (await telemetry.metrics(name, { network, ...tags })).map(({ value }) => value)
    expect(await valuesOf('network.executions', { success: true })).toEqual([1])
    expect(await valuesOf('network.iterations')).toEqual([2])
    expect(await telemetry.metrics('network.execution.duration', { network })).toMatchObject([{ unit: 'ms', count: 1 }])
    expect(await valuesOf('network.agent.executions', { agent: 'tech' })).toEqual([1])
    expect(await valuesOf('network.router.decisions', { agent: 'none' })).toEqual([1])
    expect(await valuesOf('network.handoffs', { from: 'classifier', to: 'tech' })).toEqual([1])
    expect(await valuesOf('network.state.changes', { op: 'set' })).toEqual([1])
    expect(await telemetry.metrics('gen_ai.invoke_agent.duration', { 'gen_ai.agent.name': network })).toHaveLength(1)
    expect(telemetry.logs.filter(({ message }) => message === 'Network executed')[0]?.attributes).toMatchObject({
      ...{ network, success: true, iterations: 2, stop_reason: 'router', tokens: 45 },
    })
  })

  it('shows an agent what others said as told by them, and its own words as its own', async () => {
    server.script({ text: 'one' }, { text: 'two' }, { text: 'three' })
    const network = createNetwork({
      name: 'n',
      agents: agentsOf('a', 'b'),
      defaultModel: modelOf(server),
      router: ({ iteration }) => ['a', 'b', 'a'][iteration],
    })
    await network.run({ messages: user('hi') })
    expect(server.requests[2]?.body.messages).toEqual([
      { role: 'user', content: 'hi' },
      { role: 'assistant', content: 'one' },
      { role: 'user', content: 'For context, from another agent:\n[b] said: two' },
    ])
  })

  it('tells no state value where content stays in the process', async () => {
    const telemetry = createTestTelemetry({ redaction: { captureContent: 'metadata' } })
    script()
    await support().run({ messages: user('It broke.'), telemetry })
    const changes = eventsOf(telemetry.span('invoke_workflow support_network'), 'network.state.change')
    expect(changes).toEqual([{ key: 'topic', op: 'set', iteration: 0, 'value.type': 'string' }])
  })
})

describe('handoffs', () => {
  const handover = { toolCalls: [{ name: 'handoff', input: { agent: 'billing', reason: 'It is about money.' } }] }
  const network = () =>
    createNetwork({
      name: 'n',
      agents: [createAgent({ name: 'front', tools: [commonTools.handoff()] }), ...agentsOf('billing')],
      defaultModel: modelOf(server),
    })

  it('let the first agent begin and the named one go on, linked to it', async () => {
    const telemetry = createTestTelemetry({ redaction: { captureContent: 'full' } })
    server.script(handover, { text: 'Paid.' })
    const result = await network().run({ messages: user('Bill?'), telemetry })
    expect(result).toMatchObject({ text: 'Paid.', iterations: 2, history: [{ result: { stopReason: 'handoff' } }, {}] })
    const schema = server.requests[0]?.body.tools?.[0]?.function.parameters as { properties: { agent: object } }
    expect(schema.properties.agent).toMatchObject({ enum: ['billing'] })
    expect(eventsOf(telemetry.span('invoke_workflow n'), 'agent.handoff')).toEqual([
      { from: 'front', to: 'billing', iteration: 1, by: 'agent', reason: '"It is about money."' },
    ])
    expect(telemetry.span('invoke_agent billing').links).toHaveLength(1)
  })

  it('to nobody, or to oneself, are told to the model as a mistake', async () => {
    server.script({ toolCalls: [{ name: 'handoff', input: { agent: 'nobody' } }] })
    server.script({ toolCalls: [{ name: 'handoff', input: { agent: 'front' } }] }, { text: 'Myself then.' })
    const result = await network().run({ messages: user('hi') })
    expect(result).toMatchObject({ text: 'Myself then.', iterations: 1 })
    expect(JSON.stringify(server.requests[2]?.body.messages)).toMatch(/no agent.*nobody.*cannot hand over to itself/)
  })
})

describe('a network with an agent as its router', () => {
  it('asks its model who is next, below the route, until it says done', async () => {
    const telemetry = createTestTelemetry({ redaction: { captureContent: 'full' } })
    const select = { name: 'b', reason: 'It fits.' }
    server.script({ toolCalls: [{ name: 'select_agent', input: select }] }, { text: 'Worked.' })
    server.script({ toolCalls: [{ name: 'done', input: { summary: 'All done.' } }] })
    const network = createNetwork({ name: 'n', agents: agentsOf('a', 'b'), defaultModel: modelOf(server) })
    const result = await network.run({ messages: user('hi'), telemetry })
    expect(telemetry.spanTree().split('\n')).toEqual([
      'invoke_workflow n',
      '  route n',
      '    invoke_agent n_router',
      '      chat gpt-test',
      '      execute_tool select_agent',
      '  invoke_agent b',
      '    chat gpt-test',
      '  route n',
      '    invoke_agent n_router',
      '      chat gpt-test',
      '      execute_tool done',
    ])
    expect(eventsOf(telemetry.span('invoke_workflow n'), 'router.decision')).toMatchObject([
      { agent: 'b', type: 'agent', reason: '"It fits."' },
      { agent: 'none', type: 'agent' },
    ])
    expect(result).toMatchObject({ text: 'Worked.', stopReason: 'router', iterations: 1, usage: { totalTokens: 45 } })
  })

  it('offers only agents that are enabled', async () => {
    const [a, b] = agentsOf('a', 'b')
    const off = a!.clone({ lifecycle: { enabled: () => false } })
    server.script({ toolCalls: [{ name: 'done', input: {} }] })
    const router = createAgent({ name: 'picker', model: modelOf(server, 'picker-model') })
    await createNetwork({ name: 'n', agents: [off, b!], router }).run({ messages: user('hi') })
    const { body } = server.requests[0]!
    expect(body.model).toBe('picker-model')
    expect(JSON.stringify(body.tools)).toContain('"enum":["b"]')
  })

  it('fails the run when it names nobody that exists', async () => {
    server.always({ toolCalls: [{ name: 'select_agent', input: { name: 'nobody' } }] })
    const network = createNetwork({ name: 'n', agents: agentsOf('a', 'b'), defaultModel: modelOf(server) })
    expect(await rejection(network.run({ messages: user('hi') }))).toMatchObject({ code: 'UNKNOWN_AGENT' })
  })
})
