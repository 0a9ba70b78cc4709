/** How much is sent: minutes of history, a point a minute, and the series of one metric with a key of many values. */
export interface DemoMetrics {
  minutes: number
  explodingSeries: number
  /** Traces that exemplars lead to. */
  traceIds: readonly string[]
}

type Attributes = Record<string, string>

const services = ['checkout', 'search', 'support-agent']
const hosts = ['node-1', 'node-2']
const routes = ['/cart', '/checkout', '/search', '/agents/{id}/runs']
const statuses = ['200', '404', '500']
const models = ['large', 'small']
const bounds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5]
const bodyPoints = 4000
const cumulative = 2
const delta = 1

/** The same on every run: a number from 0 to 1 for a place and a moment. */
function noise(seed: number): number {
  const x = Math.sin(seed * 12.9898) * 43_758.5453
  return x - Math.floor(x)
}

const nano = (seconds: number) => `${Math.round(seconds)}000000000`
const attributesOf = (attributes: Attributes) =>
  Object.entries(attributes).map(([key, value]) => ({ key, value: { stringValue: value } }))

/** A course over the day with some noise, from 0.4 to 1.6. */
const wave = (minute: number, phase: number) =>
  1 + 0.45 * Math.sin(minute / 17 + phase) + 0.3 * (noise(minute * 7 + phase * 131) - 0.5)

interface Series {
  name: string
  unit: string
  description: string
  /** Of OTLP's metric: the key of its data, and what stands beside the points. */
  kind: 'gauge' | 'sum' | 'histogram' | 'exponentialHistogram' | 'summary'
  data?: object
  attributes: Attributes
  point: (minute: number, time: number) => object
}

/** Bucket counts of so many measurements around a middle value, in whole numbers. */
function bucketCounts(count: number, middle: number): number[] {
  const spread = bounds.map((bound) => 1 / (1 + (middle / bound) ** 3))
  return [...spread, 1].map((share, index) => Math.round(count * (share - (spread[index - 1] ?? 0))))
}

function seriesOf(phase: number, { minutes, traceIds }: DemoMetrics): Series[] {
  const start = nano(Date.now() / 1000 - (minutes + 1) * 60)
  const number = (asDouble: number, time: number, more: object = {}) => ({
    timeUnixNano: nano(time),
    asDouble,
    ...more,
  })
  const ofHost = hosts.flatMap((host, at): Series[] => [
    {
      ...{ name: 'process.memory.usage', unit: 'By', description: 'Memory that the process holds.', kind: 'gauge' },
      attributes: { 'host.name': host },
      point: (minute, time) => number(3e8 * (1 + at) * wave(minute / 3, phase), time),
    },
    {
      ...{
        name: 'system.cpu.utilization',
        unit: '1',
        description: 'Share of the time that the CPU was busy.',
        kind: 'gauge',
      },
      attributes: { 'host.name': host },
      point: (minute, time) => number(0.3 * wave(minute, phase + at), time),
    },
  ])
  const ofRoute = routes.flatMap((route, at) => routeSeries(route, at, phase, { minutes, start, traceIds }))
  const ofModel = models.map(
    (model, at): Series => ({
      ...{ name: 'gen_ai.client.operation.duration', unit: 's', description: 'Duration of calls of a model.' },
      ...{
        kind: 'exponentialHistogram',
        data: { aggregationTemporality: delta },
        attributes: { 'gen_ai.request.model': model },
      },
      point: (minute, time) => {
        const counts = Array.from({ length: 24 }, (_, bucket) =>
          Math.round(30 * Math.exp(-((bucket - 10 - at * 4) ** 2) / 18) * wave(minute, phase)),
        )
        const count = counts.reduce((sum, one) => sum + one, 2)
        const sides = { scale: 2, zeroCount: '2', positive: { offset: -8, bucketCounts: counts.map(String) } }
        return {
          timeUnixNano: nano(time),
          startTimeUnixNano: nano(time - 60),
          count: String(count),
          sum: count * 0.9 * (1 + at),
          ...sides,
        }
      },
    }),
  )
  return [...ofHost, ...ofRoute, ...ofModel, ...otherSeries(phase, number)]
}

function otherSeries(phase: number, number: (value: number, time: number, more?: object) => object): Series[] {
  return [
    {
      ...{ name: 'gen_ai.client.token.usage', unit: '{token}', description: 'Tokens of calls.', kind: 'sum' },
      ...{ data: { aggregationTemporality: delta, isMonotonic: true }, attributes: { 'gen_ai.token.type': 'output' } },
      point: (minute, time) =>
        number(Math.round(4000 * wave(minute, phase)), time, { startTimeUnixNano: nano(time - 60) }),
    },
    {
      ...{ name: 'db.client.connections', unit: '{connection}', description: 'Connections in use.', kind: 'sum' },
      ...{ data: { aggregationTemporality: cumulative, isMonotonic: false }, attributes: { 'pool.name': 'main' } },
      point: (minute, time) => number(Math.round(12 * wave(minute, phase)), time),
    },
    {
      ...{
        name: 'rpc.client.latency',
        unit: 'ms',
        description: 'As the client of an older library tells it.',
        kind: 'summary',
      },
      attributes: {},
      point: (minute, time) => ({
        ...{ timeUnixNano: nano(time), count: '100', sum: 2400 * wave(minute, phase) },
        quantileValues: [0.5, 0.9, 0.99].map((quantile) => ({
          quantile,
          value: 20 * (1 + quantile) ** 3 * wave(minute, phase),
        })),
      }),
    },
  ]
}

