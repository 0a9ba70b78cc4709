import { logsTailMessageSchema } from '@hanzo/schema/api'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { ApiError } from './api-error.ts'
import { openTail, reconnectDelay } from './open-tail.ts'

/** The network is what fails here: sockets that the test drives. */
class DrivenSocket {
  readonly url: string
  onmessage: ((event: { data: string }) => void) | null = null
  onclose: ((event: { code: number }) => void) | null = null
  closed = false

  constructor(url: string) {
    this.url = url
  }

  close(): void {
    this.closed = true
  }

  say(message: unknown): void {
    this.onmessage?.({ data: JSON.stringify(message) })
  }

  lose(code = 1006): void {
    this.onclose?.({ code })
  }
}

function start(cursor?: string) {
  const sockets: DrivenSocket[] = []
  const seen: string[] = []
  const server: { refusal: ApiError | undefined } = { refusal: undefined }
  const tail = openTail({
    url: 'ws://localhost/tail?query=a',
    cursor,
    schema: logsTailMessageSchema,
    onConnection: (connection) =>
      seen.push('problem' in connection ? `${connection.kind}: ${connection.problem}` : connection.kind),
    onRows: (rows) => seen.push(`${rows.length} rows`),
    onSkipped: (count) => seen.push(`${count} skipped`),
    findRefusal: async () => server.refusal,
    connect: (url) => {
      const socket = new DrivenSocket(url)
      sockets.push(socket)
      return socket as unknown as WebSocket
    },
  })
  const cursors = () => sockets.map(({ url }) => new URL(url).searchParams.get('cursor'))
  return { sockets, cursors, seen, server, tail }
}

const row = {
  logId: '1-1',
  timeUnixNano: '1',
  observedTimeUnixNano: '1',
  severityNumber: 0,
  severityText: '',
  serviceName: '',
  body: '',
}
const log = { ...row, bodyIsJson: false, eventName: '', traceId: '', spanId: '', attributes: [] }

describe('openTail', () => {
  beforeEach(() => {
    vi.useFakeTimers()
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  it('hands on rows and says how many were skipped', () => {
    const { sockets, seen } = start()
    sockets[0]?.say({ type: 'ready', cursor: '0' })
    sockets[0]?.say({ type: 'rows', rows: [log], cursor: '1' })
    sockets[0]?.say({ type: 'rows', rows: [], cursor: '2' })
    sockets[0]?.say({ type: 'skipped', count: 7, cursor: '3' })
    sockets[0]?.say({ type: 'skipped', count: null, cursor: '3' })
    expect(seen).toEqual(['connecting', 'live', '1 rows', '7 skipped', 'null skipped'])
  })

  it('connects again when the connection is lost, and goes on where it was', () => {
    const { sockets, cursors, seen } = start()
    sockets[0]?.say({ type: 'ready', cursor: 'a+b' })
    sockets[0]?.lose()
    vi.advanceTimersByTime(1000)
    sockets[1]?.say({ type: 'ready', cursor: 'c' })
    expect(seen).toEqual(['connecting', 'live', 'waiting', 'connecting', 'live'])
    expect(cursors()).toEqual([null, 'a+b'])
  })

  it('begins where an earlier one was left, and tells where it is', () => {
    const { sockets, cursors, tail } = start('left')
    expect(cursors()).toEqual(['left'])
    sockets[0]?.say({ type: 'rows', rows: [], cursor: 'further' })
    tail.close()
    expect(tail.cursor()).toBe('further')
  })

  it('counts a connection as lost that says nothing for too long, as one does when the computer slept', () => {
    const { sockets, cursors } = start()
    sockets[0]?.say({ type: 'ready', cursor: '1' })
    vi.advanceTimersByTime(30_000)
    expect(sockets).toHaveLength(1)
    vi.advanceTimersByTime(20_000)
    expect(sockets[0]?.closed).toBe(true)
    expect(cursors()).toEqual([null, '1'])
  })

  it('does not connect again once it was closed', () => {
    const { sockets, tail } = start()
    tail.close()
    sockets[0]?.lose()
    vi.advanceTimersByTime(60_000)
    expect(sockets).toHaveLength(1)
    expect(sockets[0]?.closed).toBe(true)
  })

  it('ends when access has ended, and when the server says why it will never let it in', async () => {
    const ended = start()
    ended.sockets[0]?.say({ type: 'ready', cursor: '1' })
    ended.sockets[0]?.lose(4401)
    const refused = start()
    refused.server.refusal = new ApiError('Unauthorized', { code: 'UNAUTHORIZED', status: 401, detail: 'sign in' })
    refused.sockets[0]?.lose()
    await vi.advanceTimersByTimeAsync(60_000)
    expect(ended.seen.at(-1)).toMatch(/^ended/)
    expect(refused.seen.at(-1)).toBe('ended: sign in')
    expect([...ended.sockets, ...refused.sockets]).toHaveLength(2)
  })

  it('tries again, and says why, when there is no room', async () => {
    const { sockets, seen, server } = start()
    server.refusal = new ApiError('too many live tails are open', { code: 'TOO_MANY_TAILS', status: 503 })
    sockets[0]?.lose()
    await vi.advanceTimersByTimeAsync(1000)
    expect(seen.slice(1)).toEqual(['waiting: too many live tails are open', 'connecting'])
  })

  it('goes on without a cursor that is not taken any more, and says that rows are missing', async () => {
    const { sockets, cursors, seen, server } = start('old')
    server.refusal = new ApiError('cursor', { code: 'INVALID_CURSOR', status: 400 })
    sockets[0]?.lose()
    await vi.advanceTimersByTimeAsync(1000)
    expect(cursors()).toEqual(['old', null])
    expect(seen).toContain('null skipped')
  })

  it('tries at once when the network is back', () => {
    const { sockets, tail } = start()
    sockets[0]?.say({ type: 'ready', cursor: '1' })
    sockets[0]?.lose()
    tail.hurry()
    expect(sockets).toHaveLength(2)
    tail.hurry()
    expect(sockets).toHaveLength(2)
  })

  it('ignores messages that it does not know', () => {
    const { sockets, seen } = start()
    sockets[0]?.say({ type: 'weather', sky: 'blue' })
    expect(seen).toEqual(['connecting'])
  })
})

it('waits longer from try to try, up to a limit', () => {
  expect([0, 1, 2, 10].map((tries) => reconnectDelay(tries, 0.5))).toEqual([500, 1000, 2000, 15_000])
})
