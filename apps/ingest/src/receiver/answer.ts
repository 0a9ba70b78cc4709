import type { PartialSuccess, RpcStatus } from '@hanzo/schema/otlp'
import protobuf from 'protobufjs/minimal.js'
import type { OtlpEncoding } from '../decode/decoded.ts'
import type { Taken } from '../intake.ts'
import type { Signal } from './signal.ts'

const reasonsMax = 5

// Field numbers of Export…ServiceResponse, Export…PartialSuccess and google.rpc.Status.
const partialSuccessField = 1
const rejectedField = 1
const errorMessageField = 2
const statusCodeField = 1
const statusMessageField = 2

const varint = 0
const lengthDelimited = 2

function tag(field: number, wireType: number): number {
  return (field << 3) | wireType
}

/** What was not stored and why, or should be known of what was, most frequent first; `undefined` when there is nothing to tell. */
export function partialSuccessOf({ rejectedCount, rejections, warnings, remarks }: Taken): PartialSuccess | undefined {
  const told = [...warnings, ...countedReasons(rejections), ...countedReasons(remarks.filter(isTold))]
  return rejectedCount === 0 && told.length === 0
    ? undefined
    : { rejected: rejectedCount, errorMessage: told.join('; ') }
}

const isTold = (remark: Taken['remarks'][number]) => remark.isToldToSender

/** By reason, of all services together. */
function countedReasons(groups: readonly { reason: string; count: number }[]): string[] {
  const counts = new Map<string, number>()
  // A metric without points that is rejected counts for none.
  for (const { reason, count } of groups) if (count > 0) counts.set(reason, (counts.get(reason) ?? 0) + count)
  const reasons = [...counts].sort(([, a], [, b]) => b - a)
  const told = reasons.slice(0, reasonsMax).map(([reason, count]) => `${count} × ${reason}`)
  if (reasons.length > reasonsMax) told.push(`${reasons.length - reasonsMax} more reasons`)
  return told
}

/**
 * Encodes Export…ServiceResponse.
 * @see https://opentelemetry.io/docs/specs/otlp/#otlphttp-response
 */
export function encodeExportResponse(
  signal: Signal,
  partialSuccess: PartialSuccess | undefined,
  encoding: OtlpEncoding,
): Uint8Array {
  if (encoding === 'json') {
    const { rejected, errorMessage } = partialSuccess ?? {}
    return jsonBytes(
      partialSuccess ? { partialSuccess: { [signal.rejectedField]: String(rejected), errorMessage } } : {},
    )
  }
  const writer = protobuf.Writer.create()
  if (partialSuccess) {
    writer.uint32(tag(partialSuccessField, lengthDelimited)).fork()
    if (partialSuccess.rejected > 0) writer.uint32(tag(rejectedField, varint)).int64(partialSuccess.rejected)
    writer.uint32(tag(errorMessageField, lengthDelimited)).string(partialSuccess.errorMessage).ldelim()
  }
  return writer.finish()
}

/**
 * Encodes google.rpc.Status, the body of every failure.
 * @see https://opentelemetry.io/docs/specs/otlp/#failures-1
 */
export function encodeStatus({ code, message }: RpcStatus, encoding: OtlpEncoding): Uint8Array {
  if (encoding === 'json') return jsonBytes({ code, message })
  const writer = protobuf.Writer.create()
  writer.uint32(tag(statusCodeField, varint)).int32(code)
  writer.uint32(tag(statusMessageField, lengthDelimited)).string(message)
  return writer.finish()
}

function jsonBytes(value: unknown): Uint8Array {
  return Buffer.from(JSON.stringify(value))
}
