import { decodeLogs } from '../decode/decode-logs.ts'
import { decodeMetrics } from '../decode/decode-metrics.ts'
import { decodeTraces } from '../decode/decode-traces.ts'
import type { DecodeContext, Decoded, OtlpEncoding } from '../decode/decoded.ts'

/** What differs between the three signals of OTLP, seen from the receiver. */
export interface Signal {
  name: 'traces' | 'metrics' | 'logs'
  decode(body: Uint8Array, encoding: OtlpEncoding, context: DecodeContext): Decoded
  /** The name of the count of rejected records in the signal's partial success. */
  rejectedField: 'rejectedSpans' | 'rejectedDataPoints' | 'rejectedLogRecords'
}

export const signals: readonly Signal[] = [
  { name: 'traces', decode: decodeTraces, rejectedField: 'rejectedSpans' },
  { name: 'metrics', decode: decodeMetrics, rejectedField: 'rejectedDataPoints' },
  { name: 'logs', decode: decodeLogs, rejectedField: 'rejectedLogRecords' },
]
