import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createHanzoCloudTelemetry } from '../../../packages/sdk/src/hanzo-cloud/index.ts'

/**
 * A program of its own, since memory is measured: records spans while a server answers, then a million once it is gone, and prints as JSON what that cost.
 * Run with --expose-gc.
 */

const spansMax = Number(process.argv[2] ?? 1_000_000)
const rejections: string[] = []
process.on('unhandledRejection', (reason) => rejections.push(String(reason)))
process.on('uncaughtException', (error) => rejections.push(String(error)))

const server = createServer((request, response) => {
  request.resume()
  request.on('end', () => response.end())
})
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
const cloudUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
const telemetry = createHanzoCloudTelemetry({ cloudUrl, apiKey: 'k', environment: 'production', flushOnExit: false })

function record(): void {
  const span = telemetry.startSpan('work', { attributes: { 'user.id': 'u-1', attempt: 1, model: 'small' } })
  span.setAttribute('result', 'done')
  span.end()
}

async function recordMany(count: number): Promise<void> {
  for (let index = 1; index <= count; index += 1) {
    record()
    if (index % 10_000 === 0) await new Promise((resolve) => setImmediate(resolve))
  }
}

/** Microseconds of one record, median of rounds of 100. */
async function medianMicroseconds(): Promise<number> {
  const rounds: number[] = []
  for (let round = 0; round < 200; round += 1) {
    const startedAt = performance.now()
    for (let index = 0; index < 100; index += 1) record()
    rounds.push((performance.now() - startedAt) * 10)
    await new Promise((resolve) => setImmediate(resolve))
  }
  return rounds.sort((a, b) => a - b)[100] as number
}

async function memory() {
  for (let round = 0; round < 4; round += 1) {
    gc?.()
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  const { rss, heapUsed, arrayBuffers } = process.memoryUsage()
  return { rss, held: heapUsed + arrayBuffers }
}

// The engine grows its heap under this load whether anybody answers or not; what is measured begins after that.
await recordMany(300_000)
await telemetry.flush()
const aliveMicroseconds = await medianMicroseconds()
await telemetry.flush()
const before = await memory()
server.closeAllConnections()
await new Promise((resolve) => server.close(resolve))
const startedAt = performance.now()
await recordMany(spansMax)
const seconds = (performance.now() - startedAt) / 1000
const deadMicroseconds = await medianMicroseconds()
const after = await memory()
const full = telemetry.stats()
// By a timer of this process: it is as late as the others of a machine that is busy.
const tooLate = new Promise<boolean>((resolve) => setTimeout(resolve, 5100, false))
const isShutInTime = await Promise.race([telemetry.shutdown().then(() => true), tooLate])
const result = {
  before,
  after,
  seconds,
  aliveMicroseconds,
  deadMicroseconds,
  full,
  stats: telemetry.stats(),
  isShutInTime,
  rejections,
}
process.stdout.write(`${JSON.stringify(result)}\n`)
