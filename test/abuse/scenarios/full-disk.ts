import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { makeSpanBodies } from '../../bench/span-bodies.ts'
import { startAbusedPlatform } from '../abused-platform.ts'
import { describeStatuses, send, startLoad } from '../load.ts'
import { until } from '../raw-connection.ts'
import type { Scenario } from '../scenario.ts'

const diskMebibytes = 48

function mount(directory: string): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${diskMebibytes}m`, 'tmpfs', directory], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

function cannotMount(): string | undefined {
  const directory = mkdtempSync(join(tmpdir(), 'hanzo-abuse-mount-'))
  const isMounted = mount(directory)
  if (isMounted) execFileSync('umount', [directory])
  rmSync(directory, { recursive: true, force: true })
  return isMounted ? undefined : 'mounting a small disk needs root'
}

export const fullDisk: Scenario = {
  name: 'the disk of the spool full, ClickHouse down',
  promise: 'senders hear 503 with Retry-After; what was acknowledged is stored once there is room',
  isPossible: cannotMount,
  secondsMax: 240,
  async run() {
    const directory = mkdtempSync(join(tmpdir(), 'hanzo-abuse-disk-'))
    mount(directory)
    // More than the disk has: it is the disk that refuses, not our own limit.
    const platform = await startAbusedPlatform({ dataDir: directory, environment: { SPOOL_BYTES_MAX: '1GiB' } })
    const bodies = makeSpanBodies(20, 500)
    const headers = { 'content-encoding': 'gzip' }
    const statuses = new Map<number, number>()
    let acknowledged = 0
    try {
      platform.engine.mode = 'down'
      const flood = async (index: number) => {
        const { status, retryAfter } = await send(platform.url, bodies[index % bodies.length] as Buffer, { headers })
        statuses.set(status, (statuses.get(status) ?? 0) + 1)
        if (status === 200) acknowledged += 500
        else assert.ok(status === 503 && retryAfter !== undefined, `answered ${status} with Retry-After ${retryAfter}`)
      }
      for (let request = 0; (statuses.get(503) ?? 0) < 50 && request < 5_000; request += 1) await flood(request)
      assert.ok((statuses.get(503) ?? 0) >= 50, 'the disk became full')
      assert.ok(platform.isAlive())
      platform.engine.mode = 'up'
      await platform.drained()
      assert.equal(await platform.count('spans'), acknowledged)
      const load = startLoad(platform)
      await until(() => load.accepted() > 100, 'telemetry is taken again', 30)
      await load.stop()
      return {
        'disk, MiB': diskMebibytes,
        'spans acknowledged': acknowledged,
        'spans stored': acknowledged,
        answers: describeStatuses(statuses),
      }
    } finally {
      await platform.close()
      execFileSync('umount', [directory])
      rmSync(directory, { recursive: true, force: true })
    }
  },
}
