import type { z } from 'zod'

/** What a tail message is, whatever its rows are. */
export type TailMessage<Row> =
  | { type: 'ready' }
  | { type: 'rows'; rows: Row[]; cursor: string }
  | { type: 'skipped'; count: number }

export interface TailOptions<Row> {
  url: string
  schema: z.ZodType<TailMessage<Row>>
  /** `isFirst` is false after a connection was lost: what was sent in between is missing. */
  onReady(isFirst: boolean): void
  onRows(rows: Row[]): void
  onSkipped(count: number): void
  onLost(): void
  /** For tests. */
  connect?: (url: string) => WebSocket
}

const firstDelayMilliseconds = 500
const longestDelayMilliseconds = 15_000

/** Waiting time before the next try, doubled each time; the random part keeps many tabs from returning at once. */
export function reconnectDelay(tries: number, random: number): number {
  const delay = Math.min(firstDelayMilliseconds * 2 ** tries, longestDelayMilliseconds)
  return delay * (0.75 + random * 0.5)
}

/** Keeps a live tail open until it is closed: a lost connection is opened again with growing delays. */
export function openTail<Row>(options: TailOptions<Row>): { close(): void } {
  const connect = options.connect ?? ((url: string) => new WebSocket(url))
  let socket: WebSocket | undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  let tries = 0
  let wasReady = false
  let closed = false

  const onMessage = (event: MessageEvent<string>) => {
    const message = options.schema.safeParse(JSON.parse(event.data))
    // A message of a newer server: its rows still arrive with the next refresh.
    if (!message.success) return
    if (message.data.type === 'rows') options.onRows(message.data.rows)
    else if (message.data.type === 'skipped') options.onSkipped(message.data.count)
    else {
      tries = 0
      options.onReady(!wasReady)
      wasReady = true
    }
  }

  const start = () => {
    socket = connect(options.url)
    socket.onmessage = onMessage
    socket.onclose = () => {
      if (closed) return
      options.onLost()
      timer = setTimeout(start, reconnectDelay(tries, Math.random()))
      tries += 1
    }
  }

  start()
  return {
    close() {
      closed = true
      clearTimeout(timer)
      if (!socket) return
      socket.onmessage = null
      socket.close()
    },
  }
}
