import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ClickHouseClient } from '@clickhouse/client'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createClickHouseClient } from '../../apps/ingest/src/clickhouse/client.ts'
import { type KillablePlatform, startKillablePlatform, type Victim } from './killable-platform.ts'
import { type Sender, type SignalName, startSender } from './numbered-telemetry.ts'
import { compareRollups } from './rollup-checks.ts'

/** Twenty of the rounds end everything at once; in the others one process dies and the rest go on. */
const rounds = 28
const startMs = 120_000
const victims: Victim[] = [
  'everything',
  'platform',
  'everything',
  'everything',
  'clickhouse',
  'everything',
  'everything',
]
const equal = { onlyInRollup: [], onlyInBase: [] }

/** Where a record's number is stored. */
const numbersIn: Record<SignalName, string> = {
  traces: 'SELECT reinterpretAsUInt64(reverse(span_id)) AS number, count() FROM spans GROUP BY number',
  logs: 'SELECT toUInt64(body) AS number, count() FROM logs GROUP BY number',
  metrics: 'SELECT toUInt64(value) AS number, count() FROM metric_points GROUP BY number',
}

let dataDir: string
let platform: KillablePlatform
let clickhouse: ClickHouseClient
let senders: Sender[]

/** The same kills for the same seed, so that a failure can be looked for again. */
function createRandom(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

async function untilSpoolIsEmpty(): Promise<void> {
  for (;;) {
    const names = await readdir(join(dataDir, 'spool'))
    if (!names.some((name) => name.endsWith('.segment'))) return
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

/** Resolves when the platform has taken more of every signal: a kill while nothing works would prove nothing. */
async function untilEachIsAcknowledged(): Promise<void> {
  const before = senders.map((sender) => sender.acknowledged.length)
  while (senders.some((sender, index) => sender.acknowledged.length === before[index])) {
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

async function timesStored(signal: SignalName): Promise<Map<number, number>> {
  const result = await clickhouse.query({ query: numbersIn[signal], format: 'JSONCompactEachRow' })
  return new Map(
    ((await result.json()) as [string, string][]).map(([number, times]) => [Number(number), Number(times)]),
  )
}

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'hanzo-kill-'))
  platform = await startKillablePlatform(dataDir)
  clickhouse = createClickHouseClient({ url: platform.clickhouseUrl, database: 'hanzo' })
}, startMs)
afterAll(async () => {
  await clickhouse?.close()
  await platform?.close()
  await rm(dataDir, { recursive: true, force: true })
}, startMs)

describe(`after ${rounds} kills under load`, () => {
  beforeAll(async () => {
    const seed = Number(process.env.KILL_TEST_SEED ?? Date.now() % 1_000_000)
    process.stdout.write(`KILL_TEST_SEED=${seed}\n`)
    const random = createRandom(seed)
    const signals: SignalName[] = ['traces', 'logs', 'metrics']
    senders = signals.map((signal, index) => startSender(signal, platform.url, createRandom(seed + index + 1)))
    for (let round = 0; round < rounds; round++) {
      await untilEachIsAcknowledged()
      await new Promise((resolve) => setTimeout(resolve, random() * 1_000))
      await platform.kill(victims[round % victims.length] as Victim)
    }
    await untilEachIsAcknowledged()
    await Promise.all(senders.map((sender) => sender.stop()))
    await platform.kill('everything')
    await untilSpoolIsEmpty()
  }, 900_000)

  it('has every acknowledged record exactly once, and every other at most once', async () => {
    for (const { signal, acknowledged, sent } of senders) {
      const times = await timesStored(signal)
      const lost = acknowledged.filter((number) => !times.has(number))
      const doubled = [...times].filter(([, count]) => count !== 1)
      const unknown = [...times.keys()].filter((number) => number >= sent)
      process.stdout.write(`${signal}: ${acknowledged.length} acknowledged, ${times.size} stored, ${sent - 1} sent\n`)
      expect({ signal, lost: lost.slice(0, 20), doubled: doubled.slice(0, 20), unknown: unknown.slice(0, 20) }).toEqual(
        {
          signal,
          lost: [],
          doubled: [],
          unknown: [],
        },
      )
      expect(acknowledged.length).toBeGreaterThan(rounds * 100)
    }
  })

  it('has rollups that equal their base tables', async () => {
    expect(await compareRollups(clickhouse)).toMatchObject({
      span_metrics_1m: equal,
      span_metrics_15m: equal,
      trace_index: equal,
      log_counts_1m: equal,
      metric_points_5m: equal,
    })
  })

  it('has put nothing aside', async () => {
    expect(await readdir(join(dataDir, 'dead-letter'))).toEqual([])
  })
})
