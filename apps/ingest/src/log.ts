import type { FastifyReply, FastifyRequest } from 'fastify'
import { type DestinationStream, type Logger as Pino, pino } from 'pino'

const causesMax = 5

/**
 * The process's logger: JSON lines on standard output. Of requests it knows method and path, of errors a chosen few
 * fields: never headers, bodies, query strings or bound values, which hold keys and telemetry.
 */
export function createLog(level: string, destination?: DestinationStream): Pino {
  const options = { level, base: null, serializers: { err: describeError, req: describeRequest } }
  return destination ? pino(options, destination) : pino(options)
}

export function describeError(error: unknown, depth = 0): object {
  if (!(error instanceof Error)) return { message: String(error) }
  const { code, details, cause } = error as Error & { code?: unknown; details?: unknown }
  return {
    type: error.name,
    message: error.message,
    ...(code === undefined ? {} : { code }),
    ...(details === undefined || Object.keys(details as object).length === 0 ? {} : { details }),
    stack: error.stack,
    ...(cause === undefined || depth >= causesMax ? {} : { cause: describeError(cause, depth + 1) }),
  }
}

function describeRequest(request: FastifyRequest): object {
  return { method: request.method, path: pathOf(request), remoteAddress: request.ip }
}

function pathOf(request: FastifyRequest): string {
  return request.url.split('?', 1)[0] ?? ''
}

/** One line a request: at `info` for the API, at `debug` for what comes by the thousands. */
export function logRequest(request: FastifyRequest, reply: FastifyReply): void {
  const isApi = request.url.startsWith('/api/')
  request.log[isApi ? 'info' : 'debug'](
    { req: request, status: reply.statusCode, milliseconds: Math.round(reply.elapsedTime) },
    'request',
  )
}
