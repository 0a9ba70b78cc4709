import type { Http2Server } from 'node:http2'
import { type AddressInfo, createServer, type Socket } from 'node:net'

interface AcceptOptions {
  http2: Http2Server
  httpHint: () => string
  connectionsMax: number
}

interface Listener {
  listen(address: { host: string; port: number }): Promise<AddressInfo>
  /** Accepts no more connections; resolves once those it has are gone. */
  close(): Promise<void>
  /** Hangs up on everybody. */
  destroy(): void
}

/** Of an HTTP/2 connection; no method of HTTP/1.1 begins so. */
const preface = Buffer.from('PRI * HTTP/2.0')
const prefaceMilliseconds = 10_000

/**
 * Listens for HTTP/2 without TLS. Who speaks HTTP/1.1 to the port, as an exporter does that is set to the wrong protocol,
 * is told where to go instead of being hung up on.
 */
export function acceptHttp2({ http2, httpHint, connectionsMax }: AcceptOptions): Listener {
  const sockets = new Set<Socket>()
  const undecided = new Set<Socket>()
  const server = createServer({ noDelay: true, keepAlive: true }, (socket) => {
    sockets.add(socket)
    undecided.add(socket)
    socket.once('close', () => {
      sockets.delete(socket)
      undecided.delete(socket)
    })
    decide(socket, (isHttp2) => {
      undecided.delete(socket)
      if (isHttp2) http2.emit('connection', socket)
      else refuse(socket, httpHint())
    })
  })
  server.maxConnections = connectionsMax
  return {
    listen: ({ host, port }) =>
      new Promise((resolve, reject) => {
        server.once('error', reject)
        server.listen({ host, port }, () => {
          server.off('error', reject)
          resolve(server.address() as AddressInfo)
        })
      }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        for (const socket of undecided) socket.destroy()
      }),
    destroy() {
      for (const socket of sockets) socket.destroy()
    },
  }
}

/** Reads as much as it takes to tell, and puts it back. A client that says nothing is hung up on. */
function decide(socket: Socket, decided: (isHttp2: boolean) => void): void {
  const end = () => socket.destroy()
  let begun = Buffer.alloc(0)
  const look = () => {
    const chunk = socket.read() as Buffer | null
    if (chunk === null) return
    begun = Buffer.concat([begun, chunk])
    const compared = begun.subarray(0, preface.length)
    const isSoFar = compared.equals(preface.subarray(0, compared.length))
    if (isSoFar && begun.length < preface.length) return
    socket.off('readable', look)
    socket.off('error', end)
    socket.setTimeout(0)
    socket.off('timeout', end)
    socket.unshift(begun)
    decided(isSoFar)
  }
  socket.setTimeout(prefaceMilliseconds, end)
  socket.on('error', end)
  socket.on('readable', look)
}

function refuse(socket: Socket, hint: string): void {
  const body = `${hint}\n`
  socket.on('error', () => socket.destroy())
  socket.resume()
  socket.end(
    [
      'HTTP/1.1 426 Upgrade Required',
      'connection: close, upgrade',
      'upgrade: h2c',
      'content-type: text/plain; charset=utf-8',
      `content-length: ${Buffer.byteLength(body)}`,
      '',
      body,
    ].join('\r\n'),
  )
}
