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
import type { ProjectIdentity } from '../project-identity.ts'
import type { TailConnection } from '../tail/subscriber.ts'
import { projectParams as params, projectPath } from './route-schema.ts'
import type { TelemetryApiParts } from './telemetry-api-parts.ts'

const heartbeatMsDefault = 30_000

/** A WebSocket's messages in OpenAPI's terms, which knows no WebSockets. */
const documented = (message: z.ZodType, what: string) => ({
  tags: ['tails'],
  summary: `Watch ${what} as they arrive (WebSocket)`,
  description:
    'Upgrade to a WebSocket. Messages are JSON: `ready` once, then `rows` with a `cursor`, and `skipped` when this client was too slow for some.',
  params,
  response: { 101: message, '4xx': problemSchema, '5xx': problemSchema },
})

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

  app.get(
    `${projectPath}/traces/tail`,
    {
      websocket: true,
      preHandler: admit,
      schema: { ...documented(tracesTailMessageSchema, 'spans'), querystring: tracesTailQuerySchema },
    },
    (socket, request) =>
      follow(socket, request, (projectId, connection) => tail.subscribeSpans(projectId, request.query, connection)),
  )
  app.get(
    `${projectPath}/logs/tail`,
    {
      websocket: true,
      preHandler: admit,
      schema: { ...documented(logsTailMessageSchema, 'log records'), querystring: logsTailQuerySchema },
    },
    (socket, request) =>
      follow(socket, request, (projectId, connection) => tail.subscribeLogs(projectId, request.query, connection)),
  )
  app.get(
    `${projectPath}/metrics/tail`,
    {
      websocket: true,
      preHandler: admit,
      schema: { ...documented(metricsTailMessageSchema, 'data points'), querystring: metricsTailQuerySchema },
    },
    (socket, request) =>
      follow(socket, request, (projectId, connection) => tail.subscribeMetrics(projectId, request.query, connection)),
  )
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
