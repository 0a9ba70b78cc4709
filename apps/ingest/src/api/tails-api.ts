import type { WebSocket } from '@fastify/websocket'
import {
  logsTailMessageSchema,
  logsTailQuerySchema,
  metricsTailMessageSchema,
  metricsTailQuerySchema,
  problemSchema,
  tailCloseCodes,
  tracesTailMessageSchema,
  tracesTailQuerySchema,
} from '@hanzo/schema/api'
import type { FastifyRequest } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import type { z } from 'zod'
import { HanzoError } from '../errors.ts'
import { followTail } from '../follow/follow-tail.ts'
import { createStoredRows } from '../follow/stored-rows.ts'
import { placeFromCursor, placeFromNow, type TailPlace } from '../follow/tail-place.ts'
import { assertLogTail, assertSpanTail, metricSearch } from '../query/search-filter.ts'
import { type TailSubject, TooManyTailsError } from '../tail/tail-client.ts'
import { projectParams as params, projectPath } from './route-schema.ts'
import { keepAlive, watchAccess } from './tail-socket.ts'
import type { TelemetryApiParts } from './telemetry-api-parts.ts'

const heartbeatMsDefault = 30_000
const accessEveryMsDefault = 10_000

/** A tail in OpenAPI's terms, which knows no WebSockets: the messages stand as the answer to the upgrade. */
const documented = <Query extends z.ZodType>(what: string, querystring: Query, message: z.ZodType) => ({
  tags: ['tails'],
  summary: `Watch ${what} as they arrive (WebSocket)`,
  description:
    'Upgrade to a WebSocket. Messages are JSON: `ready` once, then `rows`, and `skipped` where some are left out. Each has a `cursor`: given back as a parameter after a lost connection, to this or another process of the platform, the tail goes on behind it, with what arrived meanwhile. Close code 4401: access has ended. 1013: try again later.',
  params,
  querystring,
  response: { 101: message, '4xx': problemSchema, '5xx': problemSchema },
})

/** A request for a tail that does not ask for the upgrade. */
class UpgradeRequiredError extends HanzoError {
  constructor() {
    super('a tail is a websocket: connect with the ws or wss scheme', { code: 'UPGRADE_REQUIRED', statusCode: 426 })
  }
}

interface TailQuery {
  cursor?: string
}

/** The three tails. Who may not look, a filter that makes no sense and a cursor of another tail are answered before the upgrade. */
export const tailsApi: FastifyPluginAsyncZod<TelemetryApiParts> = async (app, parts) => {
  const { tail, heartbeatMs = heartbeatMsDefault, accessEveryMs = accessEveryMsDefault } = parts
  const followParts = { ...parts, stored: createStoredRows(parts.clickhouse), limits: parts.tailLimits ?? {} }
  const places = new WeakMap<FastifyRequest, TailPlace>()

  async function admit(request: FastifyRequest, signal: TailSubject['signal']): Promise<void> {
    const { projectId } = await parts.resolveProjectAccess(request)
    const { cursor } = request.query as TailQuery
    places.set(
      request,
      cursor === undefined ? placeFromNow(signal, projectId) : placeFromCursor(signal, projectId, cursor),
    )
    tail.assertRoom()
  }
  function follow(socket: WebSocket, request: FastifyRequest, subjectOf: (projectId: string) => TailSubject): void {
    const place = places.get(request)
    // Only `admit` lets a request come here.
    if (!place) {
      socket.terminate()
      return
    }
    const ends = [keepAlive(socket, heartbeatMs), watchAccess(socket, request, parts, accessEveryMs)]
    socket.on('error', () => socket.terminate())
    socket.on('close', () => {
      for (const end of ends) end()
    })
    const resumes = (request.query as TailQuery).cursor !== undefined
    const connection = { send: (message: string) => socket.send(message), bufferedBytes: () => socket.bufferedAmount }
    try {
      ends.push(followTail(followParts, { subject: subjectOf(place.projectId), place, resumes, connection }))
    } catch (error) {
      // Others came first, between the look for room and now.
      if (!(error instanceof TooManyTailsError)) throw error
      socket.close(tailCloseCodes.tryLater, error.code)
    }
  }

  const handler = async (): Promise<never> => {
    throw new UpgradeRequiredError()
  }
  const route = { method: 'GET', handler } as const

  app.route({
    ...route,
    url: `${projectPath}/traces/tail`,
    schema: documented('spans', tracesTailQuerySchema, tracesTailMessageSchema),
    preHandler: [(request) => admit(request, 'traces'), async ({ query }) => assertSpanTail(query)],
    wsHandler: (socket, request) =>
      follow(socket, request, (projectId) => ({ signal: 'traces', projectId, filter: request.query })),
  })
  app.route({
    ...route,
    url: `${projectPath}/logs/tail`,
    schema: documented('log records', logsTailQuerySchema, logsTailMessageSchema),
    preHandler: [(request) => admit(request, 'logs'), async ({ query }) => assertLogTail(query)],
    wsHandler: (socket, request) =>
      follow(socket, request, (projectId) => ({ signal: 'logs', projectId, filter: request.query })),
  })
  app.route({
    ...route,
    url: `${projectPath}/metrics/tail`,
    schema: documented('data points', metricsTailQuerySchema, metricsTailMessageSchema),
    preHandler: [(request) => admit(request, 'metrics'), async ({ query }) => void metricSearch(query)],
    wsHandler: (socket, request) =>
      follow(socket, request, (projectId) => ({ signal: 'metrics', projectId, filter: request.query })),
  })
}
