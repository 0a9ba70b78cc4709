import protobuf from 'protobufjs/minimal.js'
import { UndecodableError } from '../decode/undecodable-error.ts'
import { NotFoundError } from '../errors.ts'
import { answerMessage, answerMessages } from './answer-call.ts'
import { TooManyWatchersError } from './grpc-errors.ts'
import type { GrpcCall, GrpcMethod } from './grpc-server.ts'
import { grpcEncodingOf, readMessage } from './read-message.ts'

interface HealthOptions {
  /** The services that are known, besides the server as a whole, which is `''`. */
  services: readonly string[]
  /** Whether telemetry is received now. */
  isServing(): boolean
}

/** grpc.health.v1.HealthCheckResponse.ServingStatus */
const serving = 1
const notServing = 2
const serviceUnknown = 3

const watchersMax = 100
const watchIntervalMilliseconds = 1_000
const requestBytesMax = 1_024
const requestMilliseconds = 10_000

/**
 * grpc.health.v1.Health, for probes and load balancers. Asks for no key, as `/healthz`.
 * @see https://github.com/grpc/grpc/blob/master/doc/health-checking.md
 */
export function healthMethods({ services, isServing }: HealthOptions): Record<string, GrpcMethod> {
  const known = new Set(['', ...services])
  let watchers = 0
  const statusOf = (service: string) => {
    if (!known.has(service)) return serviceUnknown
    return isServing() ? serving : notServing
  }
  return {
    '/grpc.health.v1.Health/Check': async (call) => {
      const service = await readService(call)
      if (!known.has(service)) throw new NotFoundError('there is no such service')
      answerMessage(call.stream, encodeHealth(statusOf(service)))
    },
    '/grpc.health.v1.Health/Watch': async (call) => {
      const service = await readService(call)
      if (watchers >= watchersMax) throw new TooManyWatchersError(watchersMax)
      watchers += 1
      watch(call.stream, () => statusOf(service))
      call.stream.once('close', () => {
        watchers -= 1
      })
    },
  }
}

/** Sends the status now, and again whenever it has changed. */
function watch(stream: GrpcCall['stream'], status: () => number): void {
  const { send } = answerMessages(stream)
  let last: number | undefined
  const look = () => {
    const now = status()
    if (now !== last) send(encodeHealth(now))
    last = now
  }
  look()
  const timer = setInterval(look, watchIntervalMilliseconds)
  timer.unref()
  stream.once('close', () => clearInterval(timer))
}

/** HealthCheckRequest: service = 1. */
async function readService({ stream, headers }: GrpcCall): Promise<string> {
  const message = await readMessage(stream, {
    encoding: grpcEncodingOf(headers['grpc-encoding']),
    bytesMax: requestBytesMax,
    milliseconds: requestMilliseconds,
    take: () => undefined,
  })
  try {
    const reader = protobuf.Reader.create(message)
    let service = ''
    while (reader.pos < reader.len) {
      const tag = reader.uint32()
      if (tag === 10) service = reader.string()
      else reader.skipType(tag & 7)
    }
    return service
  } catch (error) {
    throw new UndecodableError('the message is no HealthCheckRequest', { cause: error })
  }
}

/** HealthCheckResponse: status = 1. */
function encodeHealth(status: number): Uint8Array {
  return protobuf.Writer.create().uint32(8).int32(status).finish()
}
