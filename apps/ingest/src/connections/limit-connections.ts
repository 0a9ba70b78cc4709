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
const refusal = 'HTTP/1.1 503 Service Unavailable\r\nRetry-After: 2\r\nConnection: close\r\nContent-Length: 0\r\n\r\n'
const refusalMilliseconds = 1_000
/** Connections that are still being told that there is no room for them. */
const refusalsMax = 256

/**
 * Bounds the connections of a server. At the limit, a new one takes the place of the one that has sent nothing for longest:
 * whoever opens many and leaves them, or sends its headers byte by byte, pushes out its own. Connections with a request
 * under way are kept, and only if all are at work is the new one answered with 503.
 */
export function limitConnections(server: Server, { connectionsMax, onFull }: ConnectionLimit): () => ConnectionCounts {
  /** Requests under way by connection. */
  const open = new Map<Socket, number>()
  /** Those without any; the one that came to be so first stands first. */
  const waiting = new Set<Socket>()
  let evicted = 0
  let refused = 0
  const counts = () => ({ open: open.size, evicted, refused })
  const tellFull = oncePerMinute(() => onFull(counts()))

  function makeRoom(): boolean {
    const [longest] = waiting
    if (!longest) return false
    evicted += 1
    forget(longest)
    longest.destroy()
    return true
  }

  function forget(socket: Socket): void {
    open.delete(socket)
    waiting.delete(socket)
  }

  function count(socket: Socket, change: number): void {
    const requests = open.get(socket)
    if (requests === undefined) return
    open.set(socket, requests + change)
    if (requests + change === 0) waiting.add(socket)
    else waiting.delete(socket)
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
    waiting.add(socket)
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
