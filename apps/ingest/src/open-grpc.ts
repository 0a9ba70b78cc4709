import type { IncomingHttpHeaders, IncomingMessage } from 'node:http'
import proxyAddress from '@fastify/proxy-addr'
import type { Logger as Pino } from 'pino'
import type { Accounts } from './accounts/accounts.ts'
import { checkLocalHost } from './accounts/request-origin.ts'
import type { Config } from './config.ts'
import { exportMethods, exportServices } from './grpc/export-service.ts'
import { createGrpcServer, type GrpcServer } from './grpc/grpc-server.ts'
import { healthMethods } from './grpc/health-service.ts'
import type { RefusedRequest } from './health/outcome.ts'
import type { Intake } from './intake.ts'
import { type Readiness, StartingError } from './readiness.ts'
import type { BodyMemory } from './receiver/body-memory.ts'

interface GrpcParts {
  accounts: Pick<Accounts, 'resolveIngestKey'>
  intake: Intake
  bodyMemory: BodyMemory
  readiness: Readiness
  onRefused(refused: RefusedRequest): void
  publicUrl: () => string
  log: Pino
}

/** The platform's gRPC side: OTLP and health. Listens to nothing yet. Asks whose records these are as the HTTP side does. */
export function openGrpc(config: Config, parts: GrpcParts): GrpcServer {
  const { accounts, intake, bodyMemory, readiness, onRefused, publicUrl, log } = parts
  const addressOf = senderAddress(config.TRUST_PROXY)
  return createGrpcServer({
    methods: {
      ...exportMethods({
        intake,
        bodyMemory,
        bodyBytesMax: config.BODY_BYTES_MAX,
        onRefused,
        async resolveProject({ headers, remoteAddress }) {
          if (config.HANZO_ACCESS === 'open') checkLocalHost({ headers })
          if (!readiness.accounts) throw new StartingError()
          return accounts.resolveIngestKey({ headers, params: {}, ip: addressOf(headers, remoteAddress) })
        },
      }),
      ...healthMethods({ services: exportServices, isServing: () => readiness.accounts }),
    },
    logger: log,
    httpHint: () =>
      `this port receives OTLP over gRPC (OTEL_EXPORTER_OTLP_PROTOCOL=grpc); OTLP over HTTP and the console are at ${publicUrl()}`,
  })
}

/** The address of who sends: of the connection, or what a trusted proxy in front says it is. */
function senderAddress(trustProxy: Config['TRUST_PROXY']) {
  if (trustProxy === false) return (_headers: IncomingHttpHeaders, remoteAddress: string) => remoteAddress
  const isTrusted = proxyAddress.compile(trustProxy)
  return (headers: IncomingHttpHeaders, remoteAddress: string) =>
    proxyAddress({ headers, socket: { remoteAddress } } as IncomingMessage, isTrusted)
}
