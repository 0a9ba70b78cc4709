import { createAgent, createTool } from '@hanzo/ai'
import { createHanzoCloudTelemetry } from '@hanzo/ai/telemetry/hanzo-cloud'
import { generateText, stepCountIs, tool } from 'ai'
import { z } from 'zod'
import { createInstantModel } from './instant-model.ts'
import { startStockTracing } from './stock-tracing.ts'

/** The AI SDK's own loop, alone or with its telemetry over the stock SDK; then an agent of ours, its telemetry off or at one level of content. */
export const agentSubjects = [
  'AI SDK alone',
  'AI SDK, stock OTel without content',
  'AI SDK, stock OTel with content',
  'agent, telemetry off',
  'agent, content none',
  'agent, content metadata',
  'agent, content full',
] as const
export type AgentSubjectName = (typeof agentSubjects)[number]

/** One way to let a model call a tool and answer. */
export interface AgentSubject {
  run(): Promise<unknown>
  flush(): Promise<void>
  /** Records dropped so far. */
  lost(): number
  shutdown(): Promise<void>
}

const parameters = z.object({ id: z.string() })
const lookUp = ({ id }: z.output<typeof parameters>) => ({ id, state: 'shipped' })

/** @param text what the user says and what the model answers. */
export function createAgentSubject(name: AgentSubjectName, url: string, text: string): AgentSubject {
  return name.startsWith('AI SDK') ? aiSdk(name, url, text) : agent(name, url, text)
}

function aiSdk(name: AgentSubjectName, url: string, text: string): AgentSubject {
  const model = createInstantModel(text)
  const isTraced = name !== 'AI SDK alone'
  const withContent = name === 'AI SDK, stock OTel with content'
  const { provider, tracer, lost } = startStockTracing(isTraced ? url : undefined)
  const settings = {
    model,
    tools: { look_up: tool({ inputSchema: parameters, execute: async (input) => lookUp(input) }) },
    stopWhen: stepCountIs(20),
    experimental_telemetry: { isEnabled: isTraced, tracer, recordInputs: withContent, recordOutputs: withContent },
  }
  return {
    run: () => generateText({ ...settings, messages: [{ role: 'user', content: text }] }),
    flush: () => provider.forceFlush(),
    lost,
    shutdown: () => provider.shutdown(),
  }
}

function agent(name: AgentSubjectName, url: string, text: string): AgentSubject {
  const enabled = name !== 'agent, telemetry off'
  const captureContent = enabled ? (name.split(' ')[2] as 'none' | 'metadata' | 'full') : 'none'
  const telemetry = createHanzoCloudTelemetry({
    cloudUrl: url,
    apiKey: 'bench',
    projectId: 'bench',
    environment: 'production',
    console: 'silent',
    enabled,
    redaction: { captureContent },
  })
  const tools = [createTool({ name: 'look_up', parameters, handler: lookUp })]
  const bench = createAgent({ name: 'bench', model: createInstantModel(text), tools, telemetry })
  return {
    run: () => bench.run({ messages: [{ role: 'user', content: text }] }),
    flush: () => telemetry.flush(),
    lost() {
      const { spans, logs, metrics } = telemetry.stats()
      const counts = [spans, logs, metrics].flatMap(({ dropped }) => Object.values(dropped))
      return counts.reduce((sum, count) => sum + count, 0)
    },
    shutdown: () => telemetry.shutdown(),
  }
}
