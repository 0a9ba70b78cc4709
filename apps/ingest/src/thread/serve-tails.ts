import type { Tail } from '../tail/create-tail.ts'
import type { TailSubject, TailSubscription } from '../tail/tail-client.ts'
import type { FromThread } from './messages.ts'

/** The tails of the ingest thread, for clients that the main thread holds. */
export interface TailServer {
  watch(id: number, subject: TailSubject, hold: boolean): void
  release(id: number, through: bigint): void
  unwatch(id: number): void
  /** @param received characters of rows that reached the main thread, `buffered` of which its client has not taken. */
  tailed(id: number, received: number, buffered: number): void
}

interface Client {
  sent: number
  received: number
  buffered: number
  subscription: TailSubscription | undefined
}

export function serveTails(tail: Pick<Tail, 'subscribe'>, post: (message: FromThread) => void): TailServer {
  const clients = new Map<number, Client>()

  return {
    watch(id, subject, hold) {
      const client: Client = { sent: 0, received: 0, buffered: 0, subscription: undefined }
      clients.set(id, client)
      const telling = {
        tell(event: Extract<FromThread, { type: 'tail' }>['event']) {
          if (event.kind === 'rows') client.sent += event.json.length
          post({ type: 'tail', id, event })
        },
        bufferedBytes: () => client.sent - client.received + client.buffered,
      }
      client.subscription = tail.subscribe(subject, telling, hold)
    },
    release: (id, through) => clients.get(id)?.subscription?.release(through),
    unwatch(id) {
      clients.get(id)?.subscription?.close()
      clients.delete(id)
    },
    tailed(id, received, buffered) {
      const client = clients.get(id)
      if (client) Object.assign(client, { received, buffered })
    },
  }
}
