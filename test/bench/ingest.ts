/**
 * What ingest does and costs: the whole product, built, on throw-away data; the sender runs on the same cores.
 *   npm run bench:ingest -- --signal traces --seconds 20             as fast as it takes them
 *   npm run bench:ingest -- --seconds 600                            sustained; memory must stay flat
 *   npm run bench:ingest -- --rate 30000 --seconds 60                lag and latency at a load
 *   npm run bench:ingest -- --rate 20000 --tail name=operation-3     lag of a tail with a filter
 * CPU is what counts on a shared machine: wall times are those of whoever else runs there, too.
 */
import { setTimeout as delay } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { type ClickHouseClient, createClient } from '@clickhouse/client'
import { type Platform, startPlatform } from '../platform/start-platform.ts'
import { type BeforeEngine, measureBeforeEngine } from './ingest/before-engine.ts'
import { type EngineBaseline, engineBaseline, mergesEnded } from './ingest/engine-baseline.ts'
import { eventLoopHeldMs } from './ingest/event-loop.ts'
import { followTable } from './ingest/follow-table.ts'
import { type BenchSignal, makeRequests, tableOf } from './ingest/make-requests.ts'
import { type LoadResult, sendLoad } from './ingest/send-load.ts'
import { type TailWatch, watchTail } from './ingest/watch-tail.ts'
import { cpuSeconds, machine, memoryMebibytes, printTable, quantile } from './measure.ts'

const { values } = parseArgs({
  options: {
    signal: { type: 'string', default: 'traces' },
    seconds: { type: 'string', default: '20' },
    connections: { type: 'string', default: '8' },
    records: { type: 'string', default: '500' },
    requests: { type: 'string', default: '600' },
    rate: { type: 'string' },
    tail: { type: 'string' },
  },
})
const signal = values.signal as BenchSignal
const recordsPerBody = Number(values.records)
const seconds = Number(values.seconds)
const table = tableOf[signal]
const warmUpSeconds = 3

type Row = [string, string | number]

async function main(): Promise<void> {
  const requests = makeRequests(signal, Number(values.requests), recordsPerBody)
  const platform = await startPlatform()
  const clickhouse = createClient({ url: platform.clickhouseUrl, database: 'hanzo' })
  try {
    const measured = await measure(platform, clickhouse, requests)
    const engine = await engineBaseline(clickhouse, platform.clickhouseUrl, platform.pids.clickhouse, table)
    const beforeEngine = measureBeforeEngine(signal, requests, recordsPerBody)
    const pace = values.rate === undefined ? 'as fast as answers come' : `${values.rate} records/s`
    console.log(
      `\n${machine()}; ${signal}, ${recordsPerBody} records a request, gzip protobuf, ${values.connections} connections, ${seconds} s, ${pace}\n`,
    )
    printTable(['measure', 'figure'], [...lagRows(measured), ...costRows(measured, engine, beforeEngine)])
  } finally {
    await clickhouse.close()
    await platform.close()
  }
}

interface Measured {
  load: LoadResult
  drainSeconds: number
  eventLoopHeldMs: number
  queryableLags: readonly number[]
  tail: TailWatch | undefined
  /** CPU seconds of the platform until the last row was queryable, of the engine likewise, and of the engine until merges ended. */
  cpu: { platform: number; clickhouse: number; clickhouseMerged: number }
  /** MiB. */
  memory: { before: number; after: number; highest: number; clickhouseHighest: number }
}

