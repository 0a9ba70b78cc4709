import assert from 'node:assert/strict'
import { describeStatuses, jsonSpans } from '../load.ts'
import { countStatuses, openMany, until } from '../raw-connection.ts'
import type { Scenario } from '../scenario.ts'

const each = 300

/** Connections of which one half, or both, end at every point where they can. */
export const halfClosed: Scenario = {
  name: 'half-closed and cut connections',
  promise: 'leave nothing behind: what was acknowledged is stored, half a request never is',
  secondsMax: 90,
  async run(platform) {
    const filesBefore = platform.openFiles()
    const stored = await platform.count('spans')
    const body = () => jsonSpans(1).toString('latin1')
    const head = (length: number) =>
      `POST /v1/traces HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: ${length}\r\n\r\n`
    const whole = await openMany(platform.port, each)
    for (const { socket } of whole) {
      const text = body()
      socket.end(head(text.length) + text)
    }
    const halfBody = await openMany(platform.port, each)
    for (const { socket } of halfBody) {
      const text = body()
      socket.end(head(text.length) + text.slice(0, text.length / 2))
    }
    const halfHead = await openMany(platform.port, each)
    for (const { socket } of halfHead) socket.end(head(10).slice(0, 40))
    const reset = await openMany(platform.port, each)
    for (const { socket } of reset) {
      const text = body()
      socket.write(head(text.length) + text.slice(0, text.length / 2), () => socket.resetAndDestroy())
    }
    const all = [...whole, ...halfBody, ...halfHead, ...reset]
    await until(() => all.every(({ socket }) => socket.destroyed), 'all are closed', 60)
    await until(() => platform.openFiles() <= filesBefore + 20, 'their files are closed')
    await platform.drained()
    // Who closes its half before the answer may not hear it: to a server that looks like a client that has gone.
    const answered = countStatuses(whole).get(200) ?? 0
    const storedNow = (await platform.count('spans')) - stored
    assert.ok(
      storedNow >= answered && storedNow <= each,
      `${storedNow} spans of ${each} requests, ${answered} answered`,
    )
    return {
      'closed after a whole request': describeStatuses(countStatuses(whole)),
      'spans stored of these': storedNow,
      'closed within the body': describeStatuses(countStatuses(halfBody)),
      'closed within the header': describeStatuses(countStatuses(halfHead)),
      'reset within the body': describeStatuses(countStatuses(reset)),
    }
  },
}
