import type { Attributes, Link } from '@opentelemetry/api'
import { contentAttributes } from '../model/chat-attributes.ts'
import { setContent, takesMessages } from '../model/content-of.ts'
import { genaiMessages, genaiParts, type MessageCapture, type SourceMessage } from '../model/genai-messages.ts'
import { addUsage, type Usage, usageAttributes } from '../model/usage.ts'
import type { TelemetryCore } from '../telemetry/telemetry-core.ts'
import type { Agent } from './agent.ts'
import type { Message } from './agent-config.ts'
import { recordAgentExecution, recordTokens } from './agent-metrics.ts'
import type { AgentResult } from './agent-result.ts'
import { type RunFailure, type RunSpan, startRunSpan } from './run-span.ts'

/** One run of an agent as telemetry sees it, from its `invoke_agent` span to its log line. */
export interface AgentSpan extends Omit<RunSpan, 'fail' | 'end'> {
  /** Of all model calls so far. */
  readonly usage: Usage
  setInput(system: string | undefined, messages: readonly Message[], capture: MessageCapture): void
  onModelCall(): void
  onModelAnswer(model: string, usage: Usage): void
  onToolCall(): void
  succeed(result: AgentResult, capture: MessageCapture): void
  failWith(error: unknown, signal: AbortSignal | undefined): void
}

/** Opens the `invoke_agent` span of one run, below what is active. */
export function startAgentSpan(
  agent: Agent,
  telemetry: TelemetryCore,
  at: { model: string | undefined; attributes: Attributes | undefined; links: Link[] },
): AgentSpan {
  const attributes = startAttributes(agent, at.model, at.attributes)
  const run = startRunSpan(telemetry, `invoke_agent ${agent.name}`, attributes, at.links)
  const { span, internals } = run
  const counts = { inferenceCalls: 0, toolCalls: 0 }
  let usage: Usage = {}

  function end(failure?: RunFailure): void {
    const durationMs = run.elapsedMs()
    const attributes = usageAttributes(usage)
    attributes['hanzo.agent.steps'] = counts.inferenceCalls
    attributes['hanzo.agent.tool_calls'] = counts.toolCalls
    span.setAttributes(attributes)
    const outcome = { agent: agent.name, model: at.model, durationMs, errorType: failure?.type }
    run.end('Agent executed', logMeta(outcome, usage, run.sessionId), failure)
    recordAgentExecution(internals, { ...outcome, ...counts })
  }

  return {
    internals,
    span,
    name: run.name,
    context: run.context,
    traceId: run.traceId,
    sessionId: run.sessionId,
    elapsedMs: run.elapsedMs,
    get usage() {
      return usage
    },
    setInput(system, messages, capture) {
      if (!takesMessages(internals, span)) return
      setContent(internals, span, () => inputContent(system, messages, capture, run.name))
    },
    onModelCall: () => void counts.inferenceCalls++,
    onModelAnswer(model, answered) {
      usage = addUsage(usage, answered)
      recordTokens(internals, agent.name, model, answered)
    },
    onToolCall: () => void counts.toolCalls++,
    succeed(result, capture) {
      span.setAttribute('gen_ai.response.finish_reasons', [result.finishReason])
      span.setAttribute('hanzo.agent.stop_reason', result.stopReason)
      if (takesMessages(internals, span)) setContent(internals, span, () => outputContent(result, capture, run.name))
      end()
    },
    failWith: (error, signal) => end(run.fail(error, signal)),
  }
}

/** The keys of the line, in their order. */
const logMeta = (
  run: { agent: string; durationMs: number; errorType: string | undefined; model: string | undefined },
  usage: Usage,
  sessionId: string | undefined,
) => ({
  agent: run.agent,
  duration: run.durationMs,
  success: run.errorType === undefined,
  model: run.model,
  tokens: usage.totalTokens,
  session_id: sessionId,
})

function startAttributes(
  { name, description, config }: Agent,
  model: string | undefined,
  own: Attributes | undefined,
): Attributes {
  const attributes: Attributes = { ...config.metadata, ...own }
  attributes['gen_ai.operation.name'] = 'invoke_agent'
  attributes['gen_ai.agent.name'] = name
  if (description !== undefined) attributes['gen_ai.agent.description'] = description
  if (config.version !== undefined) attributes['gen_ai.agent.version'] = config.version
  if (model !== undefined) attributes['gen_ai.request.model'] = model
  if (config.mcpServers?.length) attributes['hanzo.agent.mcp_servers'] = config.mcpServers.map((server) => server.name)
  return attributes
}

function inputContent(
  system: string | undefined,
  messages: readonly Message[],
  capture: MessageCapture,
  spanName: string,
) {
  return contentAttributes(capture.redactor, spanName, {
    'gen_ai.system_instructions': system === undefined ? [] : genaiParts(system, capture),
    'gen_ai.input.messages': genaiMessages(messages as readonly SourceMessage[], capture),
  })
}

/** The last answer alone: what led to it is on the spans below. */
function outputContent(result: AgentResult, capture: MessageCapture, spanName: string): Record<string, string> {
  const last = result.responseMessages.findLast(({ role }) => role === 'assistant')
  if (!last) return {}
  const [message] = genaiMessages([last as SourceMessage], capture)
  return contentAttributes(capture.redactor, spanName, {
    'gen_ai.output.messages': [{ ...message, finish_reason: result.finishReason }],
  })
}
