/**
 * What decoding costs: microseconds a span and a log record, on the generic path and straight from the wire, into columns.
 * The least of many short runs is what the code takes; on a busy machine the mean tells more of the others.
 *   npm run bench:decode -- [--seconds 3]
 */
import { parseArgs } from 'node:util'
import { gunzipSync } from 'node:zlib'
import { appendBatch } from '../../apps/ingest/src/columns/append-batch.ts'
import type { RowSink } from '../../apps/ingest/src/columns/row-sink.ts'
import { decodeLogs } from '../../apps/ingest/src/decode/decode-logs.ts'
import { decodeMetrics } from '../../apps/ingest/src/decode/decode-metrics.ts'
import { decodeTraces } from '../../apps/ingest/src/decode/decode-traces.ts'
import type { DecodeContext } from '../../apps/ingest/src/decode/decoded.ts'
import { createWireDecoder } from '../../apps/ingest/src/decode/wire/wire-decoder.ts'
import { PatternMiner } from '../../apps/ingest/src/patterns/pattern-miner.ts'
import { createTestSink } from '../fixtures/wire-comparison.ts'
import { makeLogBodies } from './log-bodies.ts'
import { makeMetricBodies } from './metric-bodies.ts'
import { makeSpanBodies } from './span-bodies.ts'

const { values } = parseArgs({ options: { seconds: { type: 'string' } } })
const seconds = Number(values.seconds ?? 3)
const recordsPerBody = 500
const project = { projectId: 'default', retentionDays: 30 }
const context: DecodeContext = {
  project,
  receivedAtUnixNano: BigInt(Date.now()) * 1_000_000n,
  patterns: new PatternMiner(),
}

interface Cost {
  least: number
  mean: number
}

/** Microseconds a record: wall time of the fastest body, and the mean of the process's CPU time. */
function measure(bodies: readonly Buffer[], decode: (body: Buffer, sink: RowSink) => void): Cost {
  const sink = createTestSink()
  const runOnce = () => {
    let least = Number.POSITIVE_INFINITY
    for (const body of bodies) {
      const start = process.hrtime.bigint()
      decode(body, sink)
      least = Math.min(least, Number(process.hrtime.bigint() - start) / 1000 / recordsPerBody)
    }
    sink.batch.clear()
    return least
  }
  for (let round = 0; round < 5; round++) runOnce()
  const cpuBefore = process.cpuUsage()
  const until = Date.now() + seconds * 1000
  let least = Number.POSITIVE_INFINITY
  let rounds = 0
  for (; Date.now() < until; rounds++) least = Math.min(least, runOnce())
  const { user, system } = process.cpuUsage(cpuBefore)
  return { least, mean: (user + system) / (rounds * bodies.length * recordsPerBody) }
}

/** Nanoseconds that a step of four cycles takes: what the machine has left for us. */
function stepNanoseconds(): number {
  let least = Number.POSITIVE_INFINITY
  for (let round = 0; round < 100; round++) {
    const start = process.hrtime.bigint()
    let state = round
    for (let step = 0; step < 500_000; step++) state = (Math.imul(state, 31) + step) | 0
    least = Math.min(least, Number(process.hrtime.bigint() - start) / 500_000 + (state === 7 ? 1e-9 : 0))
  }
  return least
}

function report(
  name: string,
  bodies: readonly Buffer[],
  signal: 'traces' | 'metrics' | 'logs',
  decode: typeof decodeTraces,
): void {
  const wire = createWireDecoder()
  const direct = measure(bodies, (body, sink) => wire[signal](body, context, sink))
  const generic = measure(bodies, (body, sink) => appendBatch(sink, decode(body, 'protobuf', context).batch))
  const share = wire.counts.direct / (wire.counts.direct + wire.counts.generic)
  const line = [name, direct, generic].map((cost) =>
    typeof cost === 'string' ? cost.padEnd(34) : `${cost.least.toFixed(2)} (${cost.mean.toFixed(2)})`.padEnd(18),
  )
  const ratio = (generic.least / direct.least).toFixed(1)
  process.stdout.write(`${line.join('')}${ratio} ×, ${(share * 100).toFixed(1)} % straight\n`)
}

const spanBodies = makeSpanBodies(20, recordsPerBody).map((body) => gunzipSync(body))
const plainBodies = makeSpanBodies(20, recordsPerBody, { promptEvery: 0 }).map((body) => gunzipSync(body))
process.stdout.write(`a step of four cycles: ${stepNanoseconds().toFixed(2)} ns\n`)
process.stdout.write(`${'µs a record: least (mean CPU)'.padEnd(33)} ${'wire'.padEnd(18)}${'generic'.padEnd(18)}\n`)
report('spans, 10 attributes', plainBodies, 'traces', decodeTraces)
report('spans, 3 % with a prompt', spanBodies, 'traces', decodeTraces)
report('log records, 6 attributes', makeLogBodies(20, recordsPerBody), 'logs', decodeLogs)
for (const kind of ['sum', 'sum with exemplars', 'histogram', 'exponential histogram'] as const) {
  const bodies = makeMetricBodies(20, recordsPerBody, kind, context.receivedAtUnixNano)
  report(`points, ${kind}`, bodies, 'metrics', decodeMetrics)
}
