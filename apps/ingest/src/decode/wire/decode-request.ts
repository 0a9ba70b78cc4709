import { appendBatch } from '../../columns/append-batch.ts'
import { logPatternKey, resourceKey } from '../../columns/row-key.ts'
import type { RowSink } from '../../columns/row-sink.ts'
import type { DecodeContext, Decoded, OtlpEncoding } from '../decoded.ts'
import { createRequestState, decodedOf, type RequestState } from '../request-state.ts'
import { UndecodableError } from '../undecodable-error.ts'
import type { OriginCache } from './origin-cache.ts'
import { type RecordVisitor, readEnvelope } from './read-envelope.ts'
import { chargeSlow, type SlowBytes } from './slow-request.ts'
import { unusualShape } from './unusual-shape.ts'
import type { WireReader } from './wire-reader.ts'

/** What became of the records of one request, whose rows are in the sink. */
export type Taken = Omit<Decoded, 'batch'>

/** What is known from one request to the next. */
export interface WireMemory extends SlowBytes {
  reader: WireReader
  origins: OriginCache
  /** Numbers the requests, for what is good for one only. */
  request: number
  counts: WireCounts
}

/** Which way records went since the start. Those that are decoded twice count for both. */
export interface WireCounts {
  /** Straight from the wire. */
  direct: number
  /** Alone on the generic path. */
  generic: number
  /** Requests that went the generic way as a whole. */
  genericRequests: number
}

/** A signal as both paths know it. */
export interface WireSignal {
  /** Puts the records of one request into the sink. */
  visitor(memory: WireMemory, state: RequestState, sink: RowSink): RecordVisitor
  /** The generic path, for requests that are laid out as no SDK does it, and for the verdict on those that are broken. */
  decode(body: Uint8Array, encoding: OtlpEncoding, context: DecodeContext): Decoded
}

/**
 * Decodes a protobuf request straight into the sink's columns.
 * @throws {UndecodableError} when the request as a whole cannot be read; the caller takes back what was put.
 * @throws slowRequest likewise, when more than `slowBytesMax` of it goes the generic way.
 */
export function decodeRequest(
  signal: WireSignal,
  memory: WireMemory,
  body: Uint8Array,
  context: DecodeContext,
  sink: RowSink,
): Taken {
  const mark = sink.batch.mark()
  const state = createRequestState(context)
  const { reader } = memory
  memory.request += 1
  memory.slowBytes = 0
  const visitor = signal.visitor(memory, state, sink)
  try {
    reader.open(body, 0, body.length)
    readEnvelope(reader, memory.origins, visitor)
  } catch (error) {
    if (error !== unusualShape && !(error instanceof UndecodableError)) throw error
    sink.batch.truncate(mark)
    reader.close()
    memory.counts.genericRequests += 1
    chargeSlow(memory, context, body.length)
    return decodeGenerically(signal, body, context, sink)
  }
  visitor.finish?.()
  reader.close()
  for (const row of state.resourceRows.list()) {
    sink.describe('resources', resourceKey(row.project_id, row.resource_id))?.appendRow(row)
  }
  for (const row of state.patterns.list()) {
    sink.describe('log_patterns', logPatternKey(row.project_id, row.pattern_id))?.appendRow(row)
  }
  const { batch: _batch, ...taken } = decodedOf(state, {}, [])
  return taken
}

function decodeGenerically(signal: WireSignal, body: Uint8Array, context: DecodeContext, sink: RowSink): Taken {
  const { batch, ...taken } = signal.decode(body, 'protobuf', context)
  appendBatch(sink, batch)
  return taken
}
