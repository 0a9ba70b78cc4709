import {
  type ISerializer,
  JsonLogsSerializer,
  JsonMetricsSerializer,
  JsonTraceSerializer,
  ProtobufLogsSerializer,
  ProtobufMetricsSerializer,
  ProtobufTraceSerializer,
} from '@opentelemetry/otlp-transformer'
import type { ReadableLogRecord } from '@opentelemetry/sdk-logs'
import type { ResourceMetrics } from '@opentelemetry/sdk-metrics'
import type { ReadableSpan } from '@opentelemetry/sdk-trace'
import { encodeLogs } from './protobuf/encode-logs.ts'
import { encodeSpans } from './protobuf/encode-spans.ts'
import { ProtobufWriter } from './protobuf/protobuf-writer.ts'
import { type SignalName, signalWords } from './signal-name.ts'
import { splitJson } from './split-json.ts'
import { concat, type EncodedRecords, splitProtobuf } from './split-protobuf.ts'

export type OtlpProtocol = 'http/protobuf' | 'http/json'

/** OTLP in one of its two encodings. */
export interface OtlpCodec {
  readonly contentType: string
  encode: {
    traces(spans: ReadableSpan[]): Uint8Array | undefined
    logs(records: ReadableLogRecord[]): Uint8Array | undefined
    metrics(metrics: ResourceMetrics): Uint8Array | undefined
  }
  /** Two requests that say what one said; undefined when it holds a single record. */
  split(signal: SignalName, bytes: Uint8Array): [EncodedRecords, EncodedRecords] | undefined
  /** One request that says what two said. */
  merge(signal: SignalName, first: Uint8Array, second: Uint8Array): Uint8Array
  /** How many records an answer with status 200 refuses, and why. */
  partialSuccess(signal: SignalName, body: Uint8Array): { rejected: number; message: string | undefined }
}

interface Serializers {
  traces: ISerializer<ReadableSpan[], unknown>
  logs: ISerializer<ReadableLogRecord[], unknown>
  metrics: ISerializer<ResourceMetrics, unknown>
}

// Spans and log records go with every run of an agent, so they have an encoder of their own; metrics once a minute.
const writer = new ProtobufWriter()
const protobuf: Serializers = {
  traces: { ...ProtobufTraceSerializer, serializeRequest: (spans) => encodeSpans(writer, spans) },
  logs: { ...ProtobufLogsSerializer, serializeRequest: (records) => encodeLogs(writer, records) },
  metrics: ProtobufMetricsSerializer,
}
const json: Serializers = { traces: JsonTraceSerializer, logs: JsonLogsSerializer, metrics: JsonMetricsSerializer }

export function createOtlpCodec(protocol: OtlpProtocol): OtlpCodec {
  const isJson = protocol === 'http/json'
  const serializers = isJson ? json : protobuf
  return {
    contentType: isJson ? 'application/json' : 'application/x-protobuf',
    encode: {
      traces: (spans) => serializers.traces.serializeRequest(spans),
      logs: (records) => serializers.logs.serializeRequest(records),
      metrics: (metrics) => serializers.metrics.serializeRequest(metrics),
    },
    split: isJson ? splitJson : splitProtobuf,
    // The requests are one repeated field each, and protobuf reads two messages in a row as one.
    merge: isJson ? mergeJson : (_signal, first, second) => concat([first, second]),
    partialSuccess: (signal, body) => partialSuccess(serializers[signal], body),
  }
}

function mergeJson(signal: SignalName, first: Uint8Array, second: Uint8Array): Uint8Array {
  const opening = `{"${signalWords[signal].resources}":[`
  return concat([first.subarray(0, -']}'.length), new TextEncoder().encode(','), second.subarray(opening.length)])
}

interface PartialSuccess {
  rejectedSpans?: unknown
  rejectedLogRecords?: unknown
  rejectedDataPoints?: unknown
  errorMessage?: unknown
}

function partialSuccess(
  serializer: Pick<ISerializer<never, unknown>, 'deserializeResponse'>,
  body: Uint8Array,
): { rejected: number; message: string | undefined } {
  let said: PartialSuccess | undefined
  try {
    said = (serializer.deserializeResponse(body) as { partialSuccess?: PartialSuccess } | undefined)?.partialSuccess
  } catch {
    // The status says that the request was taken; an unreadable body takes nothing back.
    said = undefined
  }
  const rejected = Number(said?.rejectedSpans ?? said?.rejectedLogRecords ?? said?.rejectedDataPoints ?? 0)
  const message = typeof said?.errorMessage === 'string' && said.errorMessage !== '' ? said.errorMessage : undefined
  return { rejected: Number.isFinite(rejected) && rejected > 0 ? rejected : 0, message }
}
