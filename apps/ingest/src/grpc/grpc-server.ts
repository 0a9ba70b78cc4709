import { createServer, type IncomingHttpHeaders, type ServerHttp2Session, type ServerHttp2Stream } from 'node:http2'
import type { AddressInfo } from 'node:net'
import type { Logger } from '../logger.ts'
import { acceptHttp2 } from './accept-http2.ts'
import { answerFailure, answerHttp } from './answer-call.ts'
import { UnimplementedError } from './grpc-errors.ts'
import { keepSessions, type SessionLimits } from './keep-sessions.ts'

/** One call of a client, of which nothing but the headers has been read. */
export interface GrpcCall {
  stream: ServerHttp2Stream
  /** The metadata; texts as they were sent, `-bin` values in base64. */
  headers: IncomingHttpHeaders
  /** Address of the other end of the connection. */
  remoteAddress: string
  /** What is left of the client's deadline; `undefined` where it has none. */
  timeoutMilliseconds: number | undefined
}

/** Answers a call, or throws what is answered as its status. */
export type GrpcMethod = (call: GrpcCall) => Promise<void>

export interface GrpcServer {
  /** @throws {NodeJS.ErrnoException} where the address cannot be listened on. */
  listen(address: { host: string; port: number }): Promise<AddressInfo>
  /** Refuses new calls, finishes those under way, for at most the given time. */
  close(milliseconds?: number): Promise<void>
}

export interface GrpcServerOptions {
  /** By path: `/package.Service/Method`. */
  methods: Readonly<Record<string, GrpcMethod>>
  logger: Pick<Logger, 'error'> & { debug(fields: object, message: string): void }
  limits?: Partial<SessionLimits>
  /** Told to those who speak HTTP/1.1 here. */
  httpHint: () => string
}

/** Bytes that a client may send ahead of our reading them, on one stream and on one connection. */
const windowBytes = 262_144
const streamsMax = 100
const headerListBytesMax = 16_384
const closeMilliseconds = 10_000

/**
 * A gRPC server without TLS, on Node's HTTP/2: messages are read by their bytes, so that limits hold while they arrive.
 * @see https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md
 */
export function createGrpcServer({ methods, logger, limits, httpHint }: GrpcServerOptions): GrpcServer {
  const http2 = createServer({
    settings: {
      maxConcurrentStreams: streamsMax,
      initialWindowSize: windowBytes,
      maxHeaderListSize: headerListBytesMax,
      enablePush: false,
    },
  })
  const sessions = keepSessions(limits)
  http2.on('session', (session: ServerHttp2Session) => {
    session.setLocalWindowSize(windowBytes)
    sessions.add(session)
  })
  http2.on('sessionError', (error) => logger.debug({ err: error }, 'a gRPC connection failed'))
  http2.on('stream', (stream: ServerHttp2Stream, headers: IncomingHttpHeaders) => {
    // A client that goes away in the middle of a call is no failure of ours.
    stream.on('error', (error) => logger.debug({ err: error }, 'a gRPC call was cut short'))
    sessions.began(stream)
    void answer(methods, stream, headers, logger)
  })
  const listener = acceptHttp2({ http2, httpHint, connectionsMax: sessions.connectionsMax })
  return {
    listen: ({ host, port }) => listener.listen({ host, port }),
    async close(milliseconds = closeMilliseconds) {
      const closed = listener.close()
      await sessions.close(milliseconds)
      listener.destroy()
      await closed
    },
  }
}

async function answer(
  methods: GrpcServerOptions['methods'],
  stream: ServerHttp2Stream,
  headers: IncomingHttpHeaders,
  logger: GrpcServerOptions['logger'],
): Promise<void> {
  const path = String(headers[':path'])
  if (headers[':method'] !== 'POST') return answerHttp(stream, 405)
  if (!/^application\/grpc(\+proto)?\s*(;|$)/.test(headers['content-type'] ?? '')) return answerHttp(stream, 415)
  const call: GrpcCall = {
    stream,
    headers: { ...headers, host: headers[':authority'] ?? headers.host ?? '' },
    remoteAddress: stream.session?.socket.remoteAddress ?? '',
    timeoutMilliseconds: timeoutOf(headers['grpc-timeout']),
  }
  try {
    const method = Object.hasOwn(methods, path) ? methods[path] : undefined
    if (!method) throw new UnimplementedError(`there is no method ${path.slice(0, 256)}`)
    await method(call)
  } catch (error) {
    const { isUnexpected } = answerFailure(stream, error)
    if (isUnexpected) logger.error({ err: error, path }, 'telemetry could not be received')
    else logger.debug({ err: error, path }, 'a gRPC call was refused')
  }
}

const millisecondsOf: Readonly<Record<string, number>> = { H: 3_600_000, M: 60_000, S: 1_000, m: 1, u: 1e-3, n: 1e-6 }

/** Up to eight digits and a unit. What is not of that form is no deadline. */
function timeoutOf(header: string | string[] | undefined): number | undefined {
  const [, digits, unit] = /^(\d{1,8})([HMSmun])$/.exec(String(header ?? '')) ?? []
  return digits && unit ? Math.ceil(Number(digits) * (millisecondsOf[unit] ?? 0)) : undefined
}
