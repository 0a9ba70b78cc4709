import type { ServerHttp2Session, ServerHttp2Stream } from 'node:http2'

export interface SessionLimits {
  connectionsMax: number
  /** A connection without calls is asked whether it is still there after this time. */
  pingAfterMilliseconds: number
  /** One that does not answer, or does not say that it speaks HTTP/2, is ended after this time. */
  silenceMillisecondsMax: number
  /** An older connection is asked to come again: behind one address, clients would stay with one of several receivers for ever. */
  ageMillisecondsMax: number
}

const defaults: SessionLimits = {
  connectionsMax: 2_000,
  pingAfterMilliseconds: 60_000,
  silenceMillisecondsMax: 20_000,
  ageMillisecondsMax: 1_800_000,
}

interface Session {
  session: ServerHttp2Session
  closesAt: number
  /** Of the last byte of a call, or of an answered ping. */
  heardAt: number
  /** When a ping was sent, or the connection began, that has not been answered yet. */
  askedAt: number | undefined
}

export interface Sessions {
  readonly connectionsMax: number
  add(session: ServerHttp2Session): void
  began(stream: ServerHttp2Stream): void
  /** Asks all to end once their calls are answered; ends those that have not after the time. */
  close(milliseconds: number): Promise<void>
}

/** Keeps the connections of clients that are there, and ends those of clients that are gone. */
export function keepSessions(limits: Partial<SessionLimits> = {}): Sessions {
  const kept: SessionLimits = { ...defaults, ...limits }
  const sessions = new Map<ServerHttp2Session, Session>()
  const sweepMilliseconds = Math.min(kept.pingAfterMilliseconds, kept.silenceMillisecondsMax) / 4
  let timer: NodeJS.Timeout | undefined
  const sweep = () => {
    const now = performance.now()
    for (const entry of sessions.values()) look(entry, now, kept)
  }
  return {
    connectionsMax: kept.connectionsMax,
    add(session) {
      const now = performance.now()
      // Not all at once: clients that came together would come again together.
      const closesAt = now + kept.ageMillisecondsMax * (0.9 + 0.2 * Math.random())
      const entry: Session = { session, closesAt, heardAt: now, askedAt: now }
      sessions.set(session, entry)
      session.once('remoteSettings', () => heard(entry))
      session.once('close', () => {
        sessions.delete(session)
        if (sessions.size > 0) return
        clearInterval(timer)
        timer = undefined
      })
      timer ??= setInterval(sweep, sweepMilliseconds).unref()
    },
    began(stream) {
      const entry = stream.session && sessions.get(stream.session as ServerHttp2Session)
      if (!entry) return
      heard(entry)
      stream.once('close', () => heard(entry))
    },
    async close(milliseconds) {
      const open = [...sessions.keys()]
      const closed = open.map((session) => new Promise((resolve) => session.once('close', resolve)))
      for (const session of open) session.close()
      const late = setTimeout(() => {
        for (const session of open) session.destroy()
      }, milliseconds)
      await Promise.all(closed)
      clearTimeout(late)
    },
  }
}

function heard(entry: Session): void {
  entry.heardAt = performance.now()
  entry.askedAt = undefined
}

function look(entry: Session, now: number, limits: SessionLimits): void {
  const { session } = entry
  if (session.destroyed) return
  if (entry.askedAt !== undefined) {
    if (now - entry.askedAt > limits.silenceMillisecondsMax) session.destroy()
    return
  }
  if (now > entry.closesAt && !session.closed) session.close()
  else if (now - entry.heardAt > limits.pingAfterMilliseconds) ask(entry)
}

function ask(entry: Session): void {
  entry.askedAt = performance.now()
  entry.session.ping((error) => {
    if (!error) heard(entry)
  })
}
