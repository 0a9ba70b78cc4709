import { createHash, timingSafeEqual } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import { NotFoundError, UnauthorizedError } from '../errors.ts'

export interface MetricsEndpointOptions {
  /** The metrics in Prometheus' text format. */
  render(): Promise<string>
  contentType: string
  /** Whoever asks sends it as a bearer token. Without one the address answers only where access is open. */
  token: string | undefined
  isOpen: boolean
}

/** Fastify plugin: `GET /metrics`. What it tells is of all projects together, so an API key does not open it. */
export async function metricsEndpoint(app: FastifyInstance, options: MetricsEndpointOptions): Promise<void> {
  const { render, contentType, token, isOpen } = options
  app.get('/metrics', { schema: { hide: true } }, async (request, reply) => {
    if (token === undefined && !isOpen) throw new NotFoundError('set HANZO_METRICS_TOKEN to read metrics here')
    if (token !== undefined && !isEqual(request.headers.authorization, `Bearer ${token}`)) {
      throw new UnauthorizedError('send HANZO_METRICS_TOKEN as a bearer token')
    }
    reply.header('cache-control', 'no-store').type(contentType)
    return render()
  })
}

/** Takes the same time wherever they differ. */
function isEqual(given: string | undefined, expected: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return given !== undefined && timingSafeEqual(digest(given), digest(expected))
}
