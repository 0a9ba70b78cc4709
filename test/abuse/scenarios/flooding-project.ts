import assert from 'node:assert/strict'
import { Agent } from 'node:http'
import { cpuSeconds } from '../../bench/measure.ts'
import { makeSpanBodies } from '../../bench/span-bodies.ts'
import type { AbusedPlatform } from '../abused-platform.ts'
import { describeLatencies, describeStatuses, send, startLoad } from '../load.ts'
import type { Scenario } from '../scenario.ts'

const spansPerBody = 500

/** Sends large requests on many connections as fast as they are answered, whatever the answer. */
function startFlood(platform: AbusedPlatform, projectId: string, connections: number) {
  const bodies = makeSpanBodies(30, spansPerBody)
  const agent = new Agent({ keepAlive: true, maxSockets: connections })
  const path = `/projects/${projectId}/v1/traces`
  const statuses = new Map<number, number>()
  let accepted = 0
  let isSending = true
  let next = 0
  const work = async () => {
    while (isSending) {
      const body = bodies[next++ % bodies.length] as Buffer
      const { status } = await send(platform.url, body, { agent, path, headers: { 'content-encoding': 'gzip' } })
      statuses.set(status, (statuses.get(status) ?? 0) + 1)
      if (status === 200) accepted += spansPerBody
    }
  }
  const working = Array.from({ length: connections }, work)
  return {
    statuses,
    accepted: () => accepted,
    async stop() {
      isSending = false
      await Promise.all(working)
      agent.destroy()
    },
  }
}

const pause = (seconds: number) => new Promise((resolve) => setTimeout(resolve, seconds * 1_000))

export const floodingProject: Scenario = {
  name: 'a project that floods on 100 connections',
  promise: 'waits for itself: another project is served, and hears no refusal',
  secondsMax: 120,
  async run(platform) {
    await platform.addProject('small')
    const quiet = startLoad(platform, { projectId: 'small', connections: 2 })
    await pause(5)
    await quiet.stop()
    const flood = startFlood(platform, 'default', 100)
    await pause(2)
    const small = startLoad(platform, { projectId: 'small', connections: 2 })
    await pause(15)
    await small.stop()
    await flood.stop()
    await platform.drained()
    assert.deepEqual([...small.statuses.keys()], [200])
    assert.equal(await platform.count('spans', 'small'), quiet.accepted() + small.accepted())
    return {
      'flood, spans a second': Math.round(flood.accepted() / 17),
      'flood, answers': describeStatuses(flood.statuses),
      'small project alone, p50 / p99 ms': describeLatencies(quiet.latencies),
      'small project beside it, p50 / p99 ms': describeLatencies(small.latencies),
      'small project, answers': describeStatuses(small.statuses),
    }
  },
}

export const limitedProject: Scenario = {
  name: 'a project far above its limit',
  promise: 'is held to it, and costs little',
  secondsMax: 60,
  async run(platform) {
    await platform.addProject('limited')
    const limits = {
      recordsPerSecond: 1_000,
      bytesPerSecond: null,
      burstSeconds: 5,
      recordsPerDay: null,
      bytesPerDay: null,
    }
    const set = await fetch(new URL('/api/projects/limited/limits', platform.url), {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(limits),
    })
    assert.equal(set.status, 200)
    const seconds = 10
    const flood = startFlood(platform, 'limited', 20)
    const cpuBefore = cpuSeconds(platform.pid)
    await pause(seconds)
    await flood.stop()
    const cpu = cpuSeconds(platform.pid) - cpuBefore
    const most = 1_000 * (seconds + 1 + limits.burstSeconds) + 20 * spansPerBody
    assert.ok(flood.accepted() <= most, `${flood.accepted()} of ${most}`)
    assert.deepEqual([...flood.statuses.keys()].sort(), [200, 429])
    await platform.drained()
    assert.equal(await platform.count('spans', 'limited'), flood.accepted())
    const requests = [...flood.statuses.values()].reduce((sum, times) => sum + times, 0)
    return {
      'limit, spans a second': limits.recordsPerSecond,
      'accepted, spans a second': Math.round(flood.accepted() / seconds),
      answers: describeStatuses(flood.statuses),
      'CPU of the platform a request, µs': Math.round((cpu / requests) * 1e6),
    }
  },
}
