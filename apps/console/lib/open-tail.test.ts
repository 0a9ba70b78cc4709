import { logsTailMessageSchema } from '@hanzo/schema/api'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { openTail, reconnectDelay } from './open-tail.ts'

/** The network is what fails here: sockets that the test drives. */
class DrivenSocket {
  onmessage: ((event: { data: string }) => void) | null = null
  onclose: (() => void) | null = null
  closed = false

  close(): void {
    this.closed = true
  }

  say(message: unknown): void {
    this.onmessage?.({ data: JSON.stringify(message) })
  }
}

function start() {
  const sockets: DrivenSocket[] = []
  const seen: string[] = []
  const tail = openTail({
    url: 'ws://localhost/tail',
    schema: logsTailMessageSchema,
    onReady: (isFirst) => seen.push(isFirst ? 'ready' : 'ready again'),
    onRows: (rows) => seen.push(`${rows.length} rows`),
    onSkipped: (count) => seen.push(`${count} skipped`),
    onLost: () => seen.push('lost'),
    connect: () => {
      const socket = new DrivenSocket()
      sockets.push(socket)
      return socket as unknown as WebSocket
    },
  })
  return { sockets, seen, tail }
}

describe('openTail', () => {
  beforeEach(() => {
    vi.useFakeTimers()
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  it('hands on rows and says how many were skipped', () => {
    const { sockets, seen } = start()
    sockets[0]?.say({ type: 'ready' })
    sockets[0]?.say({ type: 'rows', rows: [], cursor: '1' })
    sockets[0]?.say({ type: 'skipped', count: 7 })
    expect(seen).toEqual(['ready', '0 rows', '7 skipped'])
  })

  it('connects again when the connection is lost, and tells that rows may be missing', () => {
    const { sockets, seen } = start()
    sockets[0]?.say({ type: 'ready' })
    sockets[0]?.onclose?.()
    vi.advanceTimersByTime(1000)
    sockets[1]?.say({ type: 'ready' })
    expect(seen).toEqual(['ready', 'lost', 'ready again'])
  })

  it('does not connect again once it was closed', () => {
    const { sockets, tail } = start()
    tail.close()
    sockets[0]?.onclose?.()
    vi.advanceTimersByTime(60_000)
    expect(sockets).toHaveLength(1)
    expect(sockets[0]?.closed).toBe(true)
  })

  it('ignores messages that it does not know', () => {
    const { sockets, seen } = start()
    sockets[0]?.say({ type: 'weather', sky: 'blue' })
    expect(seen).toEqual([])
  })
})

it('waits longer from try to try, up to a limit', () => {
  expect([0, 1, 2, 10].map((tries) => reconnectDelay(tries, 0.5))).toEqual([500, 1000, 2000, 15_000])
})
