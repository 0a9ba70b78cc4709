import { SpanKind } from '@opentelemetry/api'
import { HttpError } from './http-service.ts'
import type { ChatCompletion, ChatMessage } from './model-endpoint.ts'
import { inSpan, log } from './spans.ts'
import type { Telemetry } from './telemetry.ts'

export type ModelClient = (model: string, messages: ChatMessage[]) => Promise<ChatCompletion>

/** Messages as the GenAI conventions lay them out: a role and parts. */
function toParts(messages: ChatMessage[]) {
  return messages.map(({ role, content, toolCalls = [], toolCallId }) => ({
    role,
    parts: [
      ...(role === 'tool' ? [{ type: 'tool_call_response', id: toolCallId, response: content }] : []),
      ...(role !== 'tool' && content ? [{ type: 'text', content }] : []),
      ...toolCalls.map((call) => ({ type: 'tool_call', ...call, arguments: JSON.parse(call.arguments) as unknown })),
    ],
  }))
}

/** Calls the model over HTTP: a `chat {model}` span with `gen_ai.*` attributes, and the two client metrics of the conventions. */
export function createModelClient(telemetry: Telemetry, url: string): ModelClient {
  const duration = telemetry.meter.createHistogram('gen_ai.client.operation.duration', {
    unit: 's',
    description: 'GenAI operation duration.',
  })
  const tokenUsage = telemetry.meter.createHistogram('gen_ai.client.token.usage', {
    unit: '{token}',
    description: 'Number of input and output tokens used.',
    advice: { explicitBucketBoundaries: [1, 4, 16, 64, 256, 1024, 4096, 16_384, 65_536] },
  })
  return (model, messages) => {
    const base = { 'gen_ai.operation.name': 'chat', 'gen_ai.provider.name': 'openai', 'gen_ai.request.model': model }
    const attributes = { ...base, 'gen_ai.request.temperature': 0.2, 'gen_ai.request.max_tokens': 1024 }
    return inSpan(telemetry, `chat ${model}`, { kind: SpanKind.CLIENT, attributes }, async (span) => {
      const started = performance.now()
      span.setAttribute('gen_ai.input.messages', JSON.stringify(toParts(messages)))
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ model, messages }),
        signal: AbortSignal.timeout(15_000),
      })
      const seconds = (performance.now() - started) / 1000
      if (!response.ok) {
        const { error } = (await response.json()) as { error: string }
        duration.record(seconds, { ...base, 'error.type': String(response.status) })
        log(telemetry, 'warn', `model refused the request: ${error}`, { 'http.response.status_code': response.status })
        throw new HttpError(response.status, error)
      }
      const completion = (await response.json()) as ChatCompletion
      const answer: ChatMessage = { role: 'assistant', content: completion.content, toolCalls: completion.toolCalls }
      span.setAttributes({
        'gen_ai.response.id': completion.id,
        'gen_ai.response.model': completion.model,
        'gen_ai.response.finish_reasons': [completion.finishReason],
        'gen_ai.usage.input_tokens': completion.usage.inputTokens,
        'gen_ai.usage.output_tokens': completion.usage.outputTokens,
        'gen_ai.output.messages': JSON.stringify(toParts([answer])),
      })
      duration.record(seconds, base)
      tokenUsage.record(completion.usage.inputTokens, { ...base, 'gen_ai.token.type': 'input' })
      tokenUsage.record(completion.usage.outputTokens, { ...base, 'gen_ai.token.type': 'output' })
      return completion
    })
  }
}
