import type { z } from 'zod'
import type { OtlpEncoding } from './decoded.ts'
import { parseJson } from './parse-json.ts'
import { decodeMessage } from './protobuf/decode-message.ts'
import type { MessageDescriptor } from './protobuf/message-descriptor.ts'
import { reasonOf } from './rejections.ts'
import { UndecodableError } from './undecodable-error.ts'

/** The records of one resource, in the one shape that all signals' envelopes are brought to. */
export interface RecordGroup {
  resource: unknown
  schemaUrl: string
  scopes: { scope: unknown; records: unknown[] }[]
}

/**
 * Reads the envelope of a request. Records stay what they are: JSON values, or the bytes of a protobuf message.
 * @throws {UndecodableError} for a body that is not of this encoding or whose envelope is not OTLP's.
 */
export function readEnvelope<Schema extends z.ZodType>(
  body: Uint8Array,
  encoding: OtlpEncoding,
  descriptor: MessageDescriptor,
  schema: Schema,
): { envelope: z.output<Schema>; warnings: string[] } {
  const raw = encoding === 'json' ? parseJson(body) : decodeMessage(descriptor, body)
  const parsed = schema.safeParse(raw)
  if (!parsed.success) throw new UndecodableError(`the request is not valid OTLP: ${reasonOf(parsed.error.issues)}`)
  return { envelope: parsed.data, warnings: encoding === 'json' ? misnamedEnvelope(raw, descriptor) : [] }
}

// OTLP/JSON obliges us to ignore unknown names, so a request in snake case or of another signal would vanish without a word.
function misnamedEnvelope(raw: unknown, descriptor: MessageDescriptor): string[] {
  const names = Object.keys(raw ?? {})
  const expected = descriptor.fields[1]?.name ?? ''
  if (names.length === 0 || names.includes(expected)) return []
  return [
    `nothing was stored: the request has no field ${expected}, only ${names.slice(0, 3).join(', ').slice(0, 200)}`,
  ]
}

/** A record as the schemas take it: JSON values are so already, protobuf records are still bytes. */
export function decodeRecord(record: unknown, descriptor: MessageDescriptor): unknown {
  return record instanceof Uint8Array ? decodeMessage(descriptor, record) : record
}
