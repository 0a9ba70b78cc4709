import { gunzipSync, gzipSync } from 'node:zlib'
import { makeLogBodies } from '../log-bodies.ts'
import { makeMetricBodies } from '../metric-bodies.ts'
import { makeSpanBodies } from '../span-bodies.ts'
import { numberIds } from './number-bodies.ts'

export type BenchSignal = 'traces' | 'logs' | 'metrics'

/** The table that holds a signal's records. */
export const tableOf = { traces: 'spans', logs: 'logs', metrics: 'metric_points' } as const

/** Bodies made by the SDKs themselves; the others are copies of these with ids of their own. */
const madeMax = 60

/** Requests as they travel: protobuf, gzip, `recordsPerBody` records each. */
export function makeRequests(signal: BenchSignal, count: number, recordsPerBody: number): Buffer[] {
  if (signal === 'traces') {
    const made = makeSpanBodies(Math.min(madeMax, count), recordsPerBody).map((body) => gunzipSync(body))
    return Array.from({ length: count }, (_, index) => gzipSync(numberIds(made[index % made.length] as Buffer, index)))
  }
  const time = BigInt(Date.now()) * 1_000_000n
  const make = () =>
    signal === 'logs' ? makeLogBodies(madeMax, recordsPerBody) : makeMetricBodies(madeMax, recordsPerBody, 'sum', time)
  return make().map((body) => gzipSync(body))
}
