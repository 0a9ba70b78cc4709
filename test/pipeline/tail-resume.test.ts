import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type KillablePlatform, startKillablePlatform } from './killable-platform.ts'
import { type PacedLogs, sendPacedLogs } from './paced-logs.ts'
import { numbersOf, type PacedLog, type ResumingClient, startResumingClient } from './tail-client.ts'

const startMs = 120_000
const rowsPerSecond = 5_000
const reconnects = 20
/** Of these one ends by itself, as when it is updated; the others are killed. */
const restarts = 5

let dataDir: string
let platform: KillablePlatform

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'hanzo-tail-'))
  platform = await startKillablePlatform(dataDir)
}, startMs)
afterAll(async () => {
  await platform?.close()
  await rm(dataDir, { recursive: true, force: true })
}, startMs)

const tailUrl = (query: string) => `${platform.url}/api/projects/default/logs/tail?query=${encodeURIComponent(query)}`
const until = async (condition: () => boolean) => {
  while (!condition()) await sleep(20)
}

describe(`a tail over ${reconnects} lost connections and ${restarts} restarts at ${rowsPerSecond} rows a second`, () => {
  let everything: ResumingClient<PacedLog>
  let errors: ResumingClient<PacedLog>
  let logs: PacedLogs

  beforeAll(async () => {
    everything = await startResumingClient<PacedLog>(tailUrl(''))
    errors = await startResumingClient<PacedLog>(tailUrl('severity:error'))
    logs = sendPacedLogs(() => platform.url, rowsPerSecond)
    const isTaken = async () => {
      const before = logs.acknowledged.length
      await until(() => logs.acknowledged.length > before + 1_000)
    }
    for (let round = 0; round < reconnects; round++) {
      await isTaken()
      await until(() => everything.isReady && errors.isReady)
      everything.drop()
      errors.drop()
      if (round % (reconnects / restarts) === 1) await platform.kill(round === 1 ? 'gracefully' : 'platform')
    }
    await isTaken()
    await logs.stop()
    const last = Math.max(...logs.acknowledged)
    const has = (client: ResumingClient<PacedLog>, number: number) =>
      client.rows.some(({ body }) => body === String(number))
    await until(() => has(everything, last) && has(errors, last - (last % 5)))
  }, 280_000)
  afterAll(() => {
    everything?.close()
    errors?.close()
  })

  it('shows every accepted row once', () => {
    const { acknowledged, unknown } = logs
    for (const [client, wanted] of [
      [everything, acknowledged],
      [errors, acknowledged.filter((number) => number % 5 === 0)],
    ] as const) {
      const got = numbersOf(client)
      const times = new Map<number, number>()
      for (const number of got) times.set(number, (times.get(number) ?? 0) + 1)
      const sent = new Set([...acknowledged, ...unknown])
      process.stdout.write(`${got.length} rows of ${wanted.length}, ${client.connections} connections\n`)
      expect({
        lost: wanted.filter((number) => !times.has(number)).slice(0, 20),
        doubled: [...times].filter(([, count]) => count > 1).slice(0, 20),
        invented: got.filter((number) => !sent.has(number)).slice(0, 20),
        ...{ skipped: client.skipped, gaps: client.gaps },
      }).toEqual({ lost: [], doubled: [], invented: [], skipped: 0, gaps: 0 })
      expect(client.connections).toBeGreaterThan(reconnects)
    }
  })

  it('shows rows in the order of their arrival', () => {
    const numbers = new Map(logs.acknowledged.map((number, place) => [number, place]))
    // Requests are acknowledged side by side: a row may overtake those of requests that were under way with it.
    const places = numbersOf(errors).flatMap((number) => numbers.get(number) ?? [])
    let highest = 0
    for (const place of places) {
      expect(highest - place).toBeLessThan(20 * ((rowsPerSecond * 50) / 1_000))
      highest = Math.max(highest, place)
    }
  })
})
