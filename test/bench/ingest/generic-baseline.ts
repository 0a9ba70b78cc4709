import { gunzipSync } from 'node:zlib'
import { decodeLogs } from '../../../apps/ingest/src/decode/decode-logs.ts'
import { decodeMetrics } from '../../../apps/ingest/src/decode/decode-metrics.ts'
import { decodeTraces } from '../../../apps/ingest/src/decode/decode-traces.ts'
import type { BenchSignal } from './make-requests.ts'

const decoders = { traces: decodeTraces, logs: decodeLogs, metrics: decodeMetrics }
const bodiesMax = 20

/** Maps and 64-bit integers as the format JSONEachRow takes them. */
function plain(_key: string, value: unknown): unknown {
  if (value instanceof Map) return Object.fromEntries(value)
  return typeof value === 'bigint' ? value.toString() : value
}

/**
 * What the usual way costs before the engine: decompress, decode to objects, validate each with zod, make rows, write them as JSONEachRow.
 * @returns CPU microseconds a record, of the second of two passes.
 */
export function genericBaseline(signal: BenchSignal, requests: readonly Buffer[], recordsPerBody: number): number {
  const project = { projectId: 'default', retentionDays: 30 }
  const chosen = requests.slice(0, bodiesMax)
  let microseconds = 0
  for (let pass = 0; pass < 2; pass++) {
    const before = process.cpuUsage()
    for (const request of chosen) {
      const context = { project, receivedAtUnixNano: BigInt(Date.now()) * 1_000_000n }
      const { batch } = decoders[signal](gunzipSync(request), 'protobuf', context)
      for (const rows of Object.values(batch)) for (const row of rows) JSON.stringify(row, plain)
    }
    const { user, system } = process.cpuUsage(before)
    microseconds = (user + system) / (chosen.length * recordsPerBody)
  }
  return microseconds
}
