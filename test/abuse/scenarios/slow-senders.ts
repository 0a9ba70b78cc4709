import assert from 'node:assert/strict'
import { describeLatencies, describeStatuses, startLoad } from '../load.ts'
import { countStatuses, openMany, until } from '../raw-connection.ts'
import type { Scenario } from '../scenario.ts'

const attackers = 500
const letters = 'abcdefghijklmnopqrstuvwxyz'

/** Slow-loris: headers, and bodies, byte by byte. */
export const slowSenders: Scenario = {
  name: 'slow headers and bodies',
  promise: 'end with 408 in time, while honest senders are served',
  secondsMax: 120,
  async run(platform) {
    const filesBefore = platform.openFiles()
    const load = startLoad(platform)
    const headers = await openMany(platform.port, attackers)
    const bodies = await openMany(platform.port, attackers)
    for (const { socket } of headers) socket.write('POST /v1/traces HTTP/1.1\r\nHost: localhost\r\nX-Slow: ')
    for (const { socket } of bodies) {
      socket.write(
        'POST /v1/traces HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 1000000\r\n\r\n[',
      )
    }
    const all = [...headers, ...bodies]
    let sent = 0
    const timer = setInterval(() => {
      for (const { socket } of all) if (socket.writable) socket.write(letters[sent % letters.length] ?? '')
      sent += 1
    }, 1_000)
    const started = performance.now()
    try {
      await until(() => headers.every(({ socket }) => socket.destroyed), 'slow headers are cut off', 40)
      const headerSeconds = (performance.now() - started) / 1_000
      await until(() => bodies.every(({ socket }) => socket.destroyed), 'slow bodies are cut off', 100)
      const bodySeconds = (performance.now() - started) / 1_000
      await load.stop()
      assert.deepEqual([...load.statuses.keys()], [200])
      await until(() => platform.openFiles() <= filesBefore + 20, 'their files are closed')
      return {
        connections: all.length,
        'headers cut off after, s': headerSeconds.toFixed(0),
        'bodies cut off after, s': bodySeconds.toFixed(0),
        answers: describeStatuses(countStatuses(all)),
        'honest senders, p50 / p99 ms': describeLatencies(load.latencies),
      }
    } finally {
      clearInterval(timer)
      await load.stop()
      for (const { socket } of all) socket.destroy()
    }
  },
}
