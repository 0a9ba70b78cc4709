import { gunzipSync } from 'node:zlib'
import { decodeLogs } from '../../../apps/ingest/src/decode/decode-logs.ts'
import { decodeMetrics } from '../../../apps/ingest/src/decode/decode-metrics.ts'
import { decodeTraces } from '../../../apps/ingest/src/decode/decode-traces.ts'
import type { DecodeContext } from '../../../apps/ingest/src/decode/decoded.ts'
import { createWireDecoder } from '../../../apps/ingest/src/decode/wire/wire-decoder.ts'
import { ByteWriter } from '../../../apps/ingest/src/native/byte-writer.ts'
import { createTestSink } from '../../fixtures/wire-comparison.ts'
import type { BenchSignal } from './make-requests.ts'

const decoders = { traces: decodeTraces, logs: decodeLogs, metrics: decodeMetrics }
const bodiesMax = 20
/** Code is fast once the runtime has compiled it: what comes before is not counted. */
const warmUpMs = 2_000
const measuredMs = 3_000

/** Maps and 64-bit integers as the format JSONEachRow takes them. */
function plain(_key: string, value: unknown): unknown {
  if (value instanceof Map) return Object.fromEntries(value)
  return typeof value === 'bigint' ? value.toString() : value
}

function contextNow(): DecodeContext {
  const project = { projectId: 'default', retentionDays: 30 }
  return { project, receivedAtUnixNano: BigInt(Date.now()) * 1_000_000n }
}

/** CPU microseconds of one request, on average. */
function measure(requests: readonly Buffer[], work: (request: Buffer) => void): number {
  const repeat = (milliseconds: number) => {
    let count = 0
    for (const until = performance.now() + milliseconds; performance.now() < until; count += requests.length) {
      for (const request of requests) work(request)
    }
    return count
  }
  repeat(warmUpMs)
  const before = process.cpuUsage()
  const count = repeat(measuredMs)
  const { user, system } = process.cpuUsage(before)
  return (user + system) / count
}

/** CPU microseconds a record, from a request's bytes to what is sent to the engine. */
export interface BeforeEngine {
  /** The usual way: decompress, decode to objects, validate each with zod, make rows, write them as JSONEachRow. */
  generic: number
  /** Ours: decompress, decode into columns, write them as Native. */
  direct: number
}

export function measureBeforeEngine(
  signal: BenchSignal,
  requests: readonly Buffer[],
  recordsPerBody: number,
): BeforeEngine {
  const chosen = requests.slice(0, bodiesMax)
  const decoder = createWireDecoder()
  const sink = createTestSink()
  const writer = new ByteWriter()
  const direct = measure(chosen, (request) => {
    sink.sequence.tick()
    decoder[signal](gunzipSync(request), contextNow(), sink)
    writer.reset()
    for (const columns of sink.batch.filled()) columns.encodeInto(writer)
    sink.batch.clear()
  })
  const generic = measure(chosen, (request) => {
    const { batch } = decoders[signal](gunzipSync(request), 'protobuf', contextNow())
    for (const rows of Object.values(batch)) for (const row of rows) JSON.stringify(row, plain)
  })
  return { generic: generic / recordsPerBody, direct: direct / recordsPerBody }
}
