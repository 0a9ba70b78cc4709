import assert from 'node:assert/strict'
import type { AbusedPlatform } from '../abused-platform.ts'
import type { EngineMode } from '../hostile-engine.ts'
import { describeLatencies, describeStatuses, type LoadOptions, startLoad } from '../load.ts'
import type { Figures, Scenario } from '../scenario.ts'

/** Sends while ClickHouse fails, lets it recover, and looks whether each acknowledged span is there once. */
async function outage(platform: AbusedPlatform, mode: EngineMode, seconds: number): Promise<Figures> {
  const stored = await platform.count('spans')
  const load = startLoad(platform, { connections: 4, spans: 50 })
  await new Promise((resolve) => setTimeout(resolve, 2_000))
  platform.engine.mode = mode
  await new Promise((resolve) => setTimeout(resolve, seconds * 1_000))
  platform.engine.mode = 'up'
  const recovering = performance.now()
  await new Promise((resolve) => setTimeout(resolve, 2_000))
  await load.stop()
  await platform.drained()
  const drainSeconds = (performance.now() - recovering) / 1_000
  assert.deepEqual([...load.statuses.keys()], [200])
  assert.equal((await platform.count('spans')) - stored, load.accepted())
  return {
    'spans acknowledged': load.accepted(),
    'spans stored': (await platform.count('spans')) - stored,
    answers: describeStatuses(load.statuses),
    'acknowledged in, p50 / p99 ms': describeLatencies(load.latencies),
    'caught up after, s': drainSeconds.toFixed(1),
  }
}

const promise = 'telemetry is acknowledged all the while, and stored once'
const scenario = (name: string, mode: EngineMode, seconds = 12): Scenario => ({
  name,
  promise,
  secondsMax: 180,
  run: (platform) => outage(platform, mode, seconds),
})

export const engineDown = scenario('ClickHouse down', 'down')
export const engineSlow = scenario('ClickHouse slow: each answer two seconds late', 'slow')
export const engineRefusing = scenario('ClickHouse refusing: too many parts', 'refusing')
export const engineDeaf = scenario('ClickHouse storing, but its answers get lost', 'deaf')

const jumps = { day: 86_400_000, tenYears: 315_576_000_000 }

export const clockJumps: Scenario = {
  name: 'the clock jumps by a day and by ten years, forwards and back',
  promise,
  secondsMax: 120,
  async run(platform) {
    const stored = await platform.count('spans')
    const load = startLoad(platform, { connections: 4, spans: 20 } satisfies LoadOptions)
    for (const offset of [jumps.day, -jumps.day, jumps.tenYears, -jumps.tenYears, 0]) {
      await new Promise((resolve) => setTimeout(resolve, 2_000))
      platform.jump(offset)
    }
    await new Promise((resolve) => setTimeout(resolve, 2_000))
    await load.stop()
    await platform.drained()
    const health = await fetch(new URL('/readyz', platform.url))
    assert.equal(health.status, 200)
    assert.deepEqual([...load.statuses.keys()], [200])
    const storedNow = (await platform.count('spans')) - stored
    assert.equal(storedNow, load.accepted())
    return {
      'spans acknowledged': load.accepted(),
      'spans stored': storedNow,
      'spans rejected for their time': load.rejected(),
      'acknowledged in, p50 / p99 ms': describeLatencies(load.latencies),
    }
  },
}
