import { setTimeout as delay } from 'node:timers/promises'
import { requestJson } from './http-client.ts'
import type { ToolCall } from './model-endpoint.ts'
import { inSpan } from './spans.ts'
import type { Telemetry } from './telemetry.ts'

type Tool = (parameters: Record<string, unknown>) => Promise<unknown>

const articles = [
  { title: 'How long does delivery take?', answer: 'Two to four working days within the country, up to ten abroad' },
  {
    title: 'How do I return an item?',
    answer: 'Use the label in the parcel within 30 days; the refund follows on arrival',
  },
  { title: 'Which payment methods do you take?', answer: 'Cards, bank transfer and gift vouchers' },
]

/** The agent's tools. Each call is an `execute_tool {name}` span; a failed call becomes an error text for the model. */
export function createTools(telemetry: Telemetry, ordersUrl: string, random: () => number) {
  const calls = telemetry.meter.createCounter('tool.executions', {
    unit: '{call}',
    description: 'Tool calls by outcome.',
  })
  const tools: Record<string, Tool> = {
    lookup_order: ({ orderId }) => requestJson(telemetry, 'GET', `${ordersUrl}/orders/${orderId}`),
    refund_order: ({ orderId, reason }) =>
      requestJson(telemetry, 'POST', `${ordersUrl}/orders/${orderId}/refund`, { reason }),
    search_help_center: async () => {
      await delay(15 + random() * 60)
      return articles[Math.floor(random() * articles.length)]
    },
  }
  return async (call: ToolCall): Promise<string> => {
    const attributes = {
      'gen_ai.operation.name': 'execute_tool',
      'gen_ai.tool.name': call.name,
      'gen_ai.tool.type': 'function',
      'gen_ai.tool.call.id': call.id,
      'gen_ai.tool.call.arguments': call.arguments,
    }
    try {
      const result = await inSpan(telemetry, `execute_tool ${call.name}`, { attributes }, async (span) => {
        const tool = tools[call.name]
        if (!tool) throw new Error(`no tool named ${call.name}`)
        const text = JSON.stringify(await tool(JSON.parse(call.arguments) as Record<string, unknown>))
        span.setAttribute('gen_ai.tool.call.result', text)
        return text
      })
      calls.add(1, { 'gen_ai.tool.name': call.name, success: true })
      return result
    } catch (error) {
      calls.add(1, { 'gen_ai.tool.name': call.name, success: false })
      return `error: ${(error as Error).message}`
    }
  }
}
