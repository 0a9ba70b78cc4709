import { type Absent, scalar } from './scalar.ts'

/** Hex in JSON (either case), bytes from the protobuf decoder. */
export type IdentifierInput = string | Uint8Array | Absent

/** "No trace": an absent id in our rows, and an invalid one in OTLP. */
export const noTraceId = '0'.repeat(32)
/** "No span": a root's parent. */
export const noSpanId = '0'.repeat(16)

const hexOfByte = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))
const hexDigits = /^[0-9a-fA-F]*$/

function hexOf(bytes: Uint8Array): string {
  let hex = ''
  for (const byte of bytes) hex += hexOfByte[byte]
  return hex
}

/** Lower-case hex, `''` when absent, `undefined` when of another type, alphabet or length. */
function readIdentifier(value: unknown, length: number): string | undefined {
  if (value === undefined || value === null || value === '') return ''
  if (value instanceof Uint8Array) {
    if (value.length === 0) return ''
    return value.length * 2 === length ? hexOf(value) : undefined
  }
  return typeof value === 'string' && value.length === length && hexDigits.test(value) ? value.toLowerCase() : undefined
}

function required(none: string, message: string) {
  return scalar<IdentifierInput, string>((value) => {
    const identifier = readIdentifier(value, none.length)
    return identifier === '' || identifier === none ? undefined : identifier
  }, message)
}

/** An id that may be left out: zeros when absent, empty or zero. */
function optional(none: string, message: string) {
  return scalar<IdentifierInput, string>((value) => {
    const identifier = readIdentifier(value, none.length)
    return identifier === '' ? none : identifier
  }, message)
}

/** An id that only points elsewhere: OTLP asks receivers to read an invalid one as absent. Zeros then. */
function lenient(none: string) {
  return scalar<IdentifierInput, string>((value) => readIdentifier(value, none.length) || none, '')
}

export const traceIdSchema = required(
  noTraceId,
  'must be 16 bytes, not all zero; in JSON 32 hexadecimal characters, not base64',
)
export const spanIdSchema = required(
  noSpanId,
  'must be 8 bytes, not all zero; in JSON 16 hexadecimal characters, not base64',
)
export const parentSpanIdSchema = optional(
  noSpanId,
  'must be 8 bytes, or empty for a root span; in JSON 16 hexadecimal characters, not base64',
)
export const lenientTraceIdSchema = lenient(noTraceId)
export const lenientSpanIdSchema = lenient(noSpanId)