interface RouteOptions {
  minutes: number
  start: string
  traceIds: readonly string[]
}

function routeSeries(route: string, at: number, phase: number, { minutes, start, traceIds }: RouteOptions): Series[] {
  const data = { aggregationTemporality: cumulative }
  const requests = statuses.map((status, rarity): Series => {
    const attributes = { 'http.route': route, 'http.response.status_code': status }
    let total = 0
    return {
      ...{
        name: 'http.server.requests',
        unit: '{request}',
        description: 'Requests that were answered.',
        kind: 'sum',
        attributes,
      },
      data: { ...data, isMonotonic: true },
      point: (minute, time) => {
        // A restart of the process: the counter begins anew.
        if (minute === Math.floor(minutes / 2)) total = 0
        total += Math.round((600 / (1 + at) / 12 ** rarity) * wave(minute, phase + at))
        return { timeUnixNano: nano(time), startTimeUnixNano: start, asInt: String(total) }
      },
    }
  })
  const sums = bucketCounts(0, 1)
  let sum = 0
  const duration: Series = {
    ...{
      name: 'http.server.request.duration',
      unit: 's',
      description: 'Duration of requests.',
      kind: 'histogram',
      data,
    },
    attributes: { 'http.route': route, 'http.request.method': at % 2 === 0 ? 'GET' : 'POST' },
    point: (minute, time) => {
      const middle = 0.03 * (1 + at) * wave(minute, phase) * (minute % 40 > 32 ? 3 : 1)
      bucketCounts(200, middle).forEach((count, index) => {
        sums[index] = (sums[index] ?? 0) + count
      })
      sum += 200 * middle
      const traceId = traceIds[(minute + at) % Math.max(1, traceIds.length)]
      const exemplars =
        traceId && minute % 9 === at
          ? [{ timeUnixNano: nano(time - 7), asDouble: middle * 4, traceId, spanId: 'a1'.repeat(8) }]
          : []
      const counts = {
        count: String(sums.reduce((all, one) => all + one, 0)),
        sum,
        bucketCounts: sums.map(String),
        explicitBounds: bounds,
      }
      return { timeUnixNano: nano(time), startTimeUnixNano: start, ...counts, exemplars }
    },
  }
  return [...requests, duration]
}

async function post(url: string, service: string, metrics: object[]): Promise<void> {
  const resource = {
    attributes: attributesOf({
      'service.name': service,
      'service.version': '2.4.0',
      'deployment.environment.name': 'production',
    }),
  }
  const body = { resourceMetrics: [{ resource, scopeMetrics: [{ scope: { name: 'demo' }, metrics }] }] }
  const answer = await fetch(`${url}/v1/metrics`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  if (!answer.ok) throw new Error(`metrics were refused: ${answer.status} ${await answer.text()}`)
}

/** Sends metrics of all five types, a point a minute until now, and one whose key `user.id` makes a series for each user. */
export async function sendMetrics(url: string, demo: DemoMetrics): Promise<void> {
  const now = Math.floor(Date.now() / 1000)
  for (const [phase, service] of services.entries()) {
    const metrics = seriesOf(phase, demo).map(({ name, unit, description, kind, data, attributes, point }) => {
      const dataPoints = Array.from({ length: demo.minutes + 1 }, (_, minute) => ({
        attributes: attributesOf(attributes),
        ...point(minute, now - (demo.minutes - minute) * 60),
      }))
      return { name, unit, description, [kind]: { ...data, dataPoints } }
    })
    for (let at = 0; at < metrics.length; at += 10) await post(url, service, metrics.slice(at, at + 10))
  }
  for (let user = 0; user < demo.explodingSeries; user += bodyPoints) {
    const dataPoints = Array.from({ length: Math.min(bodyPoints, demo.explodingSeries - user) }, (_, index) => ({
      ...{ timeUnixNano: nano(now - 30), asInt: String(Math.round(noise(user + index) * 40)) },
      attributes: attributesOf({ 'user.id': `user-${user + index}`, 'user.tier': index % 7 === 0 ? 'gold' : 'free' }),
    }))
    await post(url, 'checkout', [
      { name: 'shop.user.actions', unit: '{action}', description: 'What users did.', gauge: { dataPoints } },
    ])
  }
}
