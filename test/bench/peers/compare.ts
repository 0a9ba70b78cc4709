/**
 * Sends the same requests to the platform and to another system that was built before, one after the other, and compares what a span costs.
 *   npm run bench:peers -- --jaeger <binary of jaeger-all-in-one 1.x> --seconds 20 --rate 5000
 * Fetches nothing. CPU seconds are compared, of every process of a subject: wall times are those of whoever else runs here, too.
 */
import { parseArgs } from 'node:util'
import { createClient } from '@clickhouse/client'
import { startPlatform } from '../../platform/start-platform.ts'
import { mergesEnded } from '../ingest/engine-baseline.ts'
import { makeRequests } from '../ingest/make-requests.ts'
import { sendLoad } from '../ingest/send-load.ts'
import { cpuSeconds, machine, memoryMebibytes, printTable } from '../measure.ts'
import { startJaeger } from './jaeger.ts'
import { type Subject, untilStored } from './subject.ts'

const { values } = parseArgs({
  options: {
    jaeger: { type: 'string' },
    seconds: { type: 'string', default: '20' },
    rate: { type: 'string', default: '5000' },
    connections: { type: 'string', default: '8' },
  },
})
const recordsPerBody = 500

async function startOurs(): Promise<Subject> {
  const platform = await startPlatform()
  const clickhouse = createClient({ url: platform.clickhouseUrl, database: 'hanzo' })
  const { pids } = platform
  return {
    name: 'Hanzo Cloud (platform, ClickHouse)',
    durability: 'answered after fsync; stored with fsync; indexes, trace index, roll-ups',
    tracesUrl: new URL('/v1/traces', platform.url),
    pids: [pids.platform, pids.clickhouse],
    async countStored() {
      const answer = await clickhouse.query({ query: 'SELECT count() AS n FROM spans', format: 'JSONEachRow' })
      return Number(((await answer.json()) as { n: string }[])[0]?.n)
    },
    settle: () => mergesEnded(clickhouse),
    async close() {
      await clickhouse.close()
      await platform.close()
    },
  }
}

async function measure(subject: Subject, requests: Buffer[]): Promise<(string | number)[]> {
  const { tracesUrl: url, pids } = subject
  const options = { url, requests, recordsPerBody, connections: Number(values.connections) }
  const warm = await sendLoad({ ...options, seconds: 3, rate: 1_000 })
  await untilStored(subject, warm.accepted)
  await subject.settle()
  const cpu = () => pids.reduce((sum, pid) => sum + cpuSeconds(pid), 0)
  const before = cpu()
  const load = await sendLoad({ ...options, seconds: Number(values.seconds), rate: Number(values.rate) })
  await untilStored(subject, warm.accepted + load.accepted)
  await subject.settle()
  const used = cpu() - before
  const memory = pids.reduce((sum, pid) => sum + memoryMebibytes(pid).highest, 0)
  const figures = [
    load.accepted,
    load.refused,
    ((used / load.accepted) * 1e6).toFixed(1),
    Math.round(load.accepted / used),
  ]
  return [subject.name, ...figures, memory, subject.durability]
}

async function main(): Promise<void> {
  const requests = makeRequests('traces', 600, recordsPerBody)
  const starts = [startOurs]
  if (values.jaeger !== undefined) starts.push(() => startJaeger(values.jaeger ?? ''))
  const rows: (string | number)[][] = []
  for (const start of starts) {
    const subject = await start()
    try {
      rows.push(await measure(subject, requests))
    } finally {
      await subject.close()
    }
  }
  console.log(
    `\n${machine()}; ${recordsPerBody}-span gzip protobuf requests, ${values.rate} spans/s, ${values.seconds} s\n`,
  )
  printTable(
    ['subject', 'spans', 'refused requests', 'CPU, µs a span', 'spans a CPU second', 'memory, MiB', 'durability'],
    rows,
  )
}

await main()
