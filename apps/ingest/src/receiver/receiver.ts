import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { OtlpEncoding } from '../decode/decoded.ts'
import type { RefusedRequest } from '../health/outcome.ts'
import type { Intake } from '../intake.ts'
import type { ProjectIdentity } from '../project-identity.ts'
import { encodeExportResponse, encodeStatus, partialSuccessOf } from './answer.ts'
import type { BodyMemory } from './body-memory.ts'
import { chargeRefused } from './charge-refused.ts'
import { acceptEncoding, contentEncodingOf } from './content-encoding.ts'
import { answerPages, answerPreflight, type CorsOrigins } from './cors.ts'
import { failureOf, rpcCodeOf } from './failure.ts'
import { answerEncodingOf, mediaTypeOf, requestEncodingOf } from './otlp-encoding.ts'
import { readBody } from './read-body.ts'
import { BodyTooLargeError, MethodNotAllowedError } from './receiver-errors.ts'
import { refusedRequest } from './refused-request.ts'
import { type Signal, signals } from './signal.ts'

export interface ReceiverOptions {
  intake: Intake
  /** Whose records these are; throws 401, 403 or 404. Called before the body is read. */
  resolveProject(request: FastifyRequest): Promise<ProjectIdentity>
  /** Largest body, decompressed. */
  bodyBytesMax: number
  /** Shared with the other receivers. */
  bodyMemory: BodyMemory
  /** Whose pages may send from the browser. */
  corsOrigins?: CorsOrigins | undefined
  /** Told of every request that is refused as a whole, for the page of ingest health. */
  onRefused?(refused: RefusedRequest): void
}

/** What is known of a request by the time it is refused. */
type Known = Pick<RefusedRequest, 'project' | 'signal'>

/**
 * Fastify plugin: OTLP over HTTP at `/v1/{traces,metrics,logs}` and `/projects/:projectId/v1/…`; protobuf and JSON, plain or compressed.
 * 200 means that every record is durable or counted in `partialSuccess`. Failures are google.rpc.Status in the request's
 * encoding: 400, 401, 403, 404, 405, 413, 415, and 429 or 503 with Retry-After; never a 500, which clients do not retry.
 * @see https://opentelemetry.io/docs/specs/otlp/#otlphttp
 */
export async function receiver(app: FastifyInstance, options: ReceiverOptions): Promise<void> {
  const known = new WeakMap<FastifyRequest, Known>()
  const receive = createReceive(options, known)
  await app.register(async (scope) => {
    scope.removeAllContentTypeParsers()
    // The body is read by the handler, after the key was checked.
    scope.addContentTypeParser('*', (_request, _payload, done) => done(null))
    scope.setErrorHandler((error, request, reply) => {
      const client = request.headers['user-agent'] ?? ''
      options.onRefused?.(
        refusedRequest(error, { project: undefined, signal: undefined, ...known.get(request), client }),
      )
      return answerFailure(error, request, reply)
    })
    answerPages(scope, options.corsOrigins)
    const config = { receivesTelemetry: true }
    for (const signal of signals) {
      for (const prefix of ['', '/projects/:projectId']) {
        const url = `${prefix}/v1/${signal.name}`
        // Headers for pages would take longer than all else around the decoding of a small request.
        scope.post(url, { config, helmet: false }, (request, reply) => receive(signal, request, reply))
        scope.options(url, async (request, reply) => answerPreflight(options.corsOrigins, request, reply))
        scope.route({
          method: ['GET', 'PUT', 'PATCH', 'DELETE'],
          url,
          handler: () => Promise.reject(methodNotAllowed(signal)),
        })
      }
    }
  })
}

function createReceive(
  { intake, resolveProject, bodyBytesMax, bodyMemory }: ReceiverOptions,
  known: WeakMap<FastifyRequest, Known>,
) {
  return async (signal: Signal, request: FastifyRequest, reply: FastifyReply) => {
    known.set(request, { project: undefined, signal: signal.name })
    const project = await resolveProject(request)
    known.set(request, { project, signal: signal.name })
    const { headers } = request
    const encoding = requestEncodingOf(headers['content-type'])
    const contentEncoding = contentEncodingOf(headers['content-encoding'])
    if (Number(headers['content-length']) > bodyBytesMax) throw new BodyTooLargeError(bodyBytesMax)
    await intake.admit?.(project.projectId, signal.name)
    const share = bodyMemory.open(project.projectId)
    try {
      const body = await chargeRefused({ intake, project, signal: signal.name, share }, (take) =>
        readBody(request.raw, { contentEncoding, bytesMax: bodyBytesMax, take }),
      )
      const receivedAtUnixNano = BigInt(Date.now()) * 1_000_000n
      const taken = await intake.take({ signal: signal.name, encoding, project, body, receivedAtUnixNano })
      return answer(reply, 200, encoding, encodeExportResponse(signal, partialSuccessOf(taken), encoding))
    } finally {
      share.release()
    }
  }
}

function answer(reply: FastifyReply, statusCode: number, encoding: OtlpEncoding, body: Uint8Array): FastifyReply {
  return reply
    .code(statusCode)
    .header('content-type', mediaTypeOf[encoding])
    .header('x-content-type-options', 'nosniff')
    .send(body)
}

function answerFailure(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const { statusCode, message, retryAfterSeconds, isUnexpected } = failureOf(error)
  if (isUnexpected) request.log.error({ err: error }, 'telemetry could not be received')
  else request.log.debug({ err: error }, 'a request for telemetry was refused')
  if (retryAfterSeconds !== undefined) reply.header('retry-after', String(retryAfterSeconds))
  if (statusCode === 405) reply.header('allow', 'POST')
  if (statusCode === 415) reply.header('accept-encoding', acceptEncoding)
  const encoding = answerEncodingOf(request.headers['content-type'])
  return answer(reply, statusCode, encoding, encodeStatus({ code: rpcCodeOf(statusCode), message }, encoding))
}

function methodNotAllowed({ name }: Signal): MethodNotAllowedError {
  return new MethodNotAllowedError(
    `this address receives OTLP ${name} by POST from OpenTelemetry SDKs; set OTEL_EXPORTER_OTLP_ENDPOINT to its origin. To look at ${name}, open the console`,
  )
}
