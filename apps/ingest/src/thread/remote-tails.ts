import { type TailSubscriptions, TooManyTailsError } from '../tail/create-tail.ts'
import type { TailConnection } from '../tail/subscriber.ts'
import type { ToThread, WatchRequest } from './messages.ts'

/** Tails whose rows another thread finds; their clients are here. */
export interface RemoteTails extends TailSubscriptions {
  take(id: number, message: string): void
  /** Asks a new thread for everything that is watched. */
  resume(): void
  close(): void
}

interface Client {
  request: WatchRequest
  connection: TailConnection
  received: number
  /** What the thread was told last that its client has not taken. */
  toldBuffered: number
  isReady: boolean
}

const readyMessage = JSON.stringify({ type: 'ready' })
const subscribersMax = 200
const tellEveryMs = 50

export function createRemoteTails(post: (message: ToThread) => void): RemoteTails {
  const clients = new Map<number, Client>()
  let nextId = 0
  let timer: NodeJS.Timeout | undefined

  function assertRoom(): void {
    if (clients.size >= subscribersMax) throw new TooManyTailsError(subscribersMax)
  }
  function tell(id: number, client: Client): void {
    client.toldBuffered = client.connection.bufferedBytes()
    post({ type: 'tailed', id, received: client.received, buffered: client.toldBuffered })
  }
  /** A client that was slow has caught up without another message: the thread waits to hear of it. */
  function tellChanges(): void {
    for (const [id, client] of clients) if (client.toldBuffered > 0) tell(id, client)
  }
  function watch(request: WatchRequest, connection: TailConnection): () => void {
    assertRoom()
    const id = nextId++
    clients.set(id, { request, connection, received: 0, toldBuffered: 0, isReady: false })
    post({ type: 'watch', id, request })
    timer ??= setInterval(tellChanges, tellEveryMs)
    return () => {
      clients.delete(id)
      post({ type: 'unwatch', id })
      if (clients.size > 0) return
      clearInterval(timer)
      timer = undefined
    }
  }

  return {
    assertRoom,
    subscribeSpans: (projectId, filter, connection) => watch({ signal: 'traces', projectId, filter }, connection),
    subscribeLogs: (projectId, filter, connection) => watch({ signal: 'logs', projectId, filter }, connection),
    subscribeMetrics: (projectId, filter, connection) => watch({ signal: 'metrics', projectId, filter }, connection),
    take(id, message) {
      const client = clients.get(id)
      if (!client) return
      client.received += message.length
      const isReady = message === readyMessage
      // A thread that was started again is ready once more; for the client that is nothing new.
      if (!isReady || !client.isReady) client.connection.send(message)
      if (isReady) client.isReady = true
      tell(id, client)
    },
    resume() {
      for (const [id, client] of clients) {
        client.received = 0
        post({ type: 'watch', id, request: client.request })
      }
    },
    close() {
      clearInterval(timer)
      timer = undefined
      clients.clear()
    },
  }
}
