import assert from 'node:assert/strict'
import { makeSpanBodies } from '../../bench/span-bodies.ts'
import { describeLatencies, describeStatuses, send, startLoad } from '../load.ts'
import type { Scenario } from '../scenario.ts'

const spoolMebibytes = 64
const spansInOne = 500
const refusalsWanted = 100

export const sharedSpool: Scenario = {
  name: 'a project that fills the spool, ClickHouse down',
  promise: 'is asked to come again once little is left, while another project is served',
  secondsMax: 150,
  environment: { SPOOL_BYTES_MAX: `${spoolMebibytes}MiB` },
  async run(platform) {
    await Promise.all(['flood', 'small'].map(platform.addProject))
    platform.engine.mode = 'down'
    const small = startLoad(platform, { connections: 2, projectId: 'small', pauseMilliseconds: 50 })
    const bodies = makeSpanBodies(20, spansInOne)
    const statuses = new Map<number, number>()
    const headers = { 'content-encoding': 'gzip' }
    for (let request = 0; (statuses.get(503) ?? 0) < refusalsWanted && request < 5_000; request += 1) {
      const body = bodies[request % bodies.length] as Buffer
      const { status, retryAfter } = await send(platform.url, body, { path: '/projects/flood/v1/traces', headers })
      statuses.set(status, (statuses.get(status) ?? 0) + 1)
      assert.ok(status === 200 || retryAfter !== undefined, `answered ${status} with Retry-After ${retryAfter}`)
    }
    await small.stop()
    assert.ok((statuses.get(503) ?? 0) >= refusalsWanted, 'the flood was refused')
    assert.deepEqual([...small.statuses.keys()], [200])
    platform.engine.mode = 'up'
    await platform.drained()
    assert.equal(await platform.count('spans', 'flood'), (statuses.get(200) ?? 0) * spansInOne)
    assert.equal(await platform.count('spans', 'small'), small.accepted())
    return {
      'spool, MiB': spoolMebibytes,
      'flood, answers': describeStatuses(statuses),
      'other project, answers': describeStatuses(small.statuses),
      'other project, p50 / p99 ms': describeLatencies(small.latencies),
      'spans stored of those acknowledged': `${(statuses.get(200) ?? 0) * spansInOne + small.accepted()} of as many`,
    }
  },
}
