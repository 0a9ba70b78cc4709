import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { ForbiddenError } from '../errors.ts'

/** Whose pages may send: of these origins, or of any that send a key. */
export type CorsOrigins = '*' | readonly string[]

/** Chromium keeps no permission longer. */
const permissionSeconds = 7_200
/** Of the headers that a page asks to send. */
const requestedHeadersLengthMax = 1_024

const token = /^[!#$%&'*+.^_`|~0-9a-z, -]*$/i

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The route receives telemetry, also from pages of other origins where they are allowed. */
    receivesTelemetry?: boolean
  }
}

/** True for a request of a page that may send although it is of another origin, and with no key where there is need of none. */
export function isFromAllowedPage(
  origins: CorsOrigins | undefined,
  { headers, routeOptions }: FastifyRequest,
): boolean {
  const { origin } = headers
  if (routeOptions.config.receivesTelemetry !== true || origin === undefined) return false
  return Array.isArray(origins) && origins.includes(origin)
}

function isAllowed(origins: CorsOrigins | undefined, origin: string | undefined): boolean {
  if (origins === undefined || origin === undefined) return false
  return origins === '*' || origins.includes(origin)
}

/**
 * Lets pages of other origins read the answers to what they send with the browser's exporters. Cookies are never part of it.
 * @see https://fetch.spec.whatwg.org/#http-cors-protocol
 */
export function answerPages(scope: FastifyInstance, origins: CorsOrigins | undefined): void {
  if (origins === undefined) return
  // At the end, so that refusals can be read too, whoever made them.
  scope.addHook('onSend', async ({ headers: { origin } }, reply) => {
    // Caches must not give one page the answer to another.
    reply.header('vary', 'origin')
    if (!isAllowed(origins, origin)) return
    reply.header('access-control-allow-origin', origins === '*' ? '*' : origin)
    reply.header('access-control-expose-headers', 'retry-after')
  })
}

/** Answers the question that a browser asks before a page of another origin may send. */
export function answerPreflight(origins: CorsOrigins | undefined, request: FastifyRequest, reply: FastifyReply) {
  const { origin, 'access-control-request-headers': requested = '' } = request.headers
  if (!isAllowed(origins, origin)) {
    const whose = origin === undefined ? 'pages of other origins' : `pages of ${origin.slice(0, 128)}`
    throw new ForbiddenError(
      `${whose} may not send telemetry here; add the origin to HANZO_CORS_ORIGINS`,
      'CROSS_ORIGIN',
    )
  }
  reply.header('access-control-allow-methods', 'POST')
  reply.header('access-control-max-age', String(permissionSeconds))
  if (requested.length <= requestedHeadersLengthMax && token.test(requested)) {
    reply.header('access-control-allow-headers', requested)
  }
  // Chromium asks this for pages of the internet that send to a machine of one's own.
  if (request.headers['access-control-request-private-network'] === 'true') {
    reply.header('access-control-allow-private-network', 'true')
  }
  return reply.code(204).send()
}
