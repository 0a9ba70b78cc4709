import { parseArgs } from 'node:util'
import { propagation } from '@opentelemetry/api'
import { W3CTraceContextPropagator } from '@opentelemetry/core'
import { startAgentService } from './agent-service.ts'
import { startModelEndpoint } from './model-endpoint.ts'
import { startOrdersService } from './orders-service.ts'
import { startSummaryBridge } from './summary-bridge.ts'
import { createTelemetry } from './telemetry.ts'
import { sendTraffic } from './traffic.ts'
import { startWebService } from './web-service.ts'

const usage = `Sends the telemetry of a small shop with a support agent.

  --url      where to send it          (default http://localhost:4318)
  --key      the project's API key     (not needed on this machine's own platform)
  --rate     customer questions a second (default 2)
  --seconds  stop after so many seconds  (default: until Ctrl-C)`

const { values } = parseArgs({
  options: {
    url: { type: 'string', default: 'http://localhost:4318' },
    key: { type: 'string' },
    rate: { type: 'string', default: '2' },
    seconds: { type: 'string' },
    help: { type: 'boolean', short: 'h', default: false },
  },
})

function positive(name: string, text: string): number {
  const value = Number(text)
  if (!(value > 0)) throw new RangeError(`--${name} must be a positive number, got ${JSON.stringify(text)}\n\n${usage}`)
  return value
}

async function main(): Promise<void> {
  if (values.help) return console.log(usage)
  const rate = positive('rate', values.rate)
  const stop = new AbortController()
  process.once('SIGINT', () => stop.abort())
  process.once('SIGTERM', () => stop.abort())
  if (values.seconds) setTimeout(() => stop.abort(), positive('seconds', values.seconds) * 1000).unref()

  const destination = {
    url: values.url.replace(/\/$/, ''),
    headers: values.key ? { 'x-api-key': values.key } : ({} as Record<string, string>),
  }
  const health = await fetch(`${destination.url}/healthz`, { signal: AbortSignal.timeout(5000) }).catch(() => undefined)
  if (!health)
    console.error(
      `nothing answers at ${destination.url} yet: start the platform with \`npm start\`; trying all the same`,
    )

  propagation.setGlobalPropagator(new W3CTraceContextPropagator())
  const web = createTelemetry('shop-web', '2.4.1', destination)
  const agent = createTelemetry('support-agent', '0.9.0', destination)
  const orders = createTelemetry('orders', '1.12.3', destination)
  const model = await startModelEndpoint(Math.random)
  const ordersService = await startOrdersService(orders, Math.random)
  const agentService = await startAgentService(agent, { model: model.url, orders: ordersService.url }, Math.random)
  const webService = await startWebService(web, agentService.url)
  const stopBridge = startSummaryBridge('shop-web', destination)

  console.log(`sending ${rate} customer questions a second to ${destination.url}, Ctrl-C to stop`)
  const sent = await sendTraffic(webService.url, rate, Math.random, stop.signal)
  stopBridge()
  await Promise.allSettled([webService, agentService, ordersService, model].map((service) => service.close()))
  await Promise.allSettled([web, agent, orders].map((telemetry) => telemetry.shutdown()))
  console.log(`sent ${sent} questions`)
}

await main()
