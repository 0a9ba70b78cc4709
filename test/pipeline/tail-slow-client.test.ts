import { readFile } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { cpuSeconds } from '../bench/measure.ts'
import { type Platform, startPlatform } from '../platform/start-platform.ts'
import { type PacedLogs, sendPacedLogs } from './paced-logs.ts'

const startMs = 120_000
const rowsPerSecond = 500
/** What a row has beside its number: the system's own buffers, some megabytes a connection, are full soon. */
const ballast = 'x'.repeat(16_000)
const slowClients = 8
const rowsOf = { before: 1_000, meanwhile: 4_500 }

let platform: Platform

beforeAll(async () => {
  platform = await startPlatform({ HANZO_CONSOLE: 'off' })
}, startMs)
afterAll(() => platform?.close(), startMs)

function connect(query = ''): WebSocket {
  const url = new URL(`/api/projects/default/logs/tail?query=${encodeURIComponent(query)}`, platform.url)
  url.protocol = 'ws:'
  return new WebSocket(url)
}

interface Watching {
  socket: WebSocket
  numbers: number[]
  skipped: number
  /** Connections that were lost. */
  closes: number
}

/** A client that keeps the numbers of what it is shown. Resolves when it is ready. */
async function watch(query = ''): Promise<Watching> {
  const socket = connect(query)
  const seen: Watching = { socket, numbers: [], skipped: 0, closes: 0 }
  socket.on('close', () => {
    seen.closes += 1
  })
  await new Promise<void>((resolve, reject) => {
    socket.on('error', reject)
    socket.on('message', (data) => {
      const message = JSON.parse((data as Buffer).toString())
      if (message.type === 'ready') resolve()
      if (message.type === 'skipped') seen.skipped += message.count
      if (message.type === 'rows') for (const { body } of message.rows) seen.numbers.push(Number(body))
    })
  })
  return seen
}

const until = async (condition: () => boolean) => {
  while (!condition()) await sleep(20)
}

async function residentMiB(): Promise<number> {
  const status = await readFile(`/proc/${platform.pids.platform}/status`, 'utf8')
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024
}

describe(`${slowClients} tails whose clients do not read at ${rowsPerSecond} rows a second`, () => {
  let fast: Watching
  let slow: Watching[]
  let logs: PacedLogs
  /** Microseconds of the platform a row, while everybody read, and while the slow ones did not. */
  const cpu = { before: 0, meanwhile: 0 }
  const memory = { before: 0, most: 0 }
  /** How many accepted rows the fast client had not been shown, at each look. */
  const behind: number[] = []

  /** Looks until so many more rows were accepted. Resolves to what one of them took. */
  async function during(rows: number, look: () => Promise<void>): Promise<number> {
    const before = { rows: logs.acknowledged.length, cpu: cpuSeconds(platform.pids.platform) }
    while (logs.acknowledged.length < before.rows + rows) {
      await sleep(100)
      await look()
    }
    const taken = cpuSeconds(platform.pids.platform) - before.cpu
    return (taken * 1e6) / (logs.acknowledged.length - before.rows)
  }

  beforeAll(async () => {
    fast = await watch()
    slow = await Promise.all(Array.from({ length: slowClients }, () => watch()))
    logs = sendPacedLogs(() => platform.url, rowsPerSecond, { text: ballast })
    await until(() => logs.acknowledged.length > rowsPerSecond)
    cpu.before = await during(rowsOf.before, async () => {
      memory.before = Math.max(memory.before, await residentMiB())
    })
    for (const { socket } of slow) socket.pause()
    cpu.meanwhile = await during(rowsOf.meanwhile, async () => {
      memory.most = Math.max(memory.most, await residentMiB())
      behind.push(logs.acknowledged.length - fast.numbers.length)
    })
    for (const { socket } of slow) socket.resume()
    await logs.stop()
    const isThrough = ({ numbers, skipped }: Watching) => numbers.length + skipped >= logs.acknowledged.length
    await until(() => [fast, ...slow].every(isThrough))
  }, 280_000)
  afterAll(() => {
    for (const { socket } of [fast, ...slow]) socket.terminate()
  })

  it('shows them what it can, in order and once, and counts the rest: shown and skipped are what was accepted', () => {
    for (const { numbers, skipped, closes } of slow) {
      expect({ sum: numbers.length + skipped, closes }).toEqual({ sum: logs.acknowledged.length, closes: 0 })
      expect(skipped).toBeGreaterThan(0)
      expect(new Set(numbers).size).toBe(numbers.length)
      expect(numbers.at(-1)).toBe(fast.numbers.at(-1))
    }
  })

  it('shows others every row, and no later', () => {
    expect([fast.skipped, new Set(fast.numbers).size]).toEqual([0, logs.acknowledged.length])
    process.stdout.write(`fast client behind by at most ${Math.max(...behind)} rows\n`)
    // What is under way on a busy machine, and far less than waiting for the others would make it.
    expect(Math.max(...behind)).toBeLessThan(2 * rowsPerSecond)
  })

  it('takes no more work a row than when they read', () => {
    process.stdout.write(`${cpu.before.toFixed()} µs a row before, ${cpu.meanwhile.toFixed()} µs meanwhile\n`)
    expect(cpu.meanwhile).toBeLessThan(1.25 * cpu.before)
  })

  it('keeps few of the rows for them', () => {
    const all = (slowClients * rowsOf.meanwhile * ballast.length) / 1024 ** 2
    process.stdout.write(`memory ${memory.before.toFixed()} MiB before, ${memory.most.toFixed()} MiB at most\n`)
    expect(memory.most - memory.before).toBeLessThan(all / 2)
  })
})

describe('as many tails as a platform has room for', () => {
  const tailsMax = 200

  it('are shown rows; one more is refused with its reason, until one leaves', async () => {
    const watching = await Promise.all(
      Array.from({ length: tailsMax }, (_, number) => watch(`service:paced ${number}7`)),
    )
    const refused = await new Promise<{ status: number | undefined; problem: unknown; retryAfter: unknown }>(
      (resolve) => {
        const socket = connect()
        socket.on('error', () => undefined)
        socket.on('unexpected-response', (_, response) => {
          let text = ''
          response.on('data', (piece) => {
            text += piece
          })
          response.on('end', () =>
            resolve({
              status: response.statusCode,
              problem: JSON.parse(text),
              retryAfter: response.headers['retry-after'],
            }),
          )
        })
      },
    )
    expect(refused).toMatchObject({ status: 503, retryAfter: '10', problem: { code: 'TOO_MANY_TAILS' } })
    const logs = sendPacedLogs(() => platform.url, rowsPerSecond)
    // Number 177 is there in the first half a second.
    await until(() => watching[17]?.numbers.includes(177) === true)
    await logs.stop()
    const [first, ...others] = watching
    first?.socket.close()
    await until(() => first?.closes === 1)
    const late = await watch()
    for (const { socket } of [...others, late]) socket.terminate()
  }, 120_000)
})
