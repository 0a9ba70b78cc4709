import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import type { FastifyInstance } from 'fastify'

type Upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => void

/**
 * Sends each upgrade where it belongs: tails to their routes, hot reload to Next, everything else back with a 404.
 * Without it the console's catch-all route would accept any WebSocket.
 */
export async function routeUpgrades(
  app: FastifyInstance,
  options: { consoleUpgrade: Upgrade | undefined },
): Promise<void> {
  const patterns: RegExp[] = []
  app.addHook('onRoute', (route) => {
    if (route.websocket || route.wsHandler) patterns.push(patternOf(route.url))
  })
  app.addHook('onReady', async () => {
    const ofFastify = app.server.listeners('upgrade') as Upgrade[]
    app.server.removeAllListeners('upgrade')
    app.server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
      const path = request.url?.split('?', 1)[0] ?? ''
      if (patterns.some((pattern) => pattern.test(path))) {
        for (const listener of ofFastify) listener.call(app.server, request, socket, head)
      } else if (options.consoleUpgrade && path.startsWith('/_next/')) options.consoleUpgrade(request, socket, head)
      else refuse(socket)
    })
  })
}

function patternOf(url: string): RegExp {
  const segments = url
    .split('/')
    .map((segment) => (segment.startsWith(':') ? '[^/]+' : segment.replace(/[^\w]/g, '\\$&')))
  return new RegExp(`^${segments.join('/')}$`)
}

function refuse(socket: Duplex): void {
  socket.on('error', () => socket.destroy())
  socket.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: 0\r\n\r\n')
}
