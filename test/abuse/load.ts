import { Agent, request } from 'node:http'
import { quantile } from '../bench/measure.ts'
import type { AbusedPlatform } from './abused-platform.ts'

export interface Answer {
  /** 0 when the connection broke. */
  status: number
  retryAfter: string | undefined
  milliseconds: number
  /** Records that were rejected, of an answer in JSON. */
  rejected: number
}

export interface SendOptions {
  agent?: Agent
  path?: string
  headers?: Record<string, string>
}

/** Sends one request and waits for its answer; a connection that breaks is the status 0. */
export function send(url: string, body: Uint8Array, options: SendOptions = {}): Promise<Answer> {
  const { path = '/v1/traces', agent, headers } = options
  const started = performance.now()
  return new Promise((resolve) => {
    const answered = (status: number, retryAfter?: string, text = '') =>
      resolve({ status, retryAfter, milliseconds: performance.now() - started, rejected: rejectedOf(text) })
    const sending = request(
      new URL(path, url),
      {
        method: 'POST',
        ...(agent && { agent }),
        headers: { 'content-type': 'application/x-protobuf', 'content-length': body.length, ...headers },
      },
      (response) => {
        let text = ''
        response.setEncoding('latin1').on('data', (chunk: string) => {
          text += chunk
        })
        response.on('end', () => answered(response.statusCode ?? 0, response.headers['retry-after'], text))
        response.on('error', () => answered(0))
      },
    )
    sending.on('error', () => answered(0))
    sending.end(body)
  })
}

function rejectedOf(text: string): number {
  return Number(/"rejectedSpans":"(\d+)"/.exec(text)?.[1] ?? 0)
}

/** Spans of a trace as OTLP/JSON, small. */
export function jsonSpans(count: number): Buffer {
  const now = `${Date.now()}000000`
  const spans = Array.from({ length: count }, () => ({
    traceId: randomHex(32),
    spanId: randomHex(16),
    name: 'abused',
    startTimeUnixNano: now,
    endTimeUnixNano: now,
  }))
  const resource = { attributes: [{ key: 'service.name', value: { stringValue: 'abuse' } }] }
  return Buffer.from(JSON.stringify({ resourceSpans: [{ resource, scopeSpans: [{ spans }] }] }))
}

function randomHex(length: number): string {
  return Array.from({ length }, () => Math.floor(Math.random() * 16).toString(16)).join('')
}

export interface Load {
  /** Records that were acknowledged. */
  accepted(): number
  /** Records that were rejected, with a reason. */
  rejected(): number
  /** Answers by status. */
  statuses: Map<number, number>
  latencies: number[]
  /** Every answer but 200 that did not ask to come again. */
  unclear: Answer[]
  stop(): Promise<void>
}

const jsonHeaders = { 'content-type': 'application/json' }

export interface LoadOptions {
  connections?: number
  spans?: number
  /** Between an answer and the next request of a connection. */
  pauseMilliseconds?: number
  projectId?: string
}

/** Honest senders: a few connections that send small requests one after another, as long as they may. */
export function startLoad(platform: AbusedPlatform, options: LoadOptions = {}): Load {
  const { connections = 4, spans = 10, pauseMilliseconds = 20, projectId = 'default' } = options
  const agent = new Agent({ keepAlive: true, maxSockets: connections })
  const path = `/projects/${projectId}/v1/traces`
  const statuses = new Map<number, number>()
  const latencies: number[] = []
  const unclear: Answer[] = []
  let accepted = 0
  let rejected = 0
  let isSending = true
  async function work(): Promise<void> {
    while (isSending) {
      const answer = await send(platform.url, jsonSpans(spans), { agent, path, headers: jsonHeaders })
      statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1)
      latencies.push(answer.milliseconds)
      rejected += answer.rejected
      if (answer.status === 200) accepted += spans - answer.rejected
      else if (answer.retryAfter === undefined) unclear.push(answer)
      await new Promise((resolve) => setTimeout(resolve, pauseMilliseconds))
    }
  }
  const working = Array.from({ length: connections }, work)
  return {
    accepted: () => accepted,
    rejected: () => rejected,
    statuses,
    latencies,
    unclear,
    async stop() {
      isSending = false
      await Promise.all(working)
      agent.destroy()
    },
  }
}

/** `p50 / p99` in milliseconds. */
export function describeLatencies(latencies: readonly number[]): string {
  return `${quantile(latencies, 0.5).toFixed(0)} / ${quantile(latencies, 0.99).toFixed(0)}`
}

/** `200 × 31, 503 × 2`. */
export function describeStatuses(statuses: ReadonlyMap<number, number>): string {
  const sorted = [...statuses].sort(([a], [b]) => a - b)
  return sorted.map(([status, times]) => `${status || 'broken'} × ${times}`).join(', ')
}
