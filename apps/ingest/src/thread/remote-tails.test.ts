import { logFilterSchema } from '@hanzo/schema/api'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { columnsOf } from '../../../../test/fixtures/put-rows.ts'
import { rowOf } from '../../../../test/fixtures/rows.ts'
import { createTail, type Tail } from '../tail/create-tail.ts'
import type { TailEvent, TailSubject } from '../tail/tail-client.ts'
import type { ToThread } from './messages.ts'
import { createRemoteTails, type RemoteTails } from './remote-tails.ts'
import { serveTails, type TailServer } from './serve-tails.ts'

let tail: Tail
let remote: RemoteTails
let sent: TailEvent[]
let buffered: number
let through: bigint
let server: TailServer

const everything: TailSubject = { signal: 'logs', projectId: 'mine', filter: logFilterSchema.parse({}) }
const client = { tell: (event: TailEvent) => void sent.push(event), bufferedBytes: () => buffered }

function startThread(): void {
  tail = createTail({ flushMs: 10, bufferedBytesMax: 100, queueRowsMax: 5, heldRowsMax: 5 })
  tail.begin(through)
  server = serveTails(tail, (message) => {
    if (message.type === 'tails') remote.take(message.events)
  })
}

/** Messages to the thread, as `postMessage` would carry them. */
function post(message: ToThread): void {
  if (message.type === 'watch') server.watch(message.id, message.subject, message.hold)
  else if (message.type === 'release') server.release(message.id, message.through)
  else if (message.type === 'unwatch') server.unwatch(message.id)
  else if (message.type === 'tailed') server.tailed(message.clients)
}

beforeEach(() => {
  vi.useFakeTimers()
  sent = []
  buffered = 0
  through = 10n
  remote = createRemoteTails(post)
  startThread()
})
afterEach(() => {
  remote.close()
  tail.close()
  vi.useRealTimers()
})

function publish(body: string): void {
  through += 1n
  const row = rowOf('logs', { project_id: 'mine', body, sequence: through })
  tail.publish({ batch: columnsOf({ logs: [row] }), through })
}
/** What was told in one go has arrived. */
const told = () => vi.advanceTimersByTimeAsync(0)
const bodies = () =>
  sent
    .flatMap((event) => (event.kind === 'rows' ? (JSON.parse(event.json) as { body: string }[]) : []))
    .map(({ body }) => body)
const readies = () => sent.flatMap((event) => (event.kind === 'ready' ? [event.through] : []))

describe('a tail in another thread', () => {
  it('shows its rows until it is left, and is not watched then', async () => {
    const { close: leave } = remote.subscribe(everything, client, false)
    publish('one')
    await vi.advanceTimersByTimeAsync(10)
    expect(bodies()).toEqual(['one'])
    leave()
    expect(tail.isWatched()).toBe(false)
    publish('two')
    await vi.advanceTimersByTimeAsync(100)
    expect(bodies()).toEqual(['one'])
  })

  it('waits for a client that is slow, counts what it skips, and goes on by itself once the client has caught up', async () => {
    remote.subscribe(everything, client, false)
    buffered = 1_000
    publish('one')
    await vi.advanceTimersByTimeAsync(100)
    for (let row = 0; row < 20; row++) publish(`row ${row}`)
    await vi.advanceTimersByTimeAsync(1_000)
    expect(bodies()).toEqual(['one'])
    buffered = 0
    await vi.advanceTimersByTimeAsync(100)
    expect(sent.find(({ kind }) => kind === 'skipped')).toMatchObject({ count: 15 })
    expect(bodies()).toEqual(['one', 'row 15', 'row 16', 'row 17', 'row 18', 'row 19'])
  })

  it('holds the rows of a new thread until its client has those before, and goes on behind them', async () => {
    const subscription = remote.subscribe(everything, client, false)
    await told()
    tail.close()
    startThread()
    remote.resume()
    publish('before')
    publish('after')
    await vi.advanceTimersByTimeAsync(10)
    expect(bodies()).toEqual([])
    expect(readies()).toEqual([10n, 10n])
    subscription.release(11n)
    await vi.advanceTimersByTimeAsync(10)
    expect(bodies()).toEqual(['after'])
  })

  it('shows the rows of a new thread to a client whose first one ended before it was ready', async () => {
    let isRunning = false
    remote = createRemoteTails((message) => isRunning && post(message))
    remote.subscribe(everything, client, false)
    isRunning = true
    remote.resume()
    publish('one')
    await vi.advanceTimersByTimeAsync(10)
    expect(readies()).toEqual([10n])
    expect(bodies()).toEqual(['one'])
  })

  it('says from where a held client goes on when more came than can be held', async () => {
    const subscription = remote.subscribe(everything, client, true)
    for (let row = 0; row < 20; row++) publish(`row ${row}`)
    await vi.advanceTimersByTimeAsync(10)
    subscription.release(10n)
    await told()
    expect(readies()).toEqual([10n, 25n])
    subscription.release(25n)
    await vi.advanceTimersByTimeAsync(10)
    expect(bodies()).toEqual(['row 15', 'row 16', 'row 17', 'row 18', 'row 19'])
    expect(sent.some(({ kind }) => kind === 'skipped')).toBe(false)
  })

  it('refuses more clients than there is room for', async () => {
    for (let count = 0; count < 200; count++) remote.subscribe(everything, client, false)
    expect(() => remote.assertRoom()).toThrow(expect.objectContaining({ code: 'TOO_MANY_TAILS' }))
    expect(() => remote.subscribe(everything, client, false)).toThrow(
      expect.objectContaining({ code: 'TOO_MANY_TAILS' }),
    )
  })
})
