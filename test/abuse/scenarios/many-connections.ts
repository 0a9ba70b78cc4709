import assert from 'node:assert/strict'
import { describeLatencies, describeStatuses, jsonSpans, startLoad } from '../load.ts'
import { countStatuses, openMany, statusOf, until } from '../raw-connection.ts'
import type { Scenario } from '../scenario.ts'

const connectionCount = 5_000
const largerThanTheLimit = 1_000

function requestText(): string {
  const body = jsonSpans(1).toString('latin1')
  return `POST /v1/traces HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`
}

export const manyConnections: Scenario = {
  name: '5,000 connections',
  promise: 'each is answered, none leaks memory or files',
  secondsMax: 240,
  async run(platform) {
    const before = { files: platform.openFiles(), memory: platform.residentMebibytes() }
    const stored = await platform.count('spans')
    const started = performance.now()
    // Each sends at once: one that is silent for 15 seconds is closed, and a busy machine needs longer for all of them.
    const connections = await openMany(platform.port, connectionCount, ({ socket }) => void socket.write(requestText()))
    try {
      await until(() => connections.every((connection) => statusOf(connection) > 0), 'all are answered', 90)
      const seconds = (performance.now() - started) / 1_000
      assert.ok(platform.openFiles() >= connectionCount, 'all are open at one time')
      const open = platform.residentMebibytes()
      const statuses = countStatuses(connections)
      assert.deepEqual([...statuses.keys()], [200])
      for (const { socket } of connections) socket.destroy()
      await until(() => platform.openFiles() <= before.files + 20, 'their files are closed')
      await platform.drained()
      assert.equal((await platform.count('spans')) - stored, connectionCount)
      return {
        connections: connectionCount,
        answers: describeStatuses(statuses),
        'opened, and one request on each answered, after s': seconds.toFixed(1),
        'memory a connection, KiB': Math.round(((open - before.memory) * 1_024) / connectionCount),
      }
    } finally {
      for (const { socket } of connections) socket.destroy()
    }
  },
}

export const moreConnectionsThanAllowed: Scenario = {
  name: 'five times the connections allowed',
  promise: 'push out themselves, never an honest sender',
  environment: { HANZO_CONNECTIONS_MAX: String(largerThanTheLimit / 5) },
  secondsMax: 60,
  async run(platform) {
    const load = startLoad(platform)
    const rounds = 5
    try {
      for (let round = 0; round < rounds; round += 1) {
        const flood = await openMany(platform.port, largerThanTheLimit)
        for (const { socket } of flood) if (socket.writable) socket.write('GET / HTTP/1.1\r\nX-Slow: ')
        assert.ok(platform.openFiles() < largerThanTheLimit, 'files stay bounded')
        await new Promise((resolve) => setTimeout(resolve, 500))
        for (const { socket } of flood) socket.destroy()
      }
    } finally {
      await load.stop()
    }
    // A sender that was between two requests may be the one that is silent for longest, and connects again.
    const broken = load.statuses.get(0) ?? 0
    const served = load.statuses.get(200) ?? 0
    assert.ok(broken < served / 10, `honest senders are served: ${describeStatuses(load.statuses)}`)
    return {
      'connections tried': rounds * largerThanTheLimit,
      allowed: largerThanTheLimit / 5,
      'honest senders': describeStatuses(load.statuses),
      'honest senders, p50 / p99 ms': describeLatencies(load.latencies),
    }
  },
}
