import { monitorEventLoopDelay } from 'node:perf_hooks'
import type { Destination } from './telemetry.ts'

/**
 * Sends the event loop's delay as an OTLP summary in OTLP/JSON, as bridges from Prometheus client libraries do:
 * the stock SDK has no instrument that makes summaries, and platforms must read them all the same.
 * @returns a function that stops it.
 */
export function startSummaryBridge(serviceName: string, { url, headers }: Destination): () => void {
  const delay = monitorEventLoopDelay({ resolution: 10 })
  delay.enable()
  const startTimeUnixNano = `${Date.now()}000000`
  let count = 0
  let sum = 0
  const timer = setInterval(() => {
    count += delay.count
    sum += delay.count * delay.mean
    const dataPoint = {
      startTimeUnixNano,
      timeUnixNano: `${Date.now()}000000`,
      count: String(count),
      sum: sum / 1e9,
      quantileValues: [0.5, 0.9, 0.99].map((quantile) => ({ quantile, value: delay.percentile(quantile * 100) / 1e9 })),
    }
    delay.reset()
    const metric = {
      name: 'nodejs.eventloop.delay',
      unit: 's',
      description: 'Event loop delay.',
      summary: { dataPoints: [dataPoint] },
    }
    const body = {
      resourceMetrics: [
        {
          resource: { attributes: [{ key: 'service.name', value: { stringValue: serviceName } }] },
          scopeMetrics: [{ scope: { name: 'summary-bridge' }, metrics: [metric] }],
        },
      ],
    }
    const request = fetch(`${url}/v1/metrics`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(4000),
    })
    request.catch((error: Error) => console.error(`event loop summary was not sent: ${error.message}`))
  }, 5000)
  return () => {
    clearInterval(timer)
    delay.disable()
  }
}
