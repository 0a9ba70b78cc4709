import { Output, tool } from 'ai'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { createAgent } from '../../packages/sdk/src/agent/agent.ts'
import { createState } from '../../packages/sdk/src/state/state.ts'
import { setTelemetry } from '../../packages/sdk/src/telemetry/global-telemetry.ts'
import { createTestTelemetry } from '../../packages/sdk/src/testing/create-test-telemetry.ts'
import { commonTools } from '../../packages/sdk/src/tool/common-tools.ts'
import { createTool } from '../../packages/sdk/src/tool/tool.ts'
import { lookup, modelOf, user } from './agent-fixtures.ts'
import { type ModelServer, startModelServer } from './model-server.ts'

let server: ModelServer
beforeEach(async () => {
  server = await startModelServer()
})
afterEach(async () => {
  setTelemetry(undefined)
  await server.close()
})

const callLookup = { toolCalls: [{ name: 'lookup', input: { orderId: 'A-1' }, id: 'call_1' }] }

describe('tools', () => {
  it('of the AI SDK may yield parts: the span lasts until the last one', async () => {
    const telemetry = createTestTelemetry({ redaction: { captureContent: 'full' } })
    const count = tool({
      inputSchema: z.object({}),
      async *execute() {
        yield 'one'
        yield 'two'
      },
    })
    server.script({ toolCalls: [{ name: 'count', input: {} }] }, { text: 'ok' })
    await createAgent({ name: 'a', model: modelOf(server), tools: [{ count }] }).run({
      messages: user('hi'),
      telemetry,
    })
    expect(telemetry.span('execute_tool count').attributes['gen_ai.tool.call.result']).toBe('"two"')
  })

  it('see the agent, the state, the telemetry and their own active span', async () => {
    const telemetry = createTestTelemetry()
    const state = createState({ visits: 1 })
    const visit = createTool({
      name: 'visit',
      parameters: z.object({}),
      handler: async (_input, context) => {
        context.state.set('visits', Number(context.state.get('visits')) + 1)
        await context.telemetry.trace('inside', () => undefined)
        expect(context).toMatchObject({ agent: { name: 'a' }, toolCallId: 'call_0_visit' })
      },
    })
    server.script({ toolCalls: [{ name: 'visit', input: {} }] }, { text: 'ok' })
    const context = { telemetry, state }
    await createAgent({ name: 'a', model: modelOf(server), tools: [visit] }).run({ messages: user('hi'), context })
    expect(state.toJSON()).toEqual({ visits: 2 })
    expect(telemetry.spanTree().split('\n')).toContain('    inside')
    expect(server.requests[1]?.body.messages.at(-1)?.content).toContain('visit succeeded')
  })

  it('that all agents need end the run, ask the user, and remember', async () => {
    const tools = [commonTools.done(), commonTools.askUser(), commonTools.remember(), commonTools.recall()]
    const agent = createAgent({ name: 'a', model: modelOf(server), tools })
    const state = createState()
    server.script({
      toolCalls: [
        { name: 'remember', input: { key: 'city', value: 'Oslo' } },
        { name: 'done', input: { summary: 'All set.' } },
      ],
    })
    const done = await agent.run({ messages: user('hi'), context: { state } })
    expect(done).toMatchObject({ stopReason: 'done', text: 'All set.' })
    server.script({ toolCalls: [{ name: 'recall', input: { key: 'city' } }] })
    server.script({ toolCalls: [{ name: 'ask_user', input: { question: 'When?' } }] })
    const asked = await agent.run({ messages: user('hi'), context: { state } })
    expect(asked).toMatchObject({ stopReason: 'waiting_for_user', question: 'When?' })
    server.script({ text: 'Tomorrow then.' })
    const answered = await agent.run({ messages: [...asked.messages, ...user('Tomorrow.')], context: { state } })
    expect(answered.text).toBe('Tomorrow then.')
    expect(JSON.stringify(server.requests.at(-1)?.body.messages)).toContain('Oslo')
  })

  it('are called no more than the steps allow', async () => {
    server.always(callLookup)
    const agent = createAgent({ name: 'a', model: modelOf(server), tools: [lookup], maxSteps: 3 })
    const { stopReason, steps } = await agent.run({ messages: user('hi') })
    expect({ stopReason, steps: steps.length }).toEqual({ stopReason: 'max_steps', steps: 3 })
  })
})

it('parses structured output', async () => {
  server.script({ text: '{"city":"Oslo"}' })
  const output = Output.object({ schema: z.object({ city: z.string() }) })
  const result = await createAgent({ name: 'a', model: modelOf(server), output }).run({ messages: user('hi') })
  expect(result.output).toEqual({ city: 'Oslo' })
})

describe('hooks', () => {
  it('may change what goes in, see every answer, change what comes out, and stop a run', async () => {
    const seen: string[] = []
    server.script(callLookup, { text: 'draft' })
    const agent = createAgent({
      name: 'a',
      model: modelOf(server),
      tools: [lookup],
      system: async ({ agent }) => `You are ${agent.name}.`,
      lifecycle: {
        onStart: ({ system }) => ({ system: `${system} Be brief.` }),
        onResponse: ({ step }) => void seen.push(step.finishReason),
        onFinish: ({ result }) => ({ ...result, text: `${result.text}!` }),
      },
    })
    expect((await agent.run({ messages: user('hi') })).text).toBe('draft!')
    expect(seen).toEqual(['tool-calls', 'stop'])
    expect(server.requests[0]?.body.messages[0]?.content).toBe('You are a. Be brief.')
    const stopped = agent.clone({ lifecycle: { onStart: () => ({ stop: true }) } })
    expect(await stopped.run({ messages: user('hi') })).toMatchObject({ stopReason: 'lifecycle', text: '' })
    expect(server.requests).toHaveLength(2)
  })

  it.each(['onStart', 'onResponse', 'onFinish'] as const)('fail the run with what %s throws', async (hook) => {
    server.always({ text: 'ok' })
    const problem = new Error('no')
    const lifecycle = {
      [hook]: () => {
        throw problem
      },
    }
    const agent = createAgent({ name: 'a', model: modelOf(server), lifecycle })
    await expect(agent.run({ messages: user('hi') })).rejects.toBe(problem)
  })
})
