import assert from 'node:assert/strict'
import { Agent } from 'node:http'
import { gzipSync } from 'node:zlib'
import type { AbusedPlatform } from '../abused-platform.ts'
import { describeStatuses, send } from '../load.ts'
import { type RecordedBody, recordedBodies } from '../recorded-bodies.ts'
import type { Scenario } from '../scenario.ts'

const connections = 8
const mutationsPerBody = 2_000
const seed = 4_318
/** A body is understood, wholly or in part, or it is the sender's mistake: never ours. */
const clear = new Set([200, 400])

interface BrokenBody extends RecordedBody {
  gzip?: boolean
}

async function sendAll(platform: AbusedPlatform, bodies: Iterable<BrokenBody>): Promise<Map<number, number>> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections })
  const statuses = new Map<number, number>()
  const iterator = bodies[Symbol.iterator]()
  const work = async () => {
    for (let next = iterator.next(); !next.done; next = iterator.next()) {
      const { path, contentType, body, gzip } = next.value
      const headers = { 'content-type': contentType, ...(gzip && { 'content-encoding': 'gzip' }) }
      const { status } = await send(platform.url, body, { agent, path, headers })
      statuses.set(status, (statuses.get(status) ?? 0) + 1)
      assert.ok(
        clear.has(status),
        `${path} ${contentType} answered ${status} to ${body.toString('hex').slice(0, 2_000)}`,
      )
    }
  }
  await Promise.all(Array.from({ length: connections }, work))
  agent.destroy()
  return statuses
}

export const truncatedBodies: Scenario = {
  name: 'bodies truncated at every byte',
  promise: 'are a 400, or what is whole of them is taken; never a failure of ours',
  secondsMax: 180,
  async run(platform) {
    const recorded = await recordedBodies()
    function* truncated(): Generator<BrokenBody> {
      for (const whole of recorded) {
        for (let length = 0; length <= whole.body.length; length += 1) {
          yield { ...whole, body: whole.body.subarray(0, length) }
        }
        const gzipped = gzipSync(whole.body)
        for (let length = 1; length < gzipped.length; length += 1) {
          yield { ...whole, body: gzipped.subarray(0, length), gzip: true }
        }
      }
    }
    const statuses = await sendAll(platform, truncated())
    return {
      requests: [...statuses.values()].reduce((sum, times) => sum + times, 0),
      answers: describeStatuses(statuses),
    }
  },
}

export const mutatedBodies: Scenario = {
  name: 'bodies with wrong wire types, lengths and bytes',
  promise: 'are a 400, or their sound records are taken; never a failure of ours',
  secondsMax: 180,
  async run(platform) {
    const recorded = await recordedBodies()
    const random = createRandom(seed)
    function* mutated(): Generator<BrokenBody> {
      for (const whole of recorded) {
        for (let index = 0; index < mutationsPerBody; index += 1) yield { ...whole, body: mutate(whole.body, random) }
      }
    }
    const statuses = await sendAll(platform, mutated())
    return { requests: recorded.length * mutationsPerBody, answers: describeStatuses(statuses) }
  },
}

/** One to four changes: another wire type, another byte, a bit, bytes twice, bytes gone, a length of gigabytes. */
function mutate(body: Buffer, random: (below: number) => number): Buffer {
  let bytes = Buffer.from(body)
  for (let change = random(4); change >= 0; change -= 1) {
    const at = random(bytes.length)
    const length = random(16)
    const kinds = [
      () => void bytes.writeUInt8(((bytes[at] ?? 0) & 0xf8) | random(8), at),
      () => void bytes.writeUInt8(random(256), at),
      () => void bytes.writeUInt8((bytes[at] ?? 0) ^ (1 << random(8)), at),
      () => (bytes = Buffer.concat([bytes.subarray(0, at + length), bytes.subarray(at)])),
      () => (bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + length)])),
      () => (bytes = Buffer.concat([bytes.subarray(0, at), Buffer.from('ffffffff0f', 'hex'), bytes.subarray(at)])),
    ]
    kinds[random(kinds.length)]?.()
    if (bytes.length === 0) return bytes
  }
  return bytes
}

/** The same numbers for the same seed: a failure can be played again. */
function createRandom(from: number): (below: number) => number {
  let state = from
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}
