/** What senders get wrong, as OTLP/JSON. */
async function post(url: string, body: string, headers: Record<string, string> = {}): Promise<Response> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'user-agent': 'OTel-OTLP-Exporter-JavaScript/0.223.1', ...headers },
    body,
  })
  await response.arrayBuffer()
  return response
}

const resourceOf = (serviceName: string) => ({
  attributes: [
    { key: 'service.name', value: { stringValue: serviceName } },
    { key: 'telemetry.sdk.name', value: { stringValue: 'opentelemetry' } },
    { key: 'telemetry.sdk.language', value: { stringValue: 'nodejs' } },
    { key: 'telemetry.sdk.version', value: { stringValue: '2.12.1' } },
  ],
})

/** Sends `good` spans that are stored and `broken` ones whose ids are no ids. */
export async function sendSpans(
  url: string,
  serviceName: string,
  { good, broken }: { good: number; broken: number },
): Promise<void> {
  const now = BigInt(Date.now()) * 1_000_000n
  const span = (spanId: string) => ({
    traceId: '0af7651916cd43dd8448eb211c80319c',
    spanId,
    name: 'POST /checkout',
    startTimeUnixNano: String(now - 1_000_000n),
    endTimeUnixNano: String(now),
    attributes: [{ key: 'user.message', value: { stringValue: 'my card is 4111 1111 1111 1111' } }],
  })
  const spans = [
    ...Array.from({ length: good }, (_, index) => span((index + 1).toString(16).padStart(16, '0'))),
    ...Array.from({ length: broken }, () => span('not-an-id')),
  ]
  const body = { resourceSpans: [{ resource: resourceOf(serviceName), scopeSpans: [{ spans }] }] }
  const response = await post(`${url}/v1/traces`, JSON.stringify(body))
  if (!response.ok) throw new Error(`spans were refused with ${response.status}`)
}

/** Sends log records of `daysAgo` days, which is before what is kept when it is more than 30. */
export async function sendLogs(url: string, serviceName: string, count: number, daysAgo: number): Promise<void> {
  const time = BigInt(Date.now() - daysAgo * 86_400_000) * 1_000_000n
  const logRecords = Array.from({ length: count }, (_, index) => ({
    timeUnixNano: String(time),
    severityNumber: 9,
    body: { stringValue: `line ${index} of a secret diary` },
  }))
  const body = { resourceLogs: [{ resource: resourceOf(serviceName), scopeLogs: [{ logRecords }] }] }
  const response = await post(`${url}/v1/logs`, JSON.stringify(body))
  if (!response.ok) throw new Error(`logs were refused with ${response.status}`)
}

/** Sends a body that is no OTLP, and one with a key that nobody has. */
export async function sendRefused(url: string): Promise<number[]> {
  const undecodable = await post(`${url}/v1/traces`, '{"resourceSpans": "no"}')
  const unknownKey = await post(`${url}/v1/traces`, '{}', { 'x-api-key': 'hz_a-key-that-nobody-has' })
  return [undecodable.status, unknownKey.status]
}
