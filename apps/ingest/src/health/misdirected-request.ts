import type { FastifyReply, FastifyRequest } from 'fastify'
import type { RefusedRequest } from './outcome.ts'

const pathLengthMax = 100

/**
 * Tells telemetry that was sent to an address where nobody receives it, such as the path of a signal appended twice: the
 * sender hears no more than 404, or gets a page, and whoever waits for the first record should hear of it.
 * @returns `undefined` for every other request. To be asked once it was answered.
 */
export function misdirectedRequest(request: FastifyRequest, reply: FastifyReply): RefusedRequest | undefined {
  const path = request.url.split('?', 1)[0] ?? ''
  // Receivers tell of theirs by themselves; what nobody else takes has no route, or that of the pages.
  const { url } = request.routeOptions
  const isUnrouted = url === undefined || url === '/*'
  if (request.method !== 'POST' || !isUnrouted) return undefined
  const contentType = request.headers['content-type'] ?? ''
  const isTelemetry = contentType.startsWith('application/x-protobuf') || /\/v1\/(?:traces|metrics|logs)/.test(path)
  if (!isTelemetry) return undefined
  return {
    ...{ project: undefined, signal: undefined, statusCode: reply.statusCode, code: 'NOT_FOUND' },
    message: `nobody receives at ${path.slice(0, pathLengthMax)}; telemetry is sent to /v1/traces, /v1/metrics and /v1/logs`,
    client: request.headers['user-agent'] ?? '',
  }
}
