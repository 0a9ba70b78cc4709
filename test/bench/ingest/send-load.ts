import { Agent, request } from 'node:http'
import { setTimeout as delay } from 'node:timers/promises'

export interface LoadOptions {
  url: URL
  requests: readonly Buffer[]
  recordsPerBody: number
  seconds: number
  connections: number
  /** Records a second over all connections; as fast as answers come when absent. */
  rate?: number | undefined
  headers?: Record<string, string>
  onSending?(body: number): void
  /** Told of each request that was answered with 200. */
  onAccepted?(body: number): void
}

export interface LoadResult {
  accepted: number
  refused: number
  /** Milliseconds from a request to its answer. */
  latencies: number[]
  seconds: number
}

function send(agent: Agent, url: URL, body: Buffer, extra: Record<string, string>): Promise<number> {
  return new Promise((resolve, reject) => {
    const headers = {
      'content-type': 'application/x-protobuf',
      'content-encoding': 'gzip',
      'content-length': body.length,
      ...extra,
    }
    const sending = request(url, { method: 'POST', agent, headers }, (response) => {
      response.resume().on('end', () => resolve(response.statusCode ?? 0))
    })
    sending.on('error', reject).end(body)
  })
}

/** Sends requests in turn until the time is over. With a rate each has its moment, and a late one is sent at once. */
export async function sendLoad(options: LoadOptions): Promise<LoadResult> {
  const { url, requests, recordsPerBody, seconds, connections, rate, headers = {}, onSending, onAccepted } = options
  const agent = new Agent({ keepAlive: true, maxSockets: connections })
  const started = performance.now()
  const until = started + seconds * 1000
  const result: LoadResult = { accepted: 0, refused: 0, latencies: [], seconds: 0 }
  let next = 0

  async function sendInTurn(): Promise<void> {
    while (performance.now() < until) {
      const number = next++
      const dueAt = rate === undefined ? 0 : started + ((number * recordsPerBody) / rate) * 1000
      if (dueAt >= until) return
      if (dueAt > performance.now()) await delay(dueAt - performance.now())
      const body = number % requests.length
      onSending?.(body)
      const sentAt = performance.now()
      const status = await send(agent, url, requests[body] as Buffer, headers)
      result.latencies.push(performance.now() - sentAt)
      if (status !== 200) {
        result.refused += 1
        continue
      }
      result.accepted += recordsPerBody
      onAccepted?.(body)
    }
  }
  await Promise.all(Array.from({ length: connections }, sendInTurn))
  agent.destroy()
  result.seconds = (performance.now() - started) / 1000
  return result
}
