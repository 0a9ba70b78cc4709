import type { IncomingHttpHeaders } from 'node:http2'
import type { RefusedRequest } from '../health/outcome.ts'
import type { Intake } from '../intake.ts'
import type { ProjectIdentity } from '../project-identity.ts'
import { encodeExportResponse, partialSuccessOf } from '../receiver/answer.ts'
import type { BodyMemory } from '../receiver/body-memory.ts'
import { chargeRefused } from '../receiver/charge-refused.ts'
import { refusedRequest } from '../receiver/refused-request.ts'
import { type Signal, signals } from '../receiver/signal.ts'
import { answerMessage } from './answer-call.ts'
import type { GrpcCall, GrpcMethod } from './grpc-server.ts'
import { grpcEncodingOf, readMessage } from './read-message.ts'

export interface ExportOptions {
  intake: Intake
  /** Whose records these are; throws 401, 403, 404 or 503. Called before the message is read. */
  resolveProject(call: { headers: IncomingHttpHeaders; remoteAddress: string }): Promise<ProjectIdentity>
  /** Largest message, decompressed. */
  bodyBytesMax: number
  /** Shared with the other receivers. */
  bodyMemory: BodyMemory
  /** Told of every call that is refused as a whole, for the page of ingest health. */
  onRefused?(refused: RefusedRequest): void
}

const services: Record<Signal['name'], string> = {
  traces: 'opentelemetry.proto.collector.trace.v1.TraceService',
  metrics: 'opentelemetry.proto.collector.metrics.v1.MetricsService',
  logs: 'opentelemetry.proto.collector.logs.v1.LogsService',
}

export const exportServices: readonly string[] = Object.values(services)

/** As long as the HTTP receiver waits for a body. */
const messageMilliseconds = 120_000

/**
 * OTLP's three services. OK means that every record is durable or counted in `partial_success`; what is not the client's
 * mistake is UNAVAILABLE or RESOURCE_EXHAUSTED with RetryInfo, which clients retry.
 * @see https://opentelemetry.io/docs/specs/otlp/#otlpgrpc
 */
export function exportMethods(options: ExportOptions): Record<string, GrpcMethod> {
  return Object.fromEntries(
    signals.map((signal) => [`/${services[signal.name]}/Export`, (call: GrpcCall) => exportTo(signal, call, options)]),
  )
}

async function exportTo(signal: Signal, call: GrpcCall, options: ExportOptions): Promise<void> {
  let project: ProjectIdentity | undefined
  try {
    project = await options.resolveProject(call)
    const encoding = grpcEncodingOf(call.headers['grpc-encoding'])
    await options.intake.admit?.(project.projectId, signal.name)
    answerMessage(call.stream, await take(signal, call, { ...options, project, encoding }))
  } catch (error) {
    const client = call.headers['user-agent'] ?? ''
    options.onRefused?.(refusedRequest(error, { project, signal: signal.name, client }))
    throw error
  }
}

type TakeOptions = ExportOptions & { project: ProjectIdentity; encoding: ReturnType<typeof grpcEncodingOf> }

async function take(signal: Signal, call: GrpcCall, options: TakeOptions): Promise<Uint8Array> {
  const { intake, project, encoding, bodyBytesMax, bodyMemory } = options
  const share = bodyMemory.open(project.projectId)
  try {
    const milliseconds = Math.min(messageMilliseconds, call.timeoutMilliseconds ?? messageMilliseconds)
    const body = await chargeRefused({ intake, project, signal: signal.name, share }, (take) =>
      readMessage(call.stream, { encoding, bytesMax: bodyBytesMax, milliseconds, take }),
    )
    const receivedAtUnixNano = BigInt(Date.now()) * 1_000_000n
    const taken = await intake.take({ signal: signal.name, encoding: 'protobuf', project, body, receivedAtUnixNano })
    return encodeExportResponse(signal, partialSuccessOf(taken), 'protobuf')
  } finally {
    share.release()
  }
}
