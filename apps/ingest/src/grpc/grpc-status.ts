import type { OutgoingHttpHeaders } from 'node:http2'
import protobuf from 'protobufjs/minimal.js'
import { HanzoError } from '../errors.ts'
import { type Failure, failureOf, rpcCodeOf } from '../receiver/failure.ts'

/** Header blocks are bounded by clients, 8 KiB in many; the message stands in them twice. */
const messageLengthMax = 1_024

const retryInfoType = 'type.googleapis.com/google.rpc.RetryInfo'
const errorInfoType = 'type.googleapis.com/google.rpc.ErrorInfo'
const errorDomain = 'hanzo.ingest'

export const okTrailers: OutgoingHttpHeaders = { 'grpc-status': '0' }

/**
 * The trailers of a failed call: its status, its message, and google.rpc.Status with ErrorInfo and, where the same call
 * is to be sent again, RetryInfo. Clients retry RESOURCE_EXHAUSTED only with RetryInfo.
 * @see https://opentelemetry.io/docs/specs/otlp/#failures
 */
export function failureTrailers(error: unknown): { trailers: OutgoingHttpHeaders; failure: Failure } {
  const failure = failureOf(error)
  const code = rpcCodeOf(failure.statusCode)
  const message = failure.message.slice(0, messageLengthMax)
  const reason = failure.isUnexpected || !(error instanceof HanzoError) ? 'INTERNAL' : error.code
  const details = encodeStatus(code, message, [
    [errorInfoType, encodeErrorInfo(reason)],
    ...(failure.retryAfterSeconds === undefined
      ? []
      : [[retryInfoType, encodeRetryInfo(failure.retryAfterSeconds)] as const]),
  ])
  const trailers = {
    'grpc-status': String(code),
    'grpc-message': percentEncode(message),
    'grpc-status-details-bin': Buffer.from(details).toString('base64'),
  }
  return { trailers, failure }
}

/** google.rpc.Status: code = 1, message = 2, details = 3, each an Any of type_url = 1 and value = 2. */
function encodeStatus(code: number, message: string, details: (readonly [string, Uint8Array])[]): Uint8Array {
  const writer = protobuf.Writer.create().uint32(8).int32(code).uint32(18).string(message)
  for (const [type, value] of details) {
    writer.uint32(26).fork().uint32(10).string(type).uint32(18).bytes(value).ldelim()
  }
  return writer.finish()
}

/** google.rpc.RetryInfo: retry_delay = 1, a Duration of seconds = 1. */
function encodeRetryInfo(seconds: number): Uint8Array {
  return protobuf.Writer.create().uint32(10).fork().uint32(8).int64(seconds).ldelim().finish()
}

/** google.rpc.ErrorInfo: reason = 1, domain = 2. */
function encodeErrorInfo(reason: string): Uint8Array {
  return protobuf.Writer.create().uint32(10).string(reason).uint32(18).string(errorDomain).finish()
}

/** @see https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md#responses */
function percentEncode(text: string): string {
  let encoded = ''
  for (const byte of Buffer.from(text)) {
    const isPlain = byte >= 0x20 && byte <= 0x7e && byte !== 0x25
    encoded += isPlain ? String.fromCharCode(byte) : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`
  }
  return encoded
}
