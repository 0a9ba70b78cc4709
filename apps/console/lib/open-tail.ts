import { tailCloseCodes } from '@hanzo/schema/api'
import type { z } from 'zod'
import type { ApiError } from './api-error.ts'
import { watchSilence } from './watch-silence.ts'

/** What a tail message is, whatever its rows are. */
export type TailMessage<Row> =
  | { type: 'ready'; cursor: string }
  | { type: 'rows'; rows: Row[]; cursor: string }
  | { type: 'skipped'; count: number | null; cursor: string }

export type TailConnection =
  | { kind: 'connecting' }
  | { kind: 'live' }
  /** It is tried again at a time, milliseconds since the epoch. @param problem what the server says, where it says anything. */
  | { kind: 'waiting'; until: number; problem?: string }
  /** It is not tried again. */
  | { kind: 'ended'; problem: string }

export interface TailOptions<Row> {
  url: string
  schema: z.ZodType<TailMessage<Row>>
  /** Where an earlier connection left off. */
  cursor?: string | undefined
  onConnection(connection: TailConnection): void
  onRows(rows: Row[]): void
  /** Rows are missing: how many, or `null` where nobody knows. */
  onSkipped(count: number | null): void
  /** Why the server refuses the connection, which a browser does not tell; `undefined` where it does not, or does not answer. */
  findRefusal(url: string): Promise<ApiError | undefined>
  /** For tests. */
  connect?: (url: string) => WebSocket
}

export interface OpenTail {
  /** Where the next connection goes on. */
  cursor(): string | undefined
  /** Tries at once what would be tried later: the network is back. */
  hurry(): void
  close(): void
}

const firstDelayMilliseconds = 500
const longestDelayMilliseconds = 15_000
/** The server says something every 15 seconds. */
const silenceMilliseconds = 40_000

/** Waiting time before the next try, doubled each time; the random part keeps many tabs from returning at once. */
export function reconnectDelay(tries: number, random: number): number {
  const delay = Math.min(firstDelayMilliseconds * 2 ** tries, longestDelayMilliseconds)
  return delay * (0.75 + random * 0.5)
}

function withCursor(url: string, cursor: string | undefined): string {
  if (cursor === undefined) return url
  return `${url}${url.includes('?') ? '&' : '?'}cursor=${encodeURIComponent(cursor)}`
}

/**
 * Keeps a live tail open until it is closed or refused: a lost connection is opened again with growing delays, and goes on where it was.
 * One that says nothing any more counts as lost.
 */
export function openTail<Row>(options: TailOptions<Row>): OpenTail {
  const connect = options.connect ?? ((url: string) => new WebSocket(url))
  let { cursor } = options
  let connection: { close(): void } | undefined
  let isOver = false
  const retries = createRetries(start, options.onConnection)

  function take(message: TailMessage<Row>): void {
    // Before the rows: whoever is told of them may ask for it.
    cursor = message.cursor
    if (message.type === 'rows') {
      if (message.rows.length > 0) options.onRows(message.rows)
    } else if (message.type === 'skipped') options.onSkipped(message.count)
    else {
      retries.succeeded()
      options.onConnection({ kind: 'live' })
    }
  }
  function end(problem: string): void {
    isOver = true
    stop()
    options.onConnection({ kind: 'ended', problem })
  }
  async function takeRefusal(): Promise<void> {
    const refusal = await options.findRefusal(withCursor(options.url, cursor))
    if (isOver) return
    if (refusal?.code === 'INVALID_CURSOR') {
      cursor = undefined
      options.onSkipped(null)
      retries.later()
    } else if (refusal && refusal.status < 500 && refusal.status !== 429) end(refusal.detail ?? refusal.message)
    else retries.later(refusal?.message)
  }
  function lose(wasOpen: boolean, code: number): void {
    connection = undefined
    if (isOver) return
    if (code === tailCloseCodes.accessEnded) end('Your access has ended. Sign in again.')
    else if (wasOpen) retries.later()
    else void takeRefusal()
  }
  function start(): void {
    options.onConnection({ kind: 'connecting' })
    connection = openConnection(connect(withCursor(options.url, cursor)), {
      onData(text) {
        const message = options.schema.safeParse(JSON.parse(text))
        // A message of a newer server: its rows still arrive with the next refresh.
        if (message.success) take(message.data)
      },
      onLost: lose,
    })
  }
  function stop(): void {
    retries.stop()
    connection?.close()
    connection = undefined
  }

  start()
  return {
    cursor: () => cursor,
    hurry: retries.hurry,
    close() {
      isOver = true
      stop()
    },
  }
}

/** Tries again later, and ever later. */
function createRetries(start: () => void, onConnection: (connection: TailConnection) => void) {
  let timer: ReturnType<typeof setTimeout> | undefined
  let tries = 0
  function stop(): void {
    clearTimeout(timer)
    timer = undefined
  }
  function startNow(): void {
    stop()
    start()
  }
  return {
    stop,
    succeeded() {
      tries = 0
    },
    later(problem?: string) {
      const delay = reconnectDelay(tries, Math.random())
      tries += 1
      timer = setTimeout(startNow, delay)
      onConnection({ kind: 'waiting', until: Date.now() + delay, ...(problem !== undefined && { problem }) })
    },
    /** Tries now what waits. */
    hurry() {
      if (timer !== undefined) startNow()
    },
  }
}

/** A socket until it is closed or lost, or says nothing for too long. */
function openConnection(
  socket: WebSocket,
  { onData, onLost }: { onData(text: string): void; onLost(wasOpen: boolean, code: number): void },
): { close(): void } {
  let wasOpen = false
  const leave = () => {
    watch.stop()
    socket.onmessage = null
    socket.onclose = null
  }
  const watch = watchSilence(silenceMilliseconds, () => {
    leave()
    socket.close()
    onLost(true, 0)
  })
  socket.onmessage = (event: MessageEvent<string>) => {
    wasOpen = true
    watch.heard()
    onData(event.data)
  }
  socket.onclose = ({ code }) => {
    leave()
    onLost(wasOpen, code)
  }
  return {
    close() {
      leave()
      socket.close()
    },
  }
}
