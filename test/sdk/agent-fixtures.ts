import { createOpenAICompatible } from '@ai-sdk/openai-compatible'
import { z } from 'zod'
import { createTool } from '../../packages/sdk/src/tool/tool.ts'
import type { ModelServer } from './model-server.ts'

export const user = (content: string) => [{ role: 'user' as const, content }]

/** A model of the server, as an application makes one. */
export const modelOf = (server: ModelServer, id = 'gpt-test') =>
  createOpenAICompatible({ name: 'openai', baseURL: server.url, includeUsage: true }).chatModel(id)

/** A tool that finds an order. */
export const lookup = createTool({
  name: 'lookup',
  description: 'Looks an order up.',
  parameters: z.object({ orderId: z.string() }),
  handler: async ({ orderId }) => ({ orderId, status: 'shipped' }),
})

/** Waits until something holds, at most two seconds. */
export async function until(holds: () => boolean): Promise<void> {
  const deadline = performance.now() + 2000
  while (!holds()) {
    if (performance.now() > deadline) throw new Error(`did not come to hold within two seconds: ${holds}`)
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}

/** What a promise rejects with. */
export const rejection = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    (value) => Promise.reject(new Error(`resolved with ${JSON.stringify(value)}`)),
    (error: unknown) => error,
  )

/** Everything that a stream yields. */
export async function collect<T>(stream: AsyncIterable<T>): Promise<T[]> {
  const events: T[] = []
  for await (const event of stream) events.push(event)
  return events
}
