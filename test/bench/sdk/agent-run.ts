import type { LanguageModelV3 } from '@ai-sdk/provider'
import { createAgent, createTool } from '@hanzo/ai'
import { createHanzoCloudTelemetry } from '@hanzo/ai/telemetry/hanzo-cloud'
import { z } from 'zod'

// A model in this process that answers at once: what is measured is our own work around it, not a network.
const [mode, url, count, characters] = process.argv.slice(2) as [
  'off' | 'none' | 'metadata' | 'full',
  string,
  string,
  string,
]
const text = 'The quick brown fox. '.repeat(Math.ceil(Number(characters) / 21)).slice(0, Number(characters))
const usage = {
  inputTokens: { total: 100, noCache: 100, cacheRead: 0, cacheWrite: 0 },
  outputTokens: { total: 20, text: 20, reasoning: 0 },
}

let calls = 0
const model = {
  specificationVersion: 'v3',
  provider: 'bench',
  modelId: 'instant',
  supportedUrls: {},
  doGenerate: async () => {
    calls += 1
    const isFirst = calls % 2 === 1
    return {
      content: isFirst
        ? [{ type: 'tool-call', toolCallId: `call-${calls}`, toolName: 'look_up', input: '{"id":"7"}' }]
        : [{ type: 'text', text }],
      finishReason: isFirst ? { unified: 'tool-calls', raw: undefined } : { unified: 'stop', raw: undefined },
      usage,
      warnings: [],
    }
  },
  doStream: () => Promise.reject(new Error('not streamed here')),
} as unknown as LanguageModelV3

const telemetry = createHanzoCloudTelemetry({
  cloudUrl: url,
  apiKey: 'bench',
  projectId: 'bench',
  environment: 'production',
  console: 'silent',
  enabled: mode !== 'off',
  redaction: { captureContent: mode === 'off' ? 'none' : mode },
})
const lookUp = createTool({
  name: 'look_up',
  parameters: z.object({ id: z.string() }),
  handler: ({ id }) => ({ id, state: 'shipped' }),
})
const agent = createAgent({ name: 'bench', model, tools: [lookUp], telemetry })

async function runs(times: number): Promise<number> {
  const cpu = process.cpuUsage()
  for (let i = 0; i < times; i++) await agent.run({ messages: [{ role: 'user', content: text }] })
  await telemetry.flush()
  const used = process.cpuUsage(cpu)
  return (used.user + used.system) / 1000 / times
}

// The AI SDK and zod take more than a thousand runs to be compiled: before that, their share moves by more than ours is.
await runs(2000)
const milliseconds = await runs(Number(count))
await telemetry.shutdown()
process.send?.({ milliseconds })
process.disconnect?.()
