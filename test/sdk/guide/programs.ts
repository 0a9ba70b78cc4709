import { fillElisions } from './elisions.ts'
import type { Snippet } from './read-guide.ts'

/** What stands around a snippet so that it is a whole program: the free variables it uses before it, what ends it after it. */
interface Frame {
  before?: string
  after?: string
  /** Variables whose values the test reads, as JSON. */
  tells?: string[]
}

/** Telemetry as a snippet without one of its own presumes it; address, key and project come from the environment. */
const telemetryOf = (serviceName: string) => `
import { createHanzoCloudTelemetry } from '@hanzo/ai/telemetry/hanzo-cloud'
const telemetry = createHanzoCloudTelemetry({ serviceName: '${serviceName}' })
`
const model = `
import { createOpenAICompatible } from '@ai-sdk/openai-compatible'
const endpoint = createOpenAICompatible({ name: 'loopback', baseURL: process.env.MODEL_URL!, includeUsage: true })
const model = endpoint('gpt-4')
`
const messages = `
import type { Message } from '@hanzo/ai'
const messages: Message[] = [{ role: 'user', content: 'I was charged twice' }]
`
/** A network of three: one looks the customer up by a tool, hands over, and the function that routes keeps the state. */
const supportAgents = `
import { createTool } from '@hanzo/ai'
import { z } from 'zod'
const lookUp = createTool({
  name: 'look_up',
  description: 'Finds a customer.',
  parameters: z.object({ id: z.string() }),
  handler: ({ id }, { state }) => {
    state.set('customer', id)
    return { id, tier: 'premium' }
  },
})
const classifier = createAgent({ name: 'classifier', system: 'Find out what it is about.', tools: [lookUp] })
const techSupport = createAgent({ name: 'tech_support', system: 'Solve technical problems.' })
const billing = createAgent({ name: 'billing', system: 'Correct invoices.' })
`
const router = `({ iteration }: { iteration: number }) => [classifier, billing][iteration]`
const end = 'await telemetry.shutdown()'

