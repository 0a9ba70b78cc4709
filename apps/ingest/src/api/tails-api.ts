import type { WebSocket } from '@fastify/websocket'
import {
  logsTailMessageSchema,
  logsTailQuerySchema,
  metricsTailMessageSchema,
  metricsTailQuerySchema,
  problemSchema,
  tracesTailMessageSchema,
  tracesTailQuerySchema,
} from '@hanzo/schema/api'
import type { FastifyRequest } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import type { z } from 'zod'
import { HanzoError } from '../errors.ts'
import type { ProjectIdentity } from '../project-identity.ts'
import { assertLogTail, assertSpanTail } from '../query/search-filter.ts'
import type { TailConnection } from '../tail/subscriber.ts'
import { projectParams as params, projectPath } from './route-schema.ts'
import type { TelemetryApiParts } from './telemetry-api-parts.ts'

const heartbeatMsDefault = 30_000

/** A tail in OpenAPI's terms, which knows no WebSockets: the messages stand as the answer to the upgrade. */
const documented = <Query extends z.ZodType>(what: string, querystring: Query, message: z.ZodType) => ({
  tags: ['tails'],
  summary: `Watch ${what} as they arrive (WebSocket)`,
  description:
    'Upgrade to a WebSocket. Messages are JSON: `ready` once, then `rows` with a `cursor`, and `skipped` when this client was too slow for some.',
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

/** The three tails. Who may not look, and a filter that makes no sense, are answered before the upgrade. */
export const tailsApi: FastifyPluginAsyncZod<TelemetryApiParts> = async (app, parts) => {
  const { tail, heartbeatMs = heartbeatMsDefault } = parts
  const projects = new WeakMap<FastifyRequest, ProjectIdentity>()

  async function admit(request: FastifyRequest): Promise<void> {
    projects.set(request, await parts.resolveProjectAccess(request))
    tail.assertRoom()
  }
  function follow(
    socket: WebSocket,
    request: FastifyRequest,
    subscribe: (projectId: string, connection: TailConnection) => () => void,
  ): void {
    const project = projects.get(request)
    // Only `admit` lets a request come here.
    if (!project) {
      socket.terminate()
      return
    }
    const stopHeartbeat = keepAlive(socket, heartbeatMs)
    const unsubscribe = subscribe(project.projectId, {
      send: (message) => socket.send(message),
      bufferedBytes: () => socket.bufferedAmount,
    })
    socket.on('error', () => socket.terminate())
    socket.on('close', () => {
      stopHeartbeat()
      unsubscribe()
    })
  }

  const handler = async (): Promise<never> => {
    throw new UpgradeRequiredError()
  }
  const route = { method: 'GET', handler } as const

  app.route({
    ...route,
    url: `${projectPath}/traces/tail`,
    schema: documented('spans', tracesTailQuerySchema, tracesTailMessageSchema),
    preHandler: [admit, async ({ query }) => assertSpanTail(query)],
    wsHandler: (socket, request) =>
      follow(socket, request, (projectId, connection) => tail.subscribeSpans(projectId, request.query, connection)),
  })
  app.route({
    ...route,
    url: `${projectPath}/logs/tail`,
    schema: documented('log records', logsTailQuerySchema, logsTailMessageSchema),
    preHandler: [admit, async ({ query }) => assertLogTail(query)],
    wsHandler: (socket, request) =>
      follow(socket, request, (projectId, connection) => tail.subscribeLogs(projectId, request.query, connection)),
  })
  app.route({
    ...route,
    url: `${projectPath}/metrics/tail`,
    preHandler: admit,
    schema: documented('data points', metricsTailQuerySchema, metricsTailMessageSchema),
    wsHandler: (socket, request) =>
      follow(socket, request, (projectId, connection) => tail.subscribeMetrics(projectId, request.query, connection)),
  })
}

/** Ends connections whose other end vanished without a word. */
function keepAlive(socket: WebSocket, heartbeatMs: number): () => void {
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
