import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createAgent } from '../../packages/sdk/src/agent/agent.ts'
import { createNetwork } from '../../packages/sdk/src/network/network.ts'
import type { NetworkResult } from '../../packages/sdk/src/network/network-result.ts'
import { createState } from '../../packages/sdk/src/state/state.ts'
import { createTestTelemetry } from '../../packages/sdk/src/testing/create-test-telemetry.ts'
import { commonTools } from '../../packages/sdk/src/tool/common-tools.ts'
import { collect, modelOf, rejection, until, user } from './agent-fixtures.ts'
import { type ModelServer, startModelServer } from './model-server.ts'

let server: ModelServer
beforeEach(async () => {
  server = await startModelServer()
})
afterEach(() => server.close())

const agentsOf = (...names: string[]) => names.map((name) => createAgent({ name, description: `Does ${name}.` }))
const _eventsOf = (span: { events: { name: string; attributes?: object | undefined }[] }, name: string) =>
  span.events.filter((event) => event.name === name).map(({ attributes }) => attributes)

describe('a run of a network', () => {
  const loop = () =>
    createNetwork({
      name: 'n',
      agents: agentsOf('a'),
      defaultModel: modelOf(server),
      router: () => 'a',
      maxIterations: 3,
    })

  it('ends at its limit, at done, and at a question to the user', async () => {
    server.always({ text: 'again' })
    expect(await loop().run({ messages: user('hi') })).toMatchObject({ stopReason: 'max_iterations', iterations: 3 })
    const tools = [commonTools.done(), commonTools.askUser()]
    const agents = [createAgent({ name: 'a', tools, model: modelOf(server) })]
    const network = createNetwork({ name: 'n', agents, router: () => 'a' })
    server.script({ toolCalls: [{ name: 'done', input: { summary: 'Fine.' } }] })
    expect(await network.run({ messages: user('hi') })).toMatchObject({ stopReason: 'done', text: 'Fine.' })
    server.script({ toolCalls: [{ name: 'ask_user', input: { question: 'Which?' } }] })
    const asked = await network.run({ messages: user('hi') })
    expect(asked).toMatchObject({ stopReason: 'waiting_for_user', question: 'Which?' })
  })

  it('has its own state: two runs never see each other, and a state that is given is used', async () => {
    server.always({ text: 'ok' })
    const initial = createState({ list: ['first'] })
    const network = createNetwork({
      name: 'n',
      agents: agentsOf('a'),
      defaultModel: modelOf(server),
      state: initial,
      router: ({ state, iteration, messages }) => {
        ;(state.get('list') as unknown[]).push(messages[0]?.content)
        return iteration === 0 ? 'a' : undefined
      },
    })
    const [one, two] = await Promise.all([network.run({ messages: user('1') }), network.run({ messages: user('2') })])
    expect([one.state, two.state]).toEqual([{ list: ['first', '1', '1'] }, { list: ['first', '2', '2'] }])
    expect(initial.toJSON()).toEqual({ list: ['first'] })
    const own = createState<{ list: unknown[] }>({ list: [] })
    await network.run({ messages: user('3'), context: { state: own } })
    expect(own.get('list')).toEqual(['3', '3'])
  })

  it('that fails rejects with the error itself, and tells onFinish how far it came', async () => {
    const telemetry = createTestTelemetry()
    server.script({ text: 'ok' }, { status: 400, text: 'no' })
    const finished: NetworkResult[] = []
    const network = createNetwork({ ...loop().config, lifecycle: { onFinish: ({ result }) => finished.push(result) } })
    const error = await rejection(network.run({ messages: user('hi'), telemetry }))
    expect(error).toMatchObject({ statusCode: 400 })
    expect(finished).toMatchObject([{ stopReason: 'error', iterations: 1 }])
    const workflow = telemetry.span('invoke_workflow n')
    expect(workflow.status).toBe('ERROR')
    expect(workflow.attributes).toMatchObject({ 'hanzo.network.stop_reason': 'error', 'hanzo.network.iterations': 1 })
    expect(await telemetry.metrics('network.executions', { success: false })).toMatchObject([{ value: 1 }])
  })

  it('that is aborted rejects with the reason; its spans are aborted, not failed', async () => {
    const telemetry = createTestTelemetry()
    server.script({ hang: true })
    const abort = new AbortController()
    const options = { messages: user('hi'), telemetry, abortSignal: abort.signal }
    const running = rejection(loop().run(options))
    await until(() => server.requests.length === 1)
    abort.abort()
    expect(await running).toMatchObject({ name: 'AbortError' })
    for (const span of telemetry.spans.filter(({ name }) => !name.startsWith('route'))) {
      expect(span.status).toBe('UNSET')
      expect(span.attributes['hanzo.aborted']).toBe(true)
    }
    expect(telemetry.span('invoke_workflow n').attributes['hanzo.network.stop_reason']).toBe('aborted')
  })

  it('streams what its agents do, and ends with the result', async () => {
    server.script({ text: 'one' }, { text: 'two' })
    const network = createNetwork({
      name: 'n',
      agents: agentsOf('a', 'b'),
      defaultModel: modelOf(server),
      router: ({ iteration }) => ['a', 'b'][iteration],
    })
    const events = await collect(network.stream({ messages: user('hi') }))
    expect(events.slice(0, -1)).toMatchObject([
      { type: 'agent:start', agent: 'a', iteration: 0 },
      { type: 'content', agent: 'a', content: 'one' },
      { type: 'agent:complete', agent: 'a', iteration: 0 },
      { type: 'agent:start', agent: 'b', iteration: 1 },
      { type: 'content', agent: 'b', content: 'two' },
      { type: 'agent:complete', agent: 'b', iteration: 1 },
    ])
    expect(events.at(-1)).toMatchObject({ type: 'complete', result: { network: 'n', stopReason: 'router' } })
  })

  it('whose router names nobody that exists, or throws, fails on the route and as a whole', async () => {
    const telemetry = createTestTelemetry()
    const typo = createNetwork({ ...loop().config, router: () => 'c' })
    const error = await rejection(typo.run({ messages: user('hi'), telemetry }))
    expect(error).toMatchObject({ code: 'UNKNOWN_AGENT', message: expect.stringContaining('it has a') })
    expect(telemetry.spans.map((span) => [span.name, span.status])).toEqual([
      ['route n', 'ERROR'],
      ['invoke_workflow n', 'ERROR'],
    ])
  })
})

it('refuses two agents of one name, and none at all, when it is made', () => {
  expect(() => createNetwork({ name: 'n', agents: agentsOf('a', 'a') })).toThrow(/two agents named "a"/)
  expect(() => createNetwork({ name: 'n', agents: [] })).toThrow(/needs an agent/)
})
