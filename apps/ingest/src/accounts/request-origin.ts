import type { FastifyRequest } from 'fastify'
import { ForbiddenError, HanzoError } from '../errors.ts'
import { isLoopbackHost } from '../network-address.ts'
import { keyOf } from './request-key.ts'

const readingMethods = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * Refuses what another site's page makes a browser send with the browser's own authority: its cookie, or its place on
 * this machine. A key in a header is no such authority, and programs send no `Origin`.
 * @throws {ForbiddenError} `CROSS_ORIGIN`
 */
export function checkOrigin(request: FastifyRequest, publicUrl: string): void {
  const isUpgrade = request.headers.upgrade !== undefined
  if (readingMethods.has(request.method) && !isUpgrade) return
  const { origin } = request.headers
  if (origin === undefined || keyOf(request) !== undefined) return
  const host = URL.canParse(origin) ? new URL(origin).host : undefined
  if (host !== undefined && (host === request.host || origin === new URL(publicUrl).origin)) return
  throw new ForbiddenError('the request comes from a page of another origin', 'CROSS_ORIGIN')
}

/** Names by which containers reach the machine that they run on; public DNS has no `.internal`. */
const containerHosts = new Set(['host.docker.internal', 'host.containers.internal'])

export class UnexpectedHostError extends HanzoError {
  constructor() {
    super('open access answers to localhost only', { code: 'HOST_REFUSED', statusCode: 421 })
  }
}

/**
 * Refuses requests for other names than this machine's own: a page of a site whose name was re-bound to 127.0.0.1
 * would otherwise be of the same origin as an open platform.
 * @throws {UnexpectedHostError}
 */
export function checkLocalHost(request: Pick<FastifyRequest, 'headers'>): void {
  const header = request.headers.host ?? ''
  const host = URL.canParse(`http://${header}`) ? new URL(`http://${header}`).hostname : ''
  if (isLoopbackHost(host) || containerHosts.has(host)) return
  throw new UnexpectedHostError()
}
