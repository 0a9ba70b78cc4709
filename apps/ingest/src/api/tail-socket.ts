import type { WebSocket } from '@fastify/websocket'
import { tailCloseCodes } from '@hanzo/schema/api'
import type { FastifyRequest } from 'fastify'
import { HanzoError } from '../errors.ts'
import type { TelemetryApiParts } from './telemetry-api-parts.ts'

/** Ends a tail whose client may not look any more: signed out, its key revoked, no member, or the project gone. */
export function watchAccess(
  socket: WebSocket,
  request: FastifyRequest,
  { resolveProjectAccess }: Pick<TelemetryApiParts, 'resolveProjectAccess'>,
  accessEveryMs: number,
): () => void {
  const timer = setInterval(() => {
    resolveProjectAccess(request).catch((error: unknown) => {
      // Accounts that do not answer are no reason: they are asked again.
      const isRefused =
        error instanceof HanzoError && error.statusCode >= 400 && error.statusCode < 500 && !error.retryable
      if (isRefused) socket.close(tailCloseCodes.accessEnded, error.code)
    })
  }, accessEveryMs)
  return () => clearInterval(timer)
}

/** Ends connections whose other end vanished without a word. */
export function keepAlive(socket: WebSocket, heartbeatMs: number): () => void {
  let isAlive = true
  socket.on('pong', () => {
    isAlive = true
  })
  const timer = setInterval(() => {
    if (isAlive) socket.ping()
    else socket.terminate()
    isAlive = false
  }, heartbeatMs)
  return () => clearInterval(timer)
}
