import { constants, type OutgoingHttpHeaders, type ServerHttp2Stream } from 'node:http2'
import { failureTrailers, okTrailers } from './grpc-status.ts'
import { acceptEncoding } from './read-message.ts'

const answerHeaders: OutgoingHttpHeaders = {
  ':status': 200,
  'content-type': 'application/grpc',
  'grpc-accept-encoding': acceptEncoding,
}

/** A message as it goes over the wire: not compressed, behind its length. */
function framed(message: Uint8Array): Buffer {
  const frame = Buffer.allocUnsafe(5 + message.length)
  frame.writeUInt8(0, 0)
  frame.writeUInt32BE(message.length, 1)
  frame.set(message, 5)
  return frame
}

/** Answers a call with one message and OK. Nothing happens where the client has gone. */
export function answerMessage(stream: ServerHttp2Stream, message: Uint8Array): void {
  if (!begin(stream)) return
  stream.end(framed(message))
}

/** Answers a call with messages, one after the other. `send` is false once the client has gone. */
export function answerMessages(stream: ServerHttp2Stream): { send(message: Uint8Array): boolean } {
  begin(stream)
  return {
    send(message) {
      if (stream.destroyed || stream.closed) return false
      stream.write(framed(message))
      return true
    },
  }
}

/** Answers a call with a failure. What is left of the request is not waited for. */
export function answerFailure(
  stream: ServerHttp2Stream,
  error: unknown,
): ReturnType<typeof failureTrailers>['failure'] {
  const { trailers, failure } = failureTrailers(error)
  if (!stream.destroyed && !stream.closed && !stream.headersSent) {
    stream.respond({ ...answerHeaders, ...trailers }, { endStream: true })
    endRequest(stream)
  }
  return failure
}

/** For what is no gRPC at all. */
export function answerHttp(stream: ServerHttp2Stream, statusCode: number): void {
  if (stream.destroyed || stream.closed) return
  stream.respond({ ':status': statusCode }, { endStream: true })
  endRequest(stream)
}

function begin(stream: ServerHttp2Stream): boolean {
  if (stream.destroyed || stream.closed) return false
  stream.once('wantTrailers', () => stream.sendTrailers(okTrailers))
  stream.respond(answerHeaders, { waitForTrailers: true })
  return true
}

/** Tells a client that still sends to stop, after the answer: RFC 9113, 8.1. */
function endRequest(stream: ServerHttp2Stream): void {
  stream.resume()
  if (!stream.readableEnded) stream.close(constants.NGHTTP2_NO_ERROR)
}
