import { logFilterSchema } from '@hanzo/schema/api'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { columnsOf } from '../../../../test/fixtures/put-rows.ts'
import { rowOf } from '../../../../test/fixtures/rows.ts'
import { createTail, type Tail } from '../tail/create-tail.ts'
import type { ToThread } from './messages.ts'
import { createRemoteTails, type RemoteTails } from './remote-tails.ts'
import { serveTails, type TailServer } from './serve-tails.ts'

let tail: Tail
let remote: RemoteTails
let sent: { type: string; rows?: { body: string }[]; count?: number }[]
let buffered: number
let server: TailServer

const everything = logFilterSchema.parse({})
const connection = { send: (text: string) => void sent.push(JSON.parse(text)), bufferedBytes: () => buffered }

function startThread(): void {
  tail = createTail({ flushMs: 10, bufferedBytesMax: 100, queueRowsMax: 5 })
  server = serveTails(tail, (message) => {
    if (message.type === 'tail') remote.take(message.id, message.message)
  })
}

/** Messages to the thread, as `postMessage` would carry them. */
function post(message: ToThread): void {
  if (message.type === 'watch') server.watch(message.id, message.request)
  else if (message.type === 'unwatch') server.unwatch(message.id)
  else if (message.type === 'tailed') server.tailed(message.id, message.received, message.buffered)
}

beforeEach(() => {
  vi.useFakeTimers()
  sent = []
  buffered = 0
  remote = createRemoteTails(post)
  startThread()
})
afterEach(() => {
  remote.close()
  tail.close()
  vi.useRealTimers()
})

const publish = (body: string) =>
  tail.publish({ batch: columnsOf({ logs: [rowOf('logs', { project_id: 'mine', body })] }) })
const bodies = () => sent.flatMap(({ rows }) => rows?.map(({ body }) => body) ?? [])

describe('a tail in another thread', () => {
  it('shows its rows until it is left, and is not watched then', () => {
    const leave = remote.subscribeLogs('mine', everything, connection)
    publish('one')
    vi.advanceTimersByTime(10)
    expect(bodies()).toEqual(['one'])
    leave()
    expect(tail.isWatched()).toBe(false)
    publish('two')
    vi.advanceTimersByTime(100)
    expect(bodies()).toEqual(['one'])
  })

  it('waits for a client that is slow, counts what it skips, and goes on by itself once the client has caught up', () => {
    remote.subscribeLogs('mine', everything, connection)
    buffered = 1_000
    publish('one')
    vi.advanceTimersByTime(100)
    for (let row = 0; row < 20; row++) publish(`row ${row}`)
    vi.advanceTimersByTime(1_000)
    expect(bodies()).toEqual(['one'])
    buffered = 0
    vi.advanceTimersByTime(100)
    expect(sent.find(({ type }) => type === 'skipped')?.count).toBe(15)
    expect(bodies()).toEqual(['one', 'row 15', 'row 16', 'row 17', 'row 18', 'row 19'])
  })

  it('is watched again by a new thread, which tells its client nothing', () => {
    remote.subscribeLogs('mine', everything, connection)
    tail.close()
    startThread()
    remote.resume()
    publish('after')
    vi.advanceTimersByTime(10)
    expect(bodies()).toEqual(['after'])
    expect(sent.filter(({ type }) => type === 'ready')).toHaveLength(1)
  })

  it('refuses more clients than there is room for', () => {
    for (let count = 0; count < 200; count++) remote.subscribeLogs('mine', everything, connection)
    expect(() => remote.assertRoom()).toThrow(expect.objectContaining({ code: 'TOO_MANY_TAILS' }))
    expect(() => remote.subscribeLogs('mine', everything, connection)).toThrow(
      expect.objectContaining({ code: 'TOO_MANY_TAILS' }),
    )
  })
})
