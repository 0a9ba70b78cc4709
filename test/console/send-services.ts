const seconds = (milliseconds: number) => `${BigInt(Math.round(milliseconds)) * 1_000_000n}`
const text = (key: string, value: string) => ({ key, value: { stringValue: value } })
const hex = (number: number, digits: number) => number.toString(16).padStart(digits, '0')

interface SentSpan {
  id: number
  parent?: number
  name: string
  kind: number
  milliseconds: number
  attributes?: { key: string; value: object }[]
  isError?: boolean
}

async function post(url: string, signal: string, body: object): Promise<void> {
  const response = await fetch(`${url}/v1/${signal}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  if (!response.ok) throw new Error(`${signal}: ${response.status} ${await response.text()}`)
}

/**
 * Sends traces of the last ten minutes: `shop` asks `payments`, which asks a database; a mail server is told and sends nothing. Every
 * fourth charge fails; every tenth is slow, and those are of the free tier. The metric `pay.duration` has an exemplar of each.
 * @returns the ids of the traces.
 */
export async function sendServices(url: string, traces: number): Promise<string[]> {
  const now = Date.now()
  const sent = Array.from({ length: traces }, (_, index) => ({
    traceId: hex(index + 1, 32),
    at: now - 600_000 + (index * 590_000) / traces,
    isSlow: index % 10 === 0,
    index,
  }))
  const spansOf = (spans: (trace: (typeof sent)[number]) => SentSpan[]) =>
    sent.flatMap((trace) =>
      spans(trace).map(({ id, parent, name, kind, milliseconds, attributes = [], isError = false }) => ({
        traceId: trace.traceId,
        spanId: hex(trace.index * 16 + id, 16),
        ...(parent !== undefined && { parentSpanId: hex(trace.index * 16 + parent, 16) }),
        startTimeUnixNano: seconds(trace.at + id),
        endTimeUnixNano: seconds(trace.at + id + milliseconds),
        ...{ name, kind, attributes, status: isError ? { code: 2 } : {} },
      })),
    )
  const resource = (service: string) => ({ attributes: [text('service.name', service)] })
  await post(url, 'traces', {
    resourceSpans: [
      {
        resource: resource('shop'),
        scopeSpans: [
          {
            spans: spansOf(({ isSlow }) => [
              { id: 1, name: 'POST /pay', kind: 2, milliseconds: isSlow ? 1000 : 50 },
              {
                id: 2,
                parent: 1,
                name: 'POST',
                kind: 3,
                milliseconds: 40,
                attributes: [text('server.address', 'payments.internal')],
              },
              {
                id: 5,
                parent: 1,
                name: 'POST',
                kind: 3,
                milliseconds: 5,
                attributes: [text('server.address', 'mail.example')],
              },
            ]),
          },
        ],
      },
      {
        resource: resource('payments'),
        scopeSpans: [
          {
            spans: spansOf(({ index, isSlow }) => [
              {
                ...{
                  id: 3,
                  parent: 2,
                  name: 'charge',
                  kind: 2,
                  milliseconds: isSlow ? 900 : 20,
                  isError: index % 4 === 0,
                },
                attributes: [text('pay.tier', isSlow ? 'free' : 'gold')],
              },
              {
                ...{ id: 4, parent: 3, name: 'SELECT orders', kind: 3, milliseconds: 10 },
                attributes: [text('db.system.name', 'postgresql'), text('db.namespace', 'orders')],
              },
            ]),
          },
        ],
      },
    ],
  })
  await post(url, 'metrics', metricsOf(resource('payments'), sent))
  return sent.map(({ traceId }) => traceId)
}

function metricsOf(resource: object, sent: { traceId: string; at: number; isSlow: boolean; index: number }[]): object {
  const dataPoints = sent.map(({ traceId, at, isSlow, index }) => ({
    startTimeUnixNano: seconds(at - 1000),
    timeUnixNano: seconds(at),
    count: '1',
    sum: isSlow ? 0.9 : 0.02,
    explicitBounds: [0.1, 0.5, 1],
    bucketCounts: isSlow ? ['0', '0', '1', '0'] : ['1', '0', '0', '0'],
    exemplars: [{ timeUnixNano: seconds(at), asDouble: isSlow ? 0.9 : 0.02, traceId, spanId: hex(index * 16 + 3, 16) }],
  }))
  const histogram = { aggregationTemporality: 1, dataPoints }
  return {
    resourceMetrics: [{ resource, scopeMetrics: [{ metrics: [{ name: 'pay.duration', unit: 's', histogram }] }] }],
  }
}
