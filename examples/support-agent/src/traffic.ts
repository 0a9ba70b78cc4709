import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import type { ChatRequest } from './agent-service.ts'

const questions = [
  'Where is my order {order}?',
  'I want my money back for order {order}, it arrived broken.',
  'Please refund order {order}.',
  'How long does delivery take?',
  'How do I return an item?',
  'Did you ship {order} yet?',
  'Which payment methods do you take?',
]
const models = ['gpt-4.1-mini', 'gpt-4.1-mini', 'gpt-4.1-mini', 'gpt-4.1']

/** Customers who ask one to five questions a session, at `perSecond` questions in all, until `signal` aborts. */
export async function sendTraffic(
  webUrl: string,
  perSecond: number,
  random: () => number,
  signal: AbortSignal,
): Promise<number> {
  const pick = <T>(values: readonly T[]) => values[Math.floor(random() * values.length)] as T
  const open = new Set<Promise<unknown>>()
  let sent = 0
  let session = { sessionId: '', userId: '', model: '', turnsLeft: 0 }
  while (!signal.aborted) {
    if (session.turnsLeft-- <= 0) {
      const sessionId = randomUUID()
      session = {
        sessionId,
        userId: `customer-${Math.floor(random() * 40)}`,
        model: pick(models),
        turnsLeft: Math.floor(random() * 5),
      }
    }
    const { turnsLeft: _, ...who } = session
    // One order in twenty does not exist: agents meet 404s in real life too.
    const message = pick(questions).replace('{order}', String(1 + Math.floor(random() * 525)))
    const body = JSON.stringify({ ...who, message } satisfies ChatRequest)
    const request = fetch(`${webUrl}/api/support/messages`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
      signal: AbortSignal.timeout(30_000),
    })
      .then((response) => response.arrayBuffer())
      .catch((error: Error) => console.error(`a customer's request failed: ${error.message}`))
    const tracked: Promise<unknown> = request.finally(() => open.delete(tracked))
    open.add(tracked)
    sent++
    if (open.size >= 100) await Promise.race(open)
    // Arrivals of independent customers: exponential gaps.
    await delay((-Math.log(1 - random()) / perSecond) * 1000, undefined, { signal }).catch(() => undefined)
  }
  await Promise.allSettled(open)
  return sent
}
