import type { RowSink } from '../../columns/row-sink.ts'
import type { DecodeContext } from '../decoded.ts'
import { createLogSignal } from './decode-log-records.ts'
import { decodeRequest, type Taken, type WireCounts, type WireMemory } from './decode-request.ts'
import { createSpanSignal } from './decode-spans.ts'
import { createMetricSignal } from './metrics/metric-signal.ts'
import { createOriginCache } from './origin-cache.ts'
import { WireReader } from './wire-reader.ts'

/** Decodes a protobuf request; its rows are in the sink afterwards. */
export type DecodeFromWire = (body: Uint8Array, context: DecodeContext, sink: RowSink) => Taken

/**
 * Decoders of protobuf requests that put records into columns without making objects of them. What they store and reject is
 * what the generic path would, which every record that is at all unusual goes. Keep one: it learns what senders repeat.
 * @throws {UndecodableError} when a request as a whole cannot be read; the caller takes back what was put.
 * @throws slowRequest likewise, when more than the context's `slowBytesMax` of it goes the generic way.
 */
export interface WireDecoder {
  traces: DecodeFromWire
  logs: DecodeFromWire
  metrics: DecodeFromWire
  readonly counts: Readonly<WireCounts>
}

export function createWireDecoder(): WireDecoder {
  const counts: WireCounts = { direct: 0, generic: 0, genericRequests: 0 }
  const memory: WireMemory = {
    reader: new WireReader(),
    origins: createOriginCache(),
    request: 0,
    slowBytes: 0,
    counts,
  }
  const spans = createSpanSignal()
  const logs = createLogSignal()
  const metrics = createMetricSignal()
  return {
    counts,
    traces: (body, context, sink) => decodeRequest(spans, memory, body, context, sink),
    metrics: (body, context, sink) => decodeRequest(metrics, memory, body, context, sink),
    logs: (body, context, sink) => decodeRequest(logs, memory, body, context, sink),
  }
}
