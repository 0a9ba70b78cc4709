import { randomBytes } from 'node:crypto'

/** A span from its start on, whose end is sent when a test says so. */
export interface StartingSpan {
  serviceName: string
  name: string
  traceId: string
  spanId: string
  parentSpanId: string
  startTimeUnixNano: bigint
}

export function spanStarting(
  serviceName: string,
  name: string,
  { parent, millisecondsAgo }: { parent?: StartingSpan; millisecondsAgo: number },
): StartingSpan {
  return {
    serviceName,
    name,
    traceId: parent?.traceId ?? randomBytes(16).toString('hex'),
    spanId: randomBytes(8).toString('hex'),
    parentSpanId: parent?.spanId ?? '',
    startTimeUnixNano: BigInt(Date.now() - millisecondsAgo) * 1_000_000n,
  }
}

const attributesOf = (values: Record<string, string | boolean>) =>
  Object.entries(values).map(([key, value]) => ({
    key,
    value: typeof value === 'string' ? { stringValue: value } : { boolValue: value },
  }))

const resourceOf = (serviceName: string) => ({ attributes: attributesOf({ 'service.name': serviceName }) })

async function post(url: string, body: object): Promise<void> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  const answer = await response.text()
  if (!response.ok || answer.includes('rejected')) throw new Error(`${url}: ${response.status} ${answer}`)
}

/** Sends what an SDK sends when a span starts, as OTLP/JSON. */
export function sendSpanStart(url: string, span: StartingSpan): Promise<void> {
  const record = {
    timeUnixNano: String(span.startTimeUnixNano),
    traceId: span.traceId,
    spanId: span.spanId,
    eventName: 'hanzo.span.start',
    attributes: attributesOf({
      'hanzo.span.name': span.name,
      'hanzo.span.kind': 'internal',
      'hanzo.span.parent_span_id': span.parentSpanId,
    }),
  }
  const resourceLogs = [{ resource: resourceOf(span.serviceName), scopeLogs: [{ logRecords: [record] }] }]
  return post(`${url}/v1/logs`, { resourceLogs })
}

/** Sends the span as it is when it has ended. */
export function sendSpanEnd(
  url: string,
  span: StartingSpan,
  { milliseconds, attributes = {} }: { milliseconds: number; attributes?: Record<string, string> },
): Promise<void> {
  const { serviceName, startTimeUnixNano, ...ids } = span
  const ended = {
    ...ids,
    kind: 1,
    startTimeUnixNano: String(startTimeUnixNano),
    endTimeUnixNano: String(startTimeUnixNano + BigInt(milliseconds) * 1_000_000n),
    attributes: attributesOf({ ...attributes, 'hanzo.span.announced': true }),
  }
  const resourceSpans = [{ resource: resourceOf(serviceName), scopeSpans: [{ spans: [ended] }] }]
  return post(`${url}/v1/traces`, { resourceSpans })
}
