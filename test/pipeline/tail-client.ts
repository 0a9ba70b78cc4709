import { setTimeout as sleep } from 'node:timers/promises'
import { WebSocket } from 'ws'

/** What a client of a tail got over all its connections. */
export interface TailRecord<Row> {
  rows: Row[]
  skipped: number
  /** Gaps whose size nobody knew. */
  gaps: number
  connections: number
}

export interface ResumingClient<Row> extends TailRecord<Row> {
  /** The platform has answered on the connection. */
  isReady: boolean
  /** Ends the connection without a word, as a network does, and comes back with its cursor. */
  drop(): void
  /** Where the next connection goes: another process, when it changed. */
  url: string
  close(): void
}

type Message<Row> =
  | { type: 'ready'; cursor: string }
  | { type: 'rows'; rows: Row[]; cursor: string }
  | { type: 'skipped'; count: number | null; cursor: string }

const retryMs = 100

/** Watches a tail, and comes back with the cursor of its last message whenever the connection is lost. Resolves when it is ready first. */
export async function startResumingClient<Row>(url: string): Promise<ResumingClient<Row>> {
  let cursor: string | undefined
  let socket: WebSocket | undefined
  let isClosed = false

  function take(message: Message<Row>, onReady: () => void): void {
    if (message.type === 'ready') {
      client.isReady = true
      onReady()
    }
    if (message.type === 'rows') for (const row of message.rows) client.rows.push(row)
    if (message.type === 'skipped' && message.count === null) client.gaps += 1
    if (message.type === 'skipped') client.skipped += message.count ?? 0
    cursor = message.cursor
  }
  function connect(onReady: () => void): void {
    const at = new URL(client.url)
    at.protocol = 'ws:'
    if (cursor !== undefined) at.searchParams.set('cursor', cursor)
    const opened = new WebSocket(at)
    socket = opened
    opened.on('open', () => {
      client.connections += 1
    })
    opened.on('message', (data) => {
      // What a dropped connection still had under way is lost.
      if (socket === opened) take(JSON.parse((data as Buffer).toString()) as Message<Row>, onReady)
    })
    opened.on('error', () => undefined)
    opened.on('close', () => {
      if (socket === opened) client.isReady = false
      if (!isClosed) void sleep(retryMs).then(() => isClosed || connect(onReady))
    })
  }
  const client: ResumingClient<Row> = {
    rows: [],
    skipped: 0,
    gaps: 0,
    connections: 0,
    isReady: false,
    url,
    drop() {
      const dropped = socket
      socket = undefined
      client.isReady = false
      dropped?.terminate()
    },
    close() {
      isClosed = true
      socket?.terminate()
    },
  }
  await new Promise<void>((resolve) => connect(resolve))
  return client
}

/** A log record of `sendPacedLogs`. */
export interface PacedLog {
  body: string
}

export function numbersOf(client: Pick<TailRecord<PacedLog>, 'rows'>): number[] {
  return client.rows.map(({ body }) => Number(body))
}
