import type { SignalName } from './signal-name.ts'

/** One OTLP request, encoded, and how many records (spans, log records, metric points) it holds. */
export interface EncodedRecords {
  bytes: Uint8Array
  records: number
}

// Field numbers of the repeated messages on the way from Export…ServiceRequest down to one record. All else at a level is its header: resource, scope,
// schema, or a metric's name and unit; each part gets a copy.
const scopeLevels = [[1], [2], [2]]
const gaugeSumHistogramExponentialSummary = [5, 7, 9, 10, 11]
const levelsOf: Record<SignalName, readonly (readonly number[])[]> = {
  traces: scopeLevels,
  logs: scopeLevels,
  metrics: [...scopeLevels, gaugeSumHistogramExponentialSummary, [1]],
}

/**
 * Halves an encoded Export…ServiceRequest without decoding its records.
 * @returns undefined when it holds a single record.
 * @throws {RangeError} for bytes that are no such message.
 */
export function splitProtobuf(signal: SignalName, bytes: Uint8Array): [EncodedRecords, EncodedRecords] | undefined {
  const levels = levelsOf[signal]
  const halves = split(bytes, levels)
  return halves?.map((half) => ({ bytes: half, records: count(half, levels) })) as
    | [EncodedRecords, EncodedRecords]
    | undefined
}

type Levels = readonly (readonly number[])[]

function split(message: Uint8Array, levels: Levels): [Uint8Array, Uint8Array] | undefined {
  const [level, ...below] = levels
  if (!level) return undefined
  const fields = fieldsOf(message)
  const children = fields.filter((field) => level.includes(field.number))
  const headers = fields.filter((field) => !level.includes(field.number)).map((field) => field.bytes)
  const [first] = children
  if (!first) return undefined
  if (children.length > 1) {
    const middle = children.length >> 1
    const join = (half: Field[]) => concat([...headers, ...half.map((field) => field.bytes)])
    return [join(children.slice(0, middle)), join(children.slice(middle))]
  }
  const halves = split(first.content, below)
  return halves?.map((half) => concat([...headers, ...lengthDelimited(first.number, half)])) as
    | [Uint8Array, Uint8Array]
    | undefined
}

function count(message: Uint8Array, levels: Levels): number {
  const [level, ...below] = levels
  if (!level) return 1
  let records = 0
  for (const field of fieldsOf(message)) if (level.includes(field.number)) records += count(field.content, below)
  return records
}

interface Field {
  number: number
  /** With tag and length. */
  bytes: Uint8Array
  /** Of a length-delimited field; empty for others. */
  content: Uint8Array
}

const varintType = 0
const lengthDelimitedType = 2
const fixedBytes: Record<number, number> = { 1: 8, 5: 4 }

function fieldsOf(message: Uint8Array): Field[] {
  const fields: Field[] = []
  let at = 0
  while (at < message.length) {
    const tag = readVarint(message, at)
    const type = tag.value & 7
    let start = tag.next
    let end = start + (fixedBytes[type] ?? 0)
    if (type === varintType) end = readVarint(message, start).next
    else if (type === lengthDelimitedType) {
      const length = readVarint(message, start)
      start = length.next
      end = start + length.value
    } else if (end === start) throw new RangeError('a field of an unknown type')
    if (end > message.length) throw new RangeError('a field that ends behind its message')
    const content = type === lengthDelimitedType ? message.subarray(start, end) : message.subarray(end, end)
    fields.push({ number: Math.floor(tag.value / 8), bytes: message.subarray(at, end), content })
    at = end
  }
  return fields
}

function readVarint(bytes: Uint8Array, at: number): { value: number; next: number } {
  let value = 0
  let factor = 1
  for (let next = at; next < Math.min(bytes.length, at + 10); next += 1) {
    const byte = bytes[next] as number
    value += (byte & 0x7f) * factor
    if (byte < 0x80) return { value, next: next + 1 }
    factor *= 128
  }
  throw new RangeError('a number without an end')
}

function varint(value: number): Uint8Array {
  const bytes: number[] = []
  let rest = value
  for (; rest >= 0x80; rest = Math.floor(rest / 128)) bytes.push((rest % 128) | 0x80)
  bytes.push(rest)
  return Uint8Array.from(bytes)
}

function lengthDelimited(number: number, content: Uint8Array): Uint8Array[] {
  return [varint(number * 8 + lengthDelimitedType), varint(content.length), content]
}

/** The bytes of all parts, in a buffer of exactly their size. */
export function concat(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    bytes.set(part, at)
    at += part.length
  }
  return bytes
}
