import { z } from 'zod'

/** Proto3's JSON mapping takes `null` for an absent field; an absent field has the type's zero value. */
export type Absent = null | undefined

/** A 64-bit integer: a decimal string or a number in JSON, a bigint from the protobuf decoder. */
export type Integer64Input = bigint | string | number | Absent

/** A double: a number, or in JSON also `"NaN"`, `"Infinity"`, `"-Infinity"` and a decimal string. */
export type DoubleInput = number | string | Absent

const int64Min = -(2n ** 63n)
const int64Max = 2n ** 63n - 1n
const uint64Max = 2n ** 64n - 1n
const decimalInteger = /^-?\d{1,20}$/
const decimalNumber = /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/
const standardBase64 = /^[A-Za-z0-9+/]*={0,2}$/

/**
 * A field that is read by a function, because a union of zod types would cost a multiple on every span.
 * @param read gives the value, or `undefined` for what it cannot take.
 * @param message names the fix; zod adds the path.
 */
export function scalar<Input, Output>(
  read: (value: unknown) => Output | undefined,
  message: string,
): z.ZodTransform<Output, Input> {
  return z.transform<Input, Output>((value, context) => {
    const output = read(value)
    if (output !== undefined) return output
    context.issues.push({ code: 'custom', message, input: value })
    return z.NEVER
  })
}

/** Lone surrogates have no UTF-8 form: they become U+FFFD, as broken UTF-8 does in the protobuf decoder. */
export function readText(value: unknown): string | undefined {
  if (typeof value !== 'string') return value === undefined || value === null ? '' : undefined
  const text = value as string & { isWellFormed(): boolean; toWellFormed(): string }
  return text.isWellFormed() ? value : text.toWellFormed()
}

export function readBoolean(value: unknown): boolean | undefined {
  return typeof value === 'boolean' ? value : value === undefined || value === null ? false : undefined
}

function readInteger(value: unknown): bigint | undefined {
  if (typeof value === 'bigint') return value
  if (value === undefined || value === null) return 0n
  if (typeof value === 'string') return decimalInteger.test(value) ? BigInt(value) : undefined
  return typeof value === 'number' && Number.isInteger(value) ? BigInt(value) : undefined
}

export function readInt64(value: unknown): bigint | undefined {
  const integer = readInteger(value)
  return integer !== undefined && integer >= int64Min && integer <= int64Max ? integer : undefined
}

export function readUint64(value: unknown): bigint | undefined {
  const integer = readInteger(value)
  return integer !== undefined && integer >= 0n && integer <= uint64Max ? integer : undefined
}

function readSmallInteger(value: unknown, min: number, max: number): number | undefined {
  if (value === undefined || value === null) return 0
  const number = typeof value === 'string' && decimalInteger.test(value) ? Number(value) : value
  return typeof number === 'number' && Number.isInteger(number) && number >= min && number <= max ? number : undefined
}

export function readUint32(value: unknown): number | undefined {
  return readSmallInteger(value, 0, 0xffff_ffff)
}

export function readInt32(value: unknown): number | undefined {
  return readSmallInteger(value, -0x8000_0000, 0x7fff_ffff)
}

export function readDouble(value: unknown): number | undefined {
  if (typeof value === 'number') return value
  if (value === undefined || value === null) return 0
  if (value === 'NaN') return Number.NaN
  if (value === 'Infinity') return Number.POSITIVE_INFINITY
  if (value === '-Infinity') return Number.NEGATIVE_INFINITY
  return typeof value === 'string' && decimalNumber.test(value) ? Number(value) : undefined
}

/** Bytes: base64 in JSON (standard or URL alphabet, padded or not), a Uint8Array from the protobuf decoder. */
export function readBytes(value: unknown): Uint8Array | undefined {
  if (value instanceof Uint8Array) return value
  if (typeof value !== 'string') return value === undefined || value === null ? new Uint8Array() : undefined
  const base64 = value.replaceAll('-', '+').replaceAll('_', '/')
  if (!standardBase64.test(base64) || base64.replaceAll('=', '').length % 4 === 1) return undefined
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))
}

export const textSchema = scalar<string | Absent, string>(readText, 'must be a string')
export const booleanSchema = scalar<boolean | Absent, boolean>(readBoolean, 'must be true or false')
export const uint32Schema = scalar<number | string | Absent, number>(
  readUint32,
  'must be an integer from 0 to 2^32 - 1',
)
export const int32Schema = scalar<number | string | Absent, number>(
  readInt32,
  'must be an integer from -2^31 to 2^31 - 1',
)
export const uint64Schema = scalar<Integer64Input, bigint>(
  readUint64,
  'must be an unsigned 64-bit integer, in JSON best as a decimal string',
)
export const doubleSchema = scalar<DoubleInput, number>(
  readDouble,
  'must be a number, "NaN", "Infinity" or "-Infinity"',
)

/** A double whose absence means something: `null` when absent. */
export const optionalDoubleSchema = scalar<DoubleInput, number | null>(
  (value) => (value === undefined || value === null ? null : readDouble(value)),
  'must be a number, "NaN", "Infinity" or "-Infinity"',
)

/** Nanoseconds since the epoch; 0 when absent. */
export const unixNanoSchema = scalar<Integer64Input, bigint>(
  readUint64,
  'must be nanoseconds since 1970-01-01, in JSON best as a decimal string',
)

/**
 * An enumeration by its numbers, which start at 0 without gaps. OTLP/JSON asks for the number; the name, which other proto3 JSON writers
 * send, is taken too. A number we do not know is 0, as protobuf keeps enumerations open.
 */
export function enumerationSchema(names: readonly string[]): z.ZodTransform<number, number | string | Absent> {
  return scalar<number | string | Absent, number>(
    (value) => {
      if (typeof value === 'string' && names.includes(value)) return names.indexOf(value)
      const number = readInt32(value)
      return number === undefined ? undefined : number >= 0 && number < names.length ? number : 0
    },
    `must be an integer from 0 (${names[0]}) to ${names.length - 1} (${names.at(-1)})`,
  )
}
