import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'

export interface ConnectionCounts {
  open: number
  /** Closed to make room for others, since the start. */
  evicted: number
  /** Turned away since the start, because every other connection was at work. */
  refused: number
}

export interface ConnectionLimit {
  connectionsMax: number
  /** Told that there was no room for another one, once a minute while that lasts. */
  onFull(counts: ConnectionCounts): void
}

const warningMilliseconds = 60_000
/** Of the connections allowed, those that may be without any request yet before they are the first to go. */
const unprovenShare = 0.1
const refusal = 'HTTP/1.1 503 Service Unavailable\r\nRetry-After: 2\r\nConnection: close\r\nContent-Length: 0\r\n\r\n'
const refusalMilliseconds = 1_000
/** Connections that are still being told that there is no room for them. */
const refusalsMax = 256

/**
 * Bounds the connections of a server. At the limit, a new one takes the place of the one that has sent nothing for longest,
 * of those that never sent a request while there are many: whoever opens connections and leaves them, or sends its headers
 * byte by byte, pushes out its own. Connections with a request under way are kept, and only if all are at work is the new one
 * answered with 503.
 */
export function limitConnections(server: Server, { connectionsMax, onFull }: ConnectionLimit): () => ConnectionCounts {
  /** Requests under way by connection. */
  const open = new Map<Socket, number>()
  /** Those without any, that had one before or had none yet; the one that came to be so first stands first. */
  const idle = new Set<Socket>()
  const unproven = new Set<Socket>()
  let evicted = 0
  let refused = 0
  const counts = () => ({ open: open.size, evicted, refused })
  const tellFull = oncePerMinute(() => onFull(counts()))

  function makeRoom(): boolean {
    // Some unproven ones are always let be, or a flood of connections would push out whoever is about to send.
    const [longest] = unproven.size > connectionsMax * unprovenShare || idle.size === 0 ? unproven : idle
    if (!longest) return false
    evicted += 1
    forget(longest)
    longest.destroy()
    return true
  }

  function forget(socket: Socket): void {
    open.delete(socket)
    idle.delete(socket)
    unproven.delete(socket)
  }

  function count(socket: Socket, change: number): void {
    const requests = open.get(socket)
    if (requests === undefined) return
    open.set(socket, requests + change)
    unproven.delete(socket)
    if (requests + change === 0) idle.add(socket)
    else idle.delete(socket)
  }

  const serve = server.listeners('connection') as ((socket: Socket) => void)[]
  server.removeAllListeners('connection')
  server.on('connection', (socket: Socket) => {
    const isFull = open.size >= connectionsMax
    if (isFull) tellFull()
    if (isFull && !makeRoom()) {
      refused += 1
      refuse(socket)
      return
    }
    open.set(socket, 0)
    unproven.add(socket)
    socket.once('close', () => forget(socket))
    for (const listener of serve) listener.call(server, socket)
  })
  server.prependListener('request', ({ socket }: IncomingMessage, response: ServerResponse) => {
    count(socket, 1)
    response.once('close', () => count(socket, -1))
  })
  server.prependListener('upgrade', ({ socket }: IncomingMessage) => count(socket, 1))
  server.maxConnections = connectionsMax + refusalsMax
  return counts
}

function oncePerMinute(tell: () => void): () => void {
  let toldAt = Number.NEGATIVE_INFINITY
  return () => {
    if (performance.now() - toldAt < warningMilliseconds) return
    toldAt = performance.now()
    tell()
  }
}

function refuse(socket: Socket): void {
  const timer = setTimeout(() => socket.destroy(), refusalMilliseconds)
  socket.once('close', () => clearTimeout(timer))
  socket.on('error', () => socket.destroy())
  socket.end(refusal)
  // What it sends is read and thrown away, or its end would never be seen.
  socket.resume()
}