async function measure(platform: Platform, clickhouse: ClickHouseClient, requests: Buffer[]): Promise<Measured> {
  const { pids } = platform
  const cpu = () => ({ platform: cpuSeconds(pids.platform), clickhouse: cpuSeconds(pids.clickhouse) })
  const countRows = async () => {
    const answer = await clickhouse.query({ query: `SELECT count() AS n FROM ${table}`, format: 'JSONEachRow' })
    return Number(((await answer.json()) as { n: string }[])[0]?.n)
  }
  const url = new URL(`/v1/${signal}`, platform.url)
  const options = { url, requests, recordsPerBody, connections: Number(values.connections) }
  await sendLoad({ ...options, seconds: warmUpSeconds, connections: 4, rate: 10_000 })
  const rowsBefore = await settled(countRows)
  await mergesEnded(clickhouse)
  const tail = values.tail === undefined ? undefined : await watchTail(platform.url, values.tail)
  const follower = followTable(countRows, rowsBefore)
  await eventLoopHeldMs(platform.url)
  const before = cpu()
  const memoryBefore = memoryMebibytes(pids.platform).resident
  const load = await sendLoad({
    ...options,
    seconds,
    rate: values.rate === undefined ? undefined : Number(values.rate),
    onSending: (body) => tail?.sending(body),
    onAccepted(body) {
      follower.accepted(recordsPerBody)
      tail?.accepted(body)
    },
  })
  const heldMs = await eventLoopHeldMs(platform.url)
  const { resident, highest } = memoryMebibytes(pids.platform)
  const drainStarted = performance.now()
  await follower.caughtUp(load.accepted)
  const drainSeconds = (performance.now() - drainStarted) / 1000
  const queryable = cpu()
  await follower.close()
  tail?.close()
  await mergesEnded(clickhouse)
  const clickhouseHighest = memoryMebibytes(pids.clickhouse).highest
  return {
    ...{ load, drainSeconds, eventLoopHeldMs: heldMs, queryableLags: follower.lags, tail },
    cpu: {
      platform: queryable.platform - before.platform,
      clickhouse: queryable.clickhouse - before.clickhouse,
      clickhouseMerged: cpu().clickhouse - before.clickhouse,
    },
    memory: { before: memoryBefore, after: resident, highest, clickhouseHighest },
  }
}

const milliseconds = (samples: readonly number[], fractions: readonly number[]) =>
  fractions.map((fraction) => quantile(samples, fraction).toFixed(0)).join(' / ')

function lagRows({ load, drainSeconds, eventLoopHeldMs: heldMs, queryableLags, tail }: Measured): Row[] {
  const rows: Row[] = [
    ['accepted (fsynced), rows/s', Math.round(load.accepted / load.seconds)],
    ['queryable, rows/s', Math.round(load.accepted / (load.seconds + drainSeconds))],
    ['until the last row was queryable, s', drainSeconds.toFixed(1)],
    ['refused requests', load.refused],
    ['acknowledgement p50 / p99, ms', milliseconds(load.latencies, [0.5, 0.99])],
    ['event loop held at most, ms', heldMs.toFixed(0)],
    ['acknowledged → queryable p50 / p95 / p99, ms', milliseconds(queryableLags, [0.5, 0.95, 0.99])],
  ]
  if (!tail) return rows
  return [
    ...rows,
    ['acknowledged → tail p50 / p95 / p99, ms', milliseconds(tail.lags, [0.5, 0.95, 0.99])],
    ['rows in the tail; skipped', `${tail.lags.length}; ${tail.skipped()}`],
  ]
}

function costRows({ load, cpu, memory }: Measured, engine: EngineBaseline, { generic, direct }: BeforeEngine): Row[] {
  const perRow = (cpuSeconds: number) => (cpuSeconds / load.accepted) * 1e6
  const ours = perRow(cpu.platform)
  return [
    ['platform CPU, µs a row', ours.toFixed(1)],
    ['ClickHouse CPU until queryable, µs a row', perRow(cpu.clickhouse).toFixed(1)],
    ['… and with all merges', perRow(cpu.clickhouseMerged).toFixed(1)],
    [
      `baseline engine: ${engine.rows} rows, ${engine.rowsPerInsert} an insert, same tables and views, µs a row; with merges`,
      `${engine.insert.toFixed(1)}; ${engine.all.toFixed(1)}`,
    ],
    ['platform CPU : engine baseline with merges', (ours / engine.all).toFixed(2)],
    [
      'platform CPU : ClickHouse CPU of the same seconds, with merges',
      (cpu.platform / cpu.clickhouseMerged).toFixed(2),
    ],
    ['baseline generic path (decompress, decode to objects, zod, JSON rows), µs a row', generic.toFixed(1)],
    ['the same from bytes to columns, as the platform does it, µs a row', direct.toFixed(1)],
    ['generic path : from bytes to columns', (generic / direct).toFixed(1)],
    ['generic path : all of the platform', (generic / ours).toFixed(1)],
    ['platform memory before / after / highest, MiB', `${memory.before} / ${memory.after} / ${memory.highest}`],
    ['ClickHouse memory, highest MiB', memory.clickhouseHighest],
  ]
}

/** Waits until a figure has not changed for a second. */
async function settled(read: () => Promise<number>): Promise<number> {
  let last = -1
  for (let now = await read(); now !== last; now = await read()) {
    last = now
    await delay(1000)
  }
  return last
}

await main()
