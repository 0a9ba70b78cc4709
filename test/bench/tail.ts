/**
 * What live tails cost ingest: the built platform at one load, by turns without anybody watching and with many tails of different filters.
 *   npm run bench:tail -- --signal logs --tails 100 --rate 20000
 * CPU of the platform a row is what counts on a shared machine; the rounds alternate, so that what else runs there meets both.
 */
import { setTimeout as delay } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { WebSocket } from 'ws'
import { startPlatform } from '../platform/start-platform.ts'
import { makeRequests, tableOf } from './ingest/make-requests.ts'
import { sendLoad } from './ingest/send-load.ts'
import { cpuSeconds, machine, printTable, quantile } from './measure.ts'

const { values } = parseArgs({
  options: {
    signal: { type: 'string', default: 'logs' },
    tails: { type: 'string', default: '100' },
    rate: { type: 'string', default: '20000' },
    seconds: { type: 'string', default: '6' },
    rounds: { type: 'string', default: '4' },
  },
})
const signal = values.signal as 'logs' | 'traces'
const recordsPerBody = 500
const warmUpSeconds = 5

/** Filters as people write them: a service and a grade, a route and a user, a word, a duration, an absence. */
function filterOf(number: number): string {
  const service = `service:service-${number % 20}`
  const forms =
    signal === 'logs'
      ? [
          `${service} severity:>=error user.id:user-${number * 37}`,
          `${service} http.route:"/api/v1/resource-${number % 30}/:id" app.ratio:>0.9`,
          `severity:error session.id:session-${number * 11}`,
          `${service} "customer ${number * 41} was"`,
          `${service} -severity:info http.response.status_code:200 app.retry:false user.id:user-${number}*`,
        ]
      : [
          `${service} status:error user.id:user-${number * 37}`,
          `${service} name:operation-${number % 40} app.bytes:>${90_000 + number}`,
          `status:error session.id:session-${number * 11}`,
          `${service} "operation-${number % 40}" http.response.status_code:500`,
          `${service} duration:>${number + 100}ms -status:error`,
        ]
  return forms[number % forms.length] ?? ''
}

interface Watching {
  rows: number
  skipped: number
  close(): void
}

async function watch(platformUrl: string, query: string): Promise<Watching> {
  const url = new URL(`/api/projects/default/${signal}/tail?query=${encodeURIComponent(query)}`, platformUrl)
  url.protocol = 'ws:'
  const socket = new WebSocket(url)
  const seen = { rows: 0, skipped: 0, close: () => socket.close() }
  await new Promise<void>((resolve, reject) => {
    socket.on('error', reject)
    socket.on('message', (data) => {
      const message = JSON.parse((data as Buffer).toString()) as { type: string; rows?: unknown[]; count?: number }
      if (message.type === 'ready') resolve()
      seen.rows += message.rows?.length ?? 0
      seen.skipped += message.count ?? 0
    })
  })
  return seen
}

interface Round {
  tails: number
  /** Microseconds. */
  cpuPerRow: number
  rowsPerSecond: number
  p99: number
  shown: number
  skipped: number
}

async function main(): Promise<void> {
  const requests = makeRequests(signal, 400, recordsPerBody)
  const platform = await startPlatform({ HANZO_CONSOLE: 'off' })
  const options = { url: new URL(`/v1/${signal}`, platform.url), requests, recordsPerBody, connections: 8 }
  const load = (seconds: number) => sendLoad({ ...options, seconds, rate: Number(values.rate) })

  async function measure(tails: number): Promise<Round> {
    const watching = await Promise.all(
      Array.from({ length: tails }, (_, number) => watch(platform.url, filterOf(number))),
    )
    const before = cpuSeconds(platform.pids.platform)
    const sent = await load(Number(values.seconds))
    // Inserts of the last rows belong to the round.
    await delay(1_000)
    const cpu = cpuSeconds(platform.pids.platform) - before
    for (const { close } of watching) close()
    const sum = (of: (watch: Watching) => number) => watching.reduce((total, each) => total + of(each), 0)
    return {
      tails,
      cpuPerRow: (cpu / sent.accepted) * 1e6,
      rowsPerSecond: sent.accepted / sent.seconds,
      p99: quantile(sent.latencies, 0.99),
      ...{ shown: sum(({ rows }) => rows), skipped: sum(({ skipped }) => skipped) },
    }
  }

  const rounds: Round[] = []
  try {
    await load(warmUpSeconds)
    for (let round = 0; round < Number(values.rounds); round++) {
      // Whoever comes second meets what the first left behind.
      const order = round % 2 === 0 ? [0, Number(values.tails)] : [Number(values.tails), 0]
      for (const tails of order) rounds.push(await measure(tails))
    }
  } finally {
    await platform.close()
  }
  report(rounds)
}

function report(rounds: Round[]): void {
  const median = (of: Round[], value: (round: Round) => number) => quantile(of.map(value), 0.5)
  const alone = rounds.filter(({ tails }) => tails === 0)
  const watched = rounds.filter(({ tails }) => tails > 0)
  const rate = `${tableOf[signal]}, ${values.rate} rows/s, ${recordsPerBody} a request`
  console.log(`\n${machine()}; ${rate}, ${values.rounds} rounds of ${values.seconds} s each\n`)
  const row = (label: string, value: (round: Round) => number, digits: number): [string, string, string] => [
    label,
    median(alone, value).toFixed(digits),
    median(watched, value).toFixed(digits),
  ]
  printTable(
    ['median of the rounds', 'no tail', `${values.tails} tails`],
    [
      row('accepted (fsynced), rows/s', ({ rowsPerSecond }) => rowsPerSecond, 0),
      row('platform CPU, µs a row', ({ cpuPerRow }) => cpuPerRow, 1),
      row('acknowledgement p99, ms', ({ p99 }) => p99, 0),
      row('rows shown', ({ shown }) => shown, 0),
      row('rows skipped', ({ skipped }) => skipped, 0),
    ],
  )
  const ratio = median(watched, ({ cpuPerRow }) => cpuPerRow) / median(alone, ({ cpuPerRow }) => cpuPerRow)
  console.log(`\nwith tails : without, platform CPU a row: ${ratio.toFixed(2)}`)
}

await main()
