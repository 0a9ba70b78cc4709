import { appendBatch } from '../columns/append-batch.ts'
import type { RowSink } from '../columns/row-sink.ts'
import { createInferenceMemory } from '../genai/inference-memory.ts'
import { PatternMiner } from '../patterns/pattern-miner.ts'
import { decodeLogs } from './decode-logs.ts'
import { decodeMetrics } from './decode-metrics.ts'
import { decodeTraces } from './decode-traces.ts'
import type { DecodeContext, Decoded, OtlpEncoding } from './decoded.ts'
import type { Taken } from './wire/decode-request.ts'
import { createWireDecoder, type WireDecoder } from './wire/wire-decoder.ts'

export type DecodedSignal = 'traces' | 'metrics' | 'logs'

const genericDecoders: Record<
  DecodedSignal,
  (body: Uint8Array, encoding: OtlpEncoding, context: DecodeContext) => Decoded
> = { traces: decodeTraces, metrics: decodeMetrics, logs: decodeLogs }

export interface Decoder {
  /**
   * Decodes one request and puts its accepted records into the sink. Synchronous, and the only thing it changes is the sink.
   * @throws {UndecodableError} when the request as a whole cannot be read; the caller takes back what was put.
   */
  decode(signal: DecodedSignal, encoding: OtlpEncoding, body: Uint8Array, context: DecodeContext, sink: RowSink): Taken
  /** Which way records of protobuf requests went. */
  readonly counts: WireDecoder['counts']
}

/** Decodes requests of every signal: protobuf straight into columns, JSON by way of rows. Keep one: it learns what senders repeat. */
export function createDecoder(): Decoder {
  const wire = createWireDecoder()
  const inferences = createInferenceMemory()
  const patterns = new PatternMiner()
  return {
    counts: wire.counts,
    decode(signal, encoding, body, given, sink) {
      const context = { inferences, patterns, ...given }
      if (encoding === 'protobuf') return wire[signal](body, context, sink)
      const { batch, ...taken } = genericDecoders[signal](body, encoding, context)
      appendBatch(sink, batch)
      return taken
    },
  }
}
