import {
  type TailClient,
  type TailSubject,
  type TailSubscription,
  type TailSubscriptions,
  TooManyTailsError,
} from '../tail/tail-client.ts'
import type { TailNews, ToThread } from './messages.ts'

/** Tails whose rows another thread finds; their clients are here. */
export interface RemoteTails extends TailSubscriptions {
  take(events: readonly TailNews[]): void
  /** Asks a new thread for everything that is watched: clients are told `ready`, and those that were told before are held. */
  resume(): void
  close(): void
}

interface Watched {
  subject: TailSubject
  client: TailClient
  /** Whether a thread is to hold its rows: it asked for that, or has a place already, from which on it reads what lies between. */
  isHeld: boolean
  received: number
  /** What the thread was told last that its client has not taken. */
  toldBuffered: number
}

const subscribersMax = 200
const tellEveryMs = 50

export function createRemoteTails(post: (message: ToThread) => void): RemoteTails {
  const watched = new Map<number, Watched>()
  let nextId = 0
  let timer: NodeJS.Timeout | undefined

  function assertRoom(): void {
    if (watched.size >= subscribersMax) throw new TooManyTailsError(subscribersMax)
  }
  function tell(some: Iterable<[id: number, of: Watched]>): void {
    const clients = [...some].map(([id, of]) => {
      of.toldBuffered = of.client.bufferedBytes()
      return { id, received: of.received, buffered: of.toldBuffered }
    })
    if (clients.length > 0) post({ type: 'tailed', clients })
  }
  /** A client that was slow has caught up without another message: the thread waits to hear of it. */
  function tellChanges(): void {
    tell([...watched].filter(([, { toldBuffered }]) => toldBuffered > 0))
  }
  function subscribe(subject: TailSubject, client: TailClient, hold: boolean): TailSubscription {
    assertRoom()
    const id = nextId++
    watched.set(id, { subject, client, isHeld: hold, received: 0, toldBuffered: 0 })
    post({ type: 'watch', id, subject, hold })
    timer ??= setInterval(tellChanges, tellEveryMs)
    return {
      release: (through) => post({ type: 'release', id, through }),
      close() {
        watched.delete(id)
        post({ type: 'unwatch', id })
        if (watched.size > 0) return
        clearInterval(timer)
        timer = undefined
      },
    }
  }

  return {
    assertRoom,
    subscribe,
    take(events) {
      const received = new Map<number, Watched>()
      for (const { id, event } of events) {
        const of = watched.get(id)
        if (!of) continue
        if (event.kind === 'ready') of.isHeld = true
        of.client.tell(event)
        if (event.kind !== 'rows') continue
        of.received += event.json.length
        received.set(id, of)
      }
      tell(received)
    },
    resume() {
      for (const [id, of] of watched) {
        of.received = 0
        post({ type: 'watch', id, subject: of.subject, hold: of.isHeld })
      }
    },
    close() {
      clearInterval(timer)
      timer = undefined
      watched.clear()
    },
  }
}
