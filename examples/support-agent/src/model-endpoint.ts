import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'

export interface ChatMessage {
  role: 'system' | 'user' | 'assistant' | 'tool'
  content: string
  toolCalls?: ToolCall[]
  toolCallId?: string
}

export interface ToolCall {
  id: string
  name: string
  arguments: string
}

export interface ChatCompletion {
  id: string
  model: string
  finishReason: 'stop' | 'tool_calls'
  content: string
  toolCalls: ToolCall[]
  usage: { inputTokens: number; outputTokens: number }
}

const tokens = (text: string) => Math.ceil(text.length / 4)

function decide(messages: ChatMessage[], id: string): Pick<ChatCompletion, 'content' | 'toolCalls' | 'finishReason'> {
  const last = messages.at(-1)
  const question = messages.findLast((message) => message.role === 'user')?.content ?? ''
  const orderId = /\b(\d+)\b/.exec(question)?.[1]
  const call = (name: string, parameters: object) => ({
    content: '',
    finishReason: 'tool_calls' as const,
    toolCalls: [{ id: `call_${id}`, name, arguments: JSON.stringify(parameters) }],
  })
  if (last?.role === 'user') {
    return orderId
      ? call('lookup_order', { orderId: Number(orderId) })
      : call('search_help_center', { query: question.slice(0, 80) })
  }
  const refundAsked = /refund|money back/i.test(question)
  const refundTried = messages.some((message) => message.toolCalls?.some(({ name }) => name === 'refund_order'))
  if (orderId && refundAsked && !refundTried && !/error/i.test(last?.content ?? '')) {
    return call('refund_order', { orderId: Number(orderId), reason: 'customer request' })
  }
  const content = /error/i.test(last?.content ?? '')
    ? `I could not complete that: ${last?.content}. A colleague will follow up by e-mail within one working day.`
    : `Here is what I found: ${last?.content.slice(0, 240)}. Is there anything else I can do for you?`
  return { content, finishReason: 'stop', toolCalls: [] }
}

/**
 * A model behind a real HTTP endpoint on loopback: it answers by rules instead of weights, takes its time,
 * and now and then is rate-limited (429) or overloaded (503), as hosted models are.
 */
export async function startModelEndpoint(random: () => number): Promise<{ url: string; close(): Promise<void> }> {
  let requests = 0
  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const { model, messages } = JSON.parse(Buffer.concat(chunks).toString()) as {
      model: string
      messages: ChatMessage[]
    }
    await delay(120 + random() ** 3 * 1800)
    const fate = random()
    if (fate < 0.03) {
      response.writeHead(fate < 0.015 ? 429 : 503, { 'content-type': 'application/json' })
      response.end(JSON.stringify({ error: fate < 0.015 ? 'rate limit reached' : 'the model is overloaded' }))
      return
    }
    const id = `${Date.now().toString(36)}${(requests++).toString(36)}`
    const decision = decide(messages, id)
    const completion: ChatCompletion = {
      id: `chatcmpl-${id}`,
      model: `${model}-2026-08-01`,
      ...decision,
      usage: {
        inputTokens: messages.reduce((sum, message) => sum + tokens(message.content) + 4, 180),
        outputTokens: tokens(decision.content) + decision.toolCalls.length * 24,
      },
    }
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(completion))
  }
  const server = createServer((request, response) => {
    answer(request, response).catch((error: Error) => response.destroy(error))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
}
