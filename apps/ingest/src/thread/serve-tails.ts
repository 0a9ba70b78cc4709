import type { Tail } from '../tail/create-tail.ts'
import type { TailSubject, TailSubscription } from '../tail/tail-client.ts'
import type { FromThread, TailNews, TailProgress } from './messages.ts'

/** The tails of the ingest thread, for clients that the main thread holds. */
export interface TailServer {
  watch(id: number, subject: TailSubject, hold: boolean): void
  release(id: number, through: bigint): void
  unwatch(id: number): void
  tailed(clients: readonly TailProgress[]): void
}

interface Client {
  sent: number
  received: number
  buffered: number
  subscription: TailSubscription | undefined
}

export function serveTails(tail: Pick<Tail, 'subscribe'>, post: (message: FromThread) => void): TailServer {
  const clients = new Map<number, Client>()
  let waiting: TailNews[] = []

  /** A message between threads costs more than what it holds: all that is told in one go travels in one. */
  function send(): void {
    const events = waiting
    waiting = []
    post({ type: 'tails', events })
  }

  return {
    watch(id, subject, hold) {
      const client: Client = { sent: 0, received: 0, buffered: 0, subscription: undefined }
      clients.set(id, client)
      const telling = {
        tell(event: TailNews['event']) {
          if (event.kind === 'rows') client.sent += event.json.length
          if (waiting.push({ id, event }) === 1) queueMicrotask(send)
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
    tailed(progress) {
      for (const { id, received, buffered } of progress) {
        const client = clients.get(id)
        if (client) Object.assign(client, { received, buffered })
      }
    },
  }
}
