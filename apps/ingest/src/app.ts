import cookie from '@fastify/cookie'
import websocket from '@fastify/websocket'
import Fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from 'fastify'
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod'
import type { Accounts } from './accounts/accounts.ts'
import { checkLocalHost, checkOrigin } from './accounts/request-origin.ts'
import type { Config } from './config.ts'
import { type ConnectionCounts, limitConnections } from './connections/limit-connections.ts'
import { connectionsWithin } from './connections/open-files.ts'
import { serverLimits, serverOptions } from './connections/server-limits.ts'
import type { ConsoleHost } from './console.ts'
import { NotFoundError } from './errors.ts'
import { misdirectedRequest } from './health/misdirected-request.ts'
import type { IngestHealth } from './health/open-ingest-health.ts'
import { type Check, health } from './health.ts'
import type { Intake } from './intake.ts'
import type { IngestLimits } from './limits/ingest-limits.ts'
import { limitsApi } from './limits/limits-api.ts'
import { logRequest } from './log.ts'
import { describeApi } from './open-api.ts'
import { answerProblem } from './problem.ts'
import { type Readiness, StartingError } from './readiness.ts'
import type { BodyMemory } from './receiver/body-memory.ts'
import { isFromAllowedPage } from './receiver/cors.ts'
import { receiver } from './receiver/receiver.ts'
import { securityHeaders } from './security-headers.ts'
import { routeUpgrades } from './upgrade-router.ts'

export interface AppParts {
  accounts: Accounts
  intake: Intake
  bodyMemory: BodyMemory
  limits: Pick<IngestLimits, 'state'>
  ingestHealth: Pick<IngestHealth, 'refused' | 'api' | 'metrics'>
  /** Fastify plugin with the routes below `/api/projects/:projectId` that read telemetry. */
  telemetry(app: FastifyInstance): Promise<void>
  /** Absent where the API is served alone. */
  console: ConsoleHost | undefined
  checks: readonly Check[]
  readiness: Readiness
  log: FastifyBaseLogger
  publicUrl: () => string
}

const apiBodyBytesMax = 1024 ** 2
const tailMessageBytesMax = 64 * 1024

/** The platform's HTTP side: OTLP, API, tails, health and console on one port. Listens to nothing yet. */
export async function buildApp(config: Config, parts: AppParts): Promise<FastifyInstance> {
  const isSecure = parts.publicUrl().startsWith('https:')
  const app: FastifyInstance = Fastify({
    loggerInstance: parts.log,
    logController: new LogController({ disableRequestLogging: true }),
    trustProxy: config.TRUST_PROXY,
    bodyLimit: apiBodyBytesMax,
    ...serverOptions(serverLimits),
    forceCloseConnections: 'idle',
  })
  const connections = limitConnections(app.server, {
    connectionsMax: connectionsWithin(config.HANZO_CONNECTIONS_MAX),
    onFull: (counts) => parts.log.warn(counts, 'connections are at their limit: those silent for longest are closed'),
  })
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler)
  app.setErrorHandler(answerProblem)
  app.setNotFoundHandler((request, reply) => {
    answerProblem(new NotFoundError('there is no such address'), request, reply)
  })
  app.addHook('onResponse', async (request, reply) => {
    logRequest(request, reply)
    const misdirected = misdirectedRequest(request, reply)
    if (misdirected) parts.ingestHealth.refused(misdirected)
  })

  await securityHeaders(app, { isSecure })
  await app.register(cookie)
  await app.register(websocket, { options: { maxPayload: tailMessageBytesMax } })
  await routeUpgrades(app, { consoleUpgrade: parts.console?.isDevelopment ? parts.console.upgrade : undefined })
  await health(app, { checks: parts.checks })
  await app.register(async (guarded) => {
    guardRequests(guarded, config, parts)
    await addRoutes(guarded, config, parts, connections)
  })
  const { console } = parts
  if (console) {
    await app.register(async (scope) => {
      if (config.HANZO_ACCESS === 'open') scope.addHook('onRequest', async (request) => checkLocalHost(request))
      scope.addHook('onRequest', async (request) => checkOrigin(request, parts.publicUrl()))
      await console.pages(scope)
    })
  }
  return app
}

function guardRequests(app: FastifyInstance, config: Config, { readiness, publicUrl }: AppParts): void {
  app.addHook('onRequest', async (request) => {
    if (config.HANZO_ACCESS === 'open') checkLocalHost(request)
    if (!isFromAllowedPage(config.HANZO_CORS_ORIGINS, request)) checkOrigin(request, publicUrl())
    if (!readiness.accounts) throw new StartingError()
  })
}

async function addRoutes(
  app: FastifyInstance,
  config: Config,
  parts: AppParts,
  connections: () => ConnectionCounts,
): Promise<void> {
  const { accounts, ingestHealth, intake, readiness, telemetry } = parts
  await describeApi(app, { cookieName: accounts.cookieName })
  await app.register(receiver, {
    intake,
    resolveProject: accounts.resolveIngestKey,
    bodyBytesMax: config.BODY_BYTES_MAX,
    bodyMemory: parts.bodyMemory,
    corsOrigins: config.HANZO_CORS_ORIGINS,
    onRefused: ingestHealth.refused,
  })
  await ingestHealth.metrics(app, connections)
  await accounts.api(app)
  // In a scope of its own: its hooks are for its own routes.
  await app.register(ingestHealth.api)
  const { limits: settings, usage } = accounts
  await app.register(limitsApi, { access: accounts, limits: parts.limits, settings, usage })
  await app.register(async (scope) => {
    // Before anything of the request is looked at, and for every route, also one that would forget to ask.
    scope.addHook('onRequest', async (request) => {
      await accounts.resolveProjectAccess(request)
      if (!readiness.telemetry) throw new StartingError()
    })
    await telemetry(scope)
  })
}
