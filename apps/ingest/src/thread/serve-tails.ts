import type { Tail } from '../tail/create-tail.ts'
import type { TailConnection } from '../tail/subscriber.ts'
import type { FromThread, WatchRequest } from './messages.ts'

/** The tails of the ingest thread, for clients that the main thread holds. */
export interface TailServer {
  watch(id: number, request: WatchRequest): void
  unwatch(id: number): void
  /** @param received bytes of messages that reached the main thread, `buffered` of which its client has not taken. */
  tailed(id: number, received: number, buffered: number): void
}

interface Client {
  sent: number
  received: number
  buffered: number
  unsubscribe(): void
}

export function serveTails(tail: Tail, post: (message: FromThread) => void): TailServer {
  const clients = new Map<number, Client>()

  function subscribe({ projectId, ...subject }: WatchRequest, connection: TailConnection): () => void {
    if (subject.signal === 'traces') return tail.subscribeSpans(projectId, subject.filter, connection)
    if (subject.signal === 'logs') return tail.subscribeLogs(projectId, subject.filter, connection)
    return tail.subscribeMetrics(projectId, subject.filter, connection)
  }

  return {
    watch(id, request) {
      const client: Client = { sent: 0, received: 0, buffered: 0, unsubscribe: () => undefined }
      client.unsubscribe = subscribe(request, {
        send(message) {
          client.sent += message.length
          post({ type: 'tail', id, message })
        },
        bufferedBytes: () => client.sent - client.received + client.buffered,
      })
      clients.set(id, client)
    },
    unwatch(id) {
      clients.get(id)?.unsubscribe()
      clients.delete(id)
    },
    tailed(id, received, buffered) {
      const client = clients.get(id)
      if (client) Object.assign(client, { received, buffered })
    },
  }
}
