import { Agent, request } from 'node:http'
import { spanIdOf, traceIdOf } from '../fixtures/rows.ts'

export type SignalName = 'traces' | 'logs' | 'metrics'

type Numbers = { first: number; count: number }

const numbersOf = ({ first, count }: Numbers) => Array.from({ length: count }, (_, index) => first + index)
const nanosecondsAt = (milliseconds: number) => `${milliseconds}000000`
const text = (key: string, value: string) => ({ key, value: { stringValue: value } })
const resource = { attributes: [text('service.name', 'kill-test'), text('host.name', 'one')] }

/** OTLP/JSON bodies whose records tell their number: as span id, as body, as value. */
const bodies: Record<SignalName, (numbers: Numbers) => unknown> = {
  traces: (numbers) => ({
    resourceSpans: [
      {
        resource,
        scopeSpans: [
          {
            spans: numbersOf(numbers).map((number) => ({
              traceId: traceIdOf(Math.floor(number / 4) + 1),
              spanId: spanIdOf(number),
              name: `operation-${number % 5}`,
              kind: 2,
              startTimeUnixNano: nanosecondsAt(Date.now() - (number % 5) * 60_000),
              endTimeUnixNano: nanosecondsAt(Date.now() + number),
              attributes: [text('http.route', `/orders/${number % 4}`)],
              status: { code: number % 11 === 0 ? 2 : 0 },
            })),
          },
        ],
      },
    ],
  }),
  logs: (numbers) => ({
    resourceLogs: [
      {
        resource,
        scopeLogs: [
          {
            logRecords: numbersOf(numbers).map((number) => ({
              timeUnixNano: nanosecondsAt(Date.now() - (number % 5) * 60_000),
              severityNumber: (number % 24) + 1,
              body: { stringValue: String(number) },
            })),
          },
        ],
      },
    ],
  }),
  metrics: (numbers) => ({
    resourceMetrics: [
      {
        resource,
        scopeMetrics: [
          {
            metrics: [
              {
                name: 'numbers',
                gauge: {
                  dataPoints: numbersOf(numbers).map((number) => ({
                    timeUnixNano: nanosecondsAt(Date.now() - (number % 5) * 60_000),
                    attributes: [text('series', String(number % 20))],
                    asDouble: number,
                  })),
                },
              },
            ],
          },
        ],
      },
    ],
  }),
}

function post(agent: Agent, url: URL, body: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }
    const sending = request(url, { method: 'POST', agent, headers, timeout: 20_000 }, (response) => {
      response
        .resume()
        .on('end', () => resolve(response.statusCode ?? 0))
        .on('error', reject)
    })
    sending
      .on('timeout', () => sending.destroy(new Error('no answer')))
      .on('error', reject)
      .end(body)
  })
}

export interface Sender {
  readonly signal: SignalName
  /** Numbers whose request was answered with 200. */
  readonly acknowledged: number[]
  /** Numbers that were sent: all below this. */
  readonly sent: number
  stop(): Promise<void>
}

/** Sends records numbered from `first` on as fast as they are answered. Each number is sent once: what fails is not repeated. */
export function startSender(signal: SignalName, platformUrl: string, random: () => number, first = 1): Sender {
  const agent = new Agent({ keepAlive: true, maxSockets: 4 })
  const url = new URL(`/v1/${signal}`, platformUrl)
  const acknowledged: number[] = []
  let next = first
  let isStopped = false

  async function send(): Promise<void> {
    while (!isStopped) {
      const numbers = { first: next, count: random() < 0.03 ? 3_000 : 1 + Math.floor(random() * 100) }
      next += numbers.count
      const status = await post(agent, url, JSON.stringify(bodies[signal](numbers))).catch(() => 0)
      if (status === 200) for (const number of numbersOf(numbers)) acknowledged.push(number)
      // Away or busy: without a pause this loop would only count refusals.
      else await new Promise((resolve) => setTimeout(resolve, 200))
    }
  }
  const connections = [send(), send(), send()]
  return {
    signal,
    acknowledged,
    get sent() {
      return next
    },
    async stop() {
      isStopped = true
      await Promise.all(connections)
      agent.destroy()
    },
  }
}