/** By the heading of the snippet. */
export const frames: Record<string, Frame> = {
  'Local Telemetry': {
    before: `${model}\nconst otherConfig = { model, system: 'Be kind.' }`,
    after: end,
    tells: ['result.text'],
  },
  'Hanzo Cloud Integration': {
    after: `await telemetry.trace('first_span', () => telemetry.log('info', 'a first record'))\n${end}`,
  },
  'Distributed Tracing': {
    before: `${telemetryOf('guide-tracing')}
import { SpanKind } from '@hanzo/ai'
const orderId = 'order-4711'
const amount = 12.5
const processOrder = async (id: string) => ({ id, charged: await telemetry.trace('charge_card', () => amount) })`,
    after: end,
    tells: ['result'],
  },
  'Structured Logging': {
    before: `${telemetryOf('guide-logging')}
const error = new Error('the model did not answer')
await telemetry.trace('handle_request', () => {`,
    after: `})\n${end}`,
  },
  'Metrics Collection': {
    before: `${telemetryOf('guide-metrics')}\nconst queueLength = 17\nconst responseTime = 240`,
    after: `telemetry.increment('api.requests', 2, { endpoint: '/chat', method: 'POST' })
telemetry.increment('api.requests', 5, { endpoint: '/embed', method: 'POST' })
telemetry.histogram('response.time', 80, { endpoint: '/chat' })
${end}`,
  },
  'Session Tracking': {
    before: `${telemetryOf('guide-session')}${model}${messages}
import { createAgent, createNetwork } from '@hanzo/ai'
const network = createNetwork({ name: 'pair', agents: [createAgent({ name: 'only', model })], maxIterations: 1 })`,
    after: `telemetry.log('info', 'after the run')\nawait telemetry.trace('after_the_run', () => undefined)\n${end}`,
    tells: ['sessionId', 'result.sessionId'],
  },
  'Error Tracking': {
    before: `${telemetryOf('guide-errors')}${messages}${model}
import { createAgent } from '@hanzo/ai'
const agent = createAgent({ name: 'unlucky', model: endpoint('broken') })`,
    after: end,
  },
  'Network Telemetry': {
    before: `${telemetryOf('guide-network')}${model}${messages}
import { createAgent, createNetwork } from '@hanzo/ai'
${supportAgents}
const otherConfig = { defaultModel: model, router: ${router} }`,
    after: end,
    tells: ['result.iterations', 'result.state', 'result.traceId'],
  },
  'MCP Server Telemetry': {
    before: `${model}${messages}import { createAgent } from '@hanzo/ai'${telemetryOf('guide-mcp')}`,
    after: `const result = await agent.run({ messages, model, telemetry })
await telemetry.flush()
await agent.close()
${end}`,
    tells: ['result.text', 'result.toolCalls'],
  },
  'Use Structured Attributes': {
    before: `${telemetryOf('guide-attributes')}
const userId = 'user-1'
await telemetry.trace('answer', (span) => {`,
    after: `})\n${end}`,
  },
  'Create Meaningful Spans': {
    before: `${telemetryOf('guide-spans')}
const validateInput = () => true
const processAI = async () => 'an answer'
const formatResponse = () => new Promise<string>((resolve) => setTimeout(resolve, 5, 'formatted'))`,
    after: end,
  },
  'Track Business Metrics': {
    before: `${telemetryOf('guide-business')}\nconst amount = 49.9\nconst score = 9`,
    after: end,
  },
  'Use Session Context': {
    before: `${telemetryOf('guide-conversation')}
const conversation = ['hello', 'where is my order?', 'thank you']
const handleMessage = (message: string, by: typeof telemetry) =>
  by.trace('handle_message', () => by.log('info', message))`,
    after: end,
    tells: ['sessionId'],
  },
  'Proper Cleanup': {
    before: telemetryOf('guide-cleanup'),
    after: `await telemetry.trace('last_work', () => undefined)
setInterval(() => undefined, 1000)
console.error('waiting for SIGTERM')`,
  },
  'Performance Impact': {
    before: `import { Telemetry } from '@hanzo/ai/telemetry'`,
    after: `const answer = await telemetry.trace('hot_path', () => 42)
telemetry.log('info', 'from the hot path')
const timers = process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length`,
    tells: ['telemetry.enabled', 'answer', 'timers'],
  },
  'Debug Mode': {
    before: `import { createHanzoCloudTelemetry } from '@hanzo/ai/telemetry/hanzo-cloud'
const otherConfig = { serviceName: 'guide-debug' }`,
    after: `await telemetry.trace('seen_in_debug', () => undefined)\n${end}`,
  },
  'Custom Span Processors': {
    before: `${telemetryOf('guide-processors')}
import { InMemorySpanExporter } from '@opentelemetry/sdk-trace-base'
const customExporter = new InMemorySpanExporter()
await telemetry.trace('before_it_was_added', () => undefined)`,
    after: `await telemetry.trace('after_it_was_added', () => undefined)
await telemetry.flush()
const names = customExporter.getFinishedSpans().map(({ name }) => name)
${end}`,
    tells: ['names'],
  },
  'Context Propagation': {
    before: `${telemetryOf('guide-caller')}
const url = process.env.SECOND_SERVICE_URL!
telemetry.createSession('session-of-the-caller')
await telemetry.trace('call_second_service', async () => {`,
    after: `})\n${end}`,
  },
  'Multi-Region Support': {
    before: `import { createHanzoCloudTelemetry } from '@hanzo/ai/telemetry/hanzo-cloud'`,
    after: `await telemetry.trace('in_a_region', () => undefined)\n${end}`,
    tells: ['telemetry.region'],
  },
}

/** The name of the file that a snippet becomes. */
export const fileOf = (heading: string): string => heading.toLowerCase().replaceAll(/[^a-z]+/g, '-')

/** A whole module out of a snippet. It tells the values its test asked for on file descriptor 3. */
export function programOf({ heading, text }: Snippet): string {
  const { before = '', after = '', tells = [] } = frames[heading] ?? {}
  const told = tells.map((value) => `${JSON.stringify(value)}: ${value}`).join(', ')
  const tell = tells.length > 0 ? `\ntell({ ${told} })\n` : ''
  const declareTell = tells.length > 0 ? `import { tell } from './tell.js'\n` : ''
  return `${declareTell}${before}\n${fillElisions(text)}\n${after}${tell}\nexport {}\n`
}
