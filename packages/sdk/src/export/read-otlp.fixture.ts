/** One span, log record or metric point of an OTLP request, as a receiver sees it. */
export interface ReceivedRecord {
  signal: 'traces' | 'logs' | 'metrics'
  /** Of the span or the metric; the text of a log record. */
  name: string
  scope: string
  service: string
  unit: string
  /** Of a number point. */
  value: number | undefined
}

type Message = Map<number, (Uint8Array | number)[]>
type Signal = ReceivedRecord['signal']

/** Reads an OTLP request without the code under test: field by field in protobuf, key by key in JSON. */
export function readOtlp(signal: Signal, body: Uint8Array, isJson: boolean): ReceivedRecord[] {
  return isJson ? readJson(signal, JSON.parse(new TextDecoder().decode(body))) : readProtobuf(signal, body)
}

/** A google.rpc.Status in protobuf, with a code below 128 and a message below 128 bytes. */
export function encodeRpcStatus(code: number, message: string): Uint8Array {
  const text = new TextEncoder().encode(message)
  return Uint8Array.from([0x08, code, 0x12, text.length, ...text])
}

function readProtobuf(signal: Signal, body: Uint8Array): ReceivedRecord[] {
  return messages(body, 1).flatMap((resource) => {
    const attributes = messages(resource, 1).flatMap((message) => messages(message, 1))
    const service = attributes.find((attribute) => text(attribute, 1) === 'service.name')
    const serviceName = service ? text(messages(service, 2)[0] ?? new Uint8Array(), 1) : ''
    return messages(resource, 2).flatMap((scope) => {
      const name = text(messages(scope, 1)[0] ?? new Uint8Array(), 1)
      const common = { signal, scope: name, service: serviceName, unit: '', value: undefined }
      return messages(scope, 2).flatMap((record) => readRecord(common, record))
    })
  })
}

function readRecord(common: Omit<ReceivedRecord, 'name'>, record: Uint8Array): ReceivedRecord[] {
  if (common.signal === 'traces') return [{ ...common, name: text(record, 5) }]
  if (common.signal === 'logs') return [{ ...common, name: text(messages(record, 5)[0] ?? new Uint8Array(), 1) }]
  const points = [5, 7, 9, 10, 11].flatMap((kind) => messages(record, kind)).flatMap((data) => messages(data, 1))
  return points.map((point) => ({ ...common, name: text(record, 1), unit: text(record, 3), value: numberOf(point) }))
}

function numberOf(point: Uint8Array): number | undefined {
  const fields = fieldsOf(point)
  const bytesOf = (field: number) => fields.get(field)?.find((value) => value instanceof Uint8Array)
  const view = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset, 8)
  const [double, integer] = [bytesOf(4), bytesOf(6)]
  if (double?.length === 8) return view(double).getFloat64(0, true)
  return integer?.length === 8 ? Number(view(integer).getBigInt64(0, true)) : undefined
}

function messages(message: Uint8Array, field: number): Uint8Array[] {
  return (fieldsOf(message).get(field) ?? []).filter((value) => value instanceof Uint8Array)
}

function text(message: Uint8Array, field: number): string {
  return new TextDecoder().decode(messages(message, field)[0])
}

function fieldsOf(message: Uint8Array): Message {
  const fields: Message = new Map()
  let at = 0
  const varint = (): number => {
    for (let value = 0, factor = 1; ; factor *= 128) {
      const byte = message[at++] ?? 0
      value += (byte & 0x7f) * factor
      if (byte < 0x80) return value
    }
  }
  while (at < message.length) {
    const tag = varint()
    const type = tag & 7
    let value: Uint8Array | number
    if (type === 0) value = varint()
    else {
      const length = type === 1 ? 8 : type === 5 ? 4 : varint()
      value = message.subarray(at, at + length)
      at += length
    }
    const values = fields.get(tag >> 3)
    if (values) values.push(value)
    else fields.set(tag >> 3, [value])
  }
  return fields
}

interface JsonAttribute {
  key: string
  value: { stringValue?: string }
}
interface JsonPoint {
  asInt?: string | number
  asDouble?: number
}
type JsonData = { dataPoints: JsonPoint[] } | undefined
interface JsonRecord {
  name: string
  unit?: string
  body?: { stringValue?: string }
  gauge?: JsonData
  sum?: JsonData
  histogram?: JsonData
  exponentialHistogram?: JsonData
}
type JsonScope = { scope?: { name?: string } } & Record<string, unknown>
type JsonResource = { resource?: { attributes?: JsonAttribute[] } } & Record<string, unknown>

const keys = {
  traces: ['resourceSpans', 'scopeSpans', 'spans'],
  logs: ['resourceLogs', 'scopeLogs', 'logRecords'],
  metrics: ['resourceMetrics', 'scopeMetrics', 'metrics'],
} as const

function readJson(signal: Signal, request: Record<string, unknown>): ReceivedRecord[] {
  const [resources, scopes, records] = keys[signal]
  return ((request[resources] ?? []) as JsonResource[]).flatMap((resource) => {
    const service = resource.resource?.attributes?.find(({ key }) => key === 'service.name')?.value.stringValue ?? ''
    return ((resource[scopes] ?? []) as JsonScope[]).flatMap((scope) =>
      ((scope[records] ?? []) as JsonRecord[]).flatMap((record) => {
        const common = { signal, scope: scope.scope?.name ?? '', service, unit: record.unit ?? '', value: undefined }
        if (signal !== 'metrics') return [{ ...common, name: record.name ?? record.body?.stringValue ?? '' }]
        const data = [record.gauge, record.sum, record.histogram, record.exponentialHistogram]
        const points = data.flatMap((kind) => kind?.dataPoints ?? [])
        return points.map(({ asInt, asDouble }) => {
          const value = asDouble ?? (asInt === undefined ? undefined : Number(asInt))
          return { ...common, name: record.name, value }
        })
      }),
    )
  })
}
