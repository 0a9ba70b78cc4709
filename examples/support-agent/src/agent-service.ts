import { HttpError, type HttpService, startHttpService } from './http-service.ts'
import { createModelClient } from './model-client.ts'
import type { ChatMessage } from './model-endpoint.ts'
import { inSpan, log } from './spans.ts'
import type { Telemetry } from './telemetry.ts'
import { createTools } from './tools.ts'

const agentName = 'support'
const stepsMax = 6
const instructions =
  'You are the support agent of Acme Shop. Look orders up before you speak of them. Refund only when the customer asks. Be brief and kind.'

export interface ChatRequest {
  sessionId: string
  userId: string
  model: string
  message: string
}

/** The agent: a loop of model calls and tool calls behind `POST /chat`. It remembers each session's conversation. */
export function startAgentService(
  telemetry: Telemetry,
  urls: { model: string; orders: string },
  random: () => number,
): Promise<HttpService> {
  const chat = createModelClient(telemetry, urls.model)
  const executeTool = createTools(telemetry, urls.orders, random)
  const steps = telemetry.meter.createHistogram('agent.steps', {
    unit: '{step}',
    description: 'Model calls a run needed.',
  })
  const conversations = new Map<string, ChatMessage[]>()
  telemetry.meter
    .createObservableGauge('agent.sessions.open', { unit: '{session}' })
    .addCallback((result) => result.observe(conversations.size))

  async function run(request: ChatRequest): Promise<string> {
    const messages = conversations.get(request.sessionId) ?? [{ role: 'system', content: instructions } as ChatMessage]
    messages.push({ role: 'user', content: request.message })
    for (let step = 1; step <= stepsMax; step++) {
      const completion = await chat(request.model, messages)
      messages.push({ role: 'assistant', content: completion.content, toolCalls: completion.toolCalls })
      if (completion.finishReason === 'stop') {
        steps.record(step, { 'gen_ai.agent.name': agentName })
        conversations.set(request.sessionId, messages.slice(-12))
        if (conversations.size > 200) conversations.delete([...conversations.keys()][0] ?? '')
        return completion.content
      }
      for (const call of completion.toolCalls) {
        log(telemetry, 'debug', `calling ${call.name}`, { 'gen_ai.tool.call.id': call.id })
        messages.push({ role: 'tool', content: await executeTool(call), toolCallId: call.id })
      }
    }
    throw new HttpError(500, `no answer after ${stepsMax} model calls`)
  }

  return startHttpService(telemetry, {
    'POST /chat': ({ body }) => {
      const request = body as ChatRequest
      const attributes = {
        'gen_ai.operation.name': 'invoke_agent',
        'gen_ai.agent.name': agentName,
        'gen_ai.request.model': request.model,
        'session.id': request.sessionId,
        'gen_ai.conversation.id': request.sessionId,
        'user.id': request.userId,
      }
      return inSpan(telemetry, `invoke_agent ${agentName}`, { attributes }, async (span) => {
        log(
          telemetry,
          'info',
          { event: 'question', session: request.sessionId, length: request.message.length },
          {
            'session.id': request.sessionId,
            'user.id': request.userId,
          },
        )
        span.addEvent('agent.start', { 'conversation.turn': (conversations.get(request.sessionId)?.length ?? 0) + 1 })
        const reply = await run(request)
        log(telemetry, 'info', `answered ${request.userId} in session ${request.sessionId}`, {
          'session.id': request.sessionId,
        })
        return { reply }
      })
    },
  })
}
