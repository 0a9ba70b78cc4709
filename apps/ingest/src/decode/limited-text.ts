import { type AnyValue, type KeyValues, type LogRecord, otlpLimits, type Span } from '@hanzo/schema/otlp'
import { jsonText } from './any-value-text.ts'
import type { RemarkKind } from './remarks.ts'

const bytesMax = otlpLimits.textBytesMax

export const cutRemark: RemarkKind = {
  reason: `has a text of more than ${bytesMax} bytes, which was cut; send large contents elsewhere and a link to them here`,
  isToldToSender: true,
}

/**
 * A text of at most `textBytesMax` bytes of UTF-8: a longer one is cut between two characters and ends with what it was,
 * `…[cut: 5242880 bytes]`.
 */
export function limitText(text: string): string {
  if (text.length * 3 <= bytesMax) return text
  const size = Buffer.byteLength(text)
  if (size <= bytesMax) return text
  const mark = `…[cut: ${size} bytes]`
  const bytes = Buffer.from(text)
  let end = bytesMax - Buffer.byteLength(mark)
  while (((bytes[end] as number) & 0xc0) === 0x80) end -= 1
  return bytes.toString('utf8', 0, end) + mark
}

/** A value whose text is within the limit. What is no string and too long becomes the cut text of its JSON. */
function limitValue(value: AnyValue): AnyValue {
  if (typeof value === 'string') return limitText(value)
  if (jsonLengthMaxOf(value) <= bytesMax) return value
  const text = jsonText(value)
  return Buffer.byteLength(text) <= bytesMax ? value : limitText(text)
}

/** At least as much as the JSON of a value has bytes; cheap, since most values are far below every limit. */
function jsonLengthMaxOf(value: AnyValue): number {
  if (typeof value === 'string') return value.length * 6 + 2
  if (typeof value !== 'object' || value === null) return 32
  if (value instanceof Uint8Array) return value.length * 2 + 32
  let length = 2
  if (value instanceof Map) {
    for (const [key, item] of value) length += key.length * 6 + jsonLengthMaxOf(item) + 4
  } else for (const item of value as readonly AnyValue[]) length += jsonLengthMaxOf(item) + 1
  return length
}

/** The attributes with texts within the limit: the same ones when all are. */
export function limitAttributes(attributes: KeyValues): KeyValues {
  let limited: Map<string, AnyValue> | undefined
  for (const [key, value] of attributes) {
    const within = limitValue(value)
    if (Object.is(within, value)) continue
    limited ??= new Map(attributes)
    limited.set(key, within)
  }
  return limited ?? attributes
}

function limitAttributesOf<T extends { attributes: KeyValues }>(owner: T): T {
  const attributes = limitAttributes(owner.attributes)
  return attributes === owner.attributes ? owner : { ...owner, attributes }
}

/** The list itself when no element changes. */
function mapIfChanged<T>(list: T[], change: (element: T) => T): T[] {
  const changed = list.map(change)
  return changed.some((element, index) => element !== list[index]) ? changed : list
}

/** The object itself when no field changes. */
function withChanges<T extends object>(object: T, changes: Partial<T>): T {
  return Object.entries(changes).some(([name, value]) => !Object.is(object[name as keyof T], value))
    ? { ...object, ...changes }
    : object
}

/** The span with texts within the limit: the same one when all are. */
export function limitSpan(span: Span): Span {
  return withChanges(span, {
    traceState: limitText(span.traceState),
    name: limitText(span.name),
    attributes: limitAttributes(span.attributes),
    events: mapIfChanged(span.events, (event) =>
      withChanges(limitAttributesOf(event), { name: limitText(event.name) }),
    ),
    links: mapIfChanged(span.links, (link) =>
      withChanges(limitAttributesOf(link), { traceState: limitText(link.traceState) }),
    ),
    status: withChanges(span.status, { message: limitText(span.status.message) }),
  })
}

/** The log record with texts within the limit: the same one when all are. */
export function limitLog(log: LogRecord): LogRecord {
  return withChanges(log, {
    severityText: limitText(log.severityText),
    eventName: limitText(log.eventName),
    body: limitValue(log.body),
    attributes: limitAttributes(log.attributes),
  })
}
