import { Agent, request } from 'node:http'
import { parseArgs } from 'node:util'
import { createClient } from '@clickhouse/client'
import { type Platform, startPlatform } from '../platform/start-platform.ts'
import { cpuSeconds, machine, memoryMebibytes, printTable, quantile } from './measure.ts'
import { makeSpanBodies } from './span-bodies.ts'

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '20' },
    connections: { type: 'string', default: '8' },
    spans: { type: 'string', default: '500' },
  },
})
const spansPerBody = Number(values.spans)

/** Sends one body; resolves to the status and the milliseconds until the answer. */
function send(agent: Agent, url: URL, body: Buffer): Promise<{ status: number; milliseconds: number }> {
  return new Promise((resolve, reject) => {
    const started = performance.now()
    const headers = {
      'content-type': 'application/x-protobuf',
      'content-encoding': 'gzip',
      'content-length': body.length,
    }
    const sending = request(url, { method: 'POST', agent, headers }, (response) => {
      response
        .resume()
        .on('end', () => resolve({ status: response.statusCode ?? 0, milliseconds: performance.now() - started }))
    })
    sending.on('error', reject).end(body)
  })
}

async function load(platform: Platform, bodies: Buffer[], seconds: number, connections: number) {
  const agent = new Agent({ keepAlive: true, maxSockets: connections })
  const url = new URL('/v1/traces', platform.url)
  const until = performance.now() + seconds * 1000
  const latencies: number[] = []
  let accepted = 0
  let refused = 0
  let next = 0
  await Promise.all(
    Array.from({ length: connections }, async () => {
      while (performance.now() < until) {
        const { status, milliseconds } = await send(agent, url, bodies[next++ % bodies.length] as Buffer)
        latencies.push(milliseconds)
        if (status === 200) accepted += spansPerBody
        else refused++
      }
    }),
  )
  agent.destroy()
  return { accepted, refused, latencies }
}

async function main(): Promise<void> {
  const bodies = makeSpanBodies(300, spansPerBody)
  const platform = await startPlatform()
  const clickhouse = createClient({ url: platform.clickhouseUrl, database: 'hanzo' })
  const count = async (table: string) => {
    const answer = await clickhouse.query({ query: `SELECT count() AS n FROM ${table}`, format: 'JSONEachRow' })
    return Number(((await answer.json()) as { n: string }[])[0]?.n)
  }
  try {
    await load(platform, bodies, 3, 4)
    const before = { platform: cpuSeconds(platform.pids.platform), clickhouse: cpuSeconds(platform.pids.clickhouse) }
    const warm = await settled(() => count('spans'))
    const started = performance.now()
    const { accepted, refused, latencies } = await load(
      platform,
      bodies,
      Number(values.seconds),
      Number(values.connections),
    )
    const acceptSeconds = (performance.now() - started) / 1000
    while ((await count('spans')) < warm + accepted) await new Promise((resolve) => setTimeout(resolve, 50))
    const queryableSeconds = (performance.now() - started) / 1000
    const used = {
      platform: cpuSeconds(platform.pids.platform) - before.platform,
      clickhouse: cpuSeconds(platform.pids.clickhouse) - before.clickhouse,
    }
    const baseline = await engineBaseline()
    console.log(
      `\n${machine()}; ${spansPerBody}-span gzip protobuf requests on ${values.connections} connections, ${values.seconds} s\n`,
    )
    printTable(
      ['measure', 'figure'],
      [
        ['accepted (fsynced), spans/s', Math.round(accepted / acceptSeconds)],
        ['queryable, spans/s', Math.round(accepted / queryableSeconds)],
        ['refused requests', refused],
        [
          'acknowledgement p50 / p99, ms',
          `${quantile(latencies, 0.5).toFixed(1)} / ${quantile(latencies, 0.99).toFixed(1)}`,
        ],
        ['platform CPU, µs a span', ((used.platform / accepted) * 1e6).toFixed(1)],
        ['ClickHouse CPU, µs a span', ((used.clickhouse / accepted) * 1e6).toFixed(1)],
        ['baseline: the engine alone, INSERT … SELECT into the same table and views, µs a span', baseline.toFixed(1)],
        ['platform CPU : baseline', (((used.platform / accepted) * 1e6) / baseline).toFixed(2)],
        ['platform memory, highest MiB', memoryMebibytes(platform.pids.platform).highest],
        ['ClickHouse memory, highest MiB', memoryMebibytes(platform.pids.clickhouse).highest],
        ['PostgreSQL memory, highest MiB', memoryMebibytes(platform.pids.postgres).highest],
      ],
    )

    /** CPU of the engine for the same rows into the same table, without any of our own work. */
    async function engineBaseline(): Promise<number> {
      const rows = Math.min(200_000, await count('spans'))
      const cpuBefore = cpuSeconds(platform.pids.clickhouse)
      await clickhouse.command({
        query: `INSERT INTO spans SELECT * FROM spans LIMIT ${rows}`,
        clickhouse_settings: {
          max_block_size: '10000',
          min_insert_block_size_rows: '10000',
          min_insert_block_size_bytes: '0',
        },
      })
      return ((cpuSeconds(platform.pids.clickhouse) - cpuBefore) / rows) * 1e6
    }
  } finally {
    await clickhouse.close()
    await platform.close()
  }
}

/** Waits until a figure has not changed for a second. */
async function settled(read: () => Promise<number>): Promise<number> {
  let last = -1
  for (let now = await read(); now !== last; now = await read()) {
    last = now
    await new Promise((resolve) => setTimeout(resolve, 1000))
  }
  return last
}

await main()
