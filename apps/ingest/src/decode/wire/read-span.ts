import { otlpLimits } from '@hanzo/schema/otlp'
import type { AttributeKey } from './attribute-key.ts'
import { AttributeList } from './attribute-list.ts'
import type { KeyCache } from './key-cache.ts'
import { NestedRecords } from './nested-records.ts'
import { textEnd } from './read-any-value.ts'
import { absent, readEnumeration, readId, readUint32 } from './read-scalar.ts'
import { unusualShape } from './unusual-shape.ts'
import type { WireReader } from './wire-reader.ts'

/** The numbers of an event: its time as halves, where its name is, and where its attributes end. */
export const eventPart = { timeLow: 0, timeHigh: 1, nameStart: 2, nameEnd: 3, dropped: 4, attributesEnd: 5 } as const
export const eventWidth = 6

export const linkPart = {
  traceId: 0,
  spanId: 1,
  stateStart: 2,
  stateEnd: 3,
  flags: 4,
  dropped: 5,
  attributesEnd: 6,
} as const
export const linkWidth = 7

/** The fields of one span where they stand in its bytes. Texts are a start and an end, both 0 when absent; times are halves. */
export class SpanFields {
  traceId = absent
  spanId = absent
  /** Absent for a root. */
  parentSpanId = absent
  stateStart = 0
  stateEnd = 0
  nameStart = 0
  nameEnd = 0
  kind = 0
  startLow = 0
  startHigh = 0
  endLow = 0
  endHigh = 0
  hasStatus = false
  statusCode = 0
  messageStart = 0
  messageEnd = 0
  flags = 0
  droppedAttributes = 0
  droppedEvents = 0
  droppedLinks = 0
  readonly attributes: AttributeList
  readonly events: NestedRecords
  readonly links: NestedRecords

  constructor(keys: KeyCache<AttributeKey>, nestedKeys: KeyCache<AttributeKey>) {
    this.attributes = new AttributeList(keys)
    this.events = new NestedRecords(eventWidth, otlpLimits.eventsMax, nestedKeys)
    this.links = new NestedRecords(linkWidth, otlpLimits.linksMax, nestedKeys)
  }

  clear(): void {
    this.traceId = absent
    this.spanId = absent
    this.parentSpanId = absent
    this.stateStart = 0
    this.stateEnd = 0
    this.nameStart = 0
    this.nameEnd = 0
    this.kind = 0
    this.startLow = 0
    this.startHigh = 0
    this.endLow = 0
    this.endHigh = 0
    this.hasStatus = false
    this.statusCode = 0
    this.messageStart = 0
    this.messageEnd = 0
    this.flags = 0
    this.droppedAttributes = 0
    this.droppedEvents = 0
    this.droppedLinks = 0
    this.attributes.clear()
    this.events.clear()
    this.links.clear()
  }
}

/**
 * Reads the span that stands between `position` and `end`, and makes sure of all that the schema asks for.
 * @throws unusualShape for whatever the schema might refuse or change.
 */
export function readSpan(reader: WireReader, end: number, span: SpanFields): void {
  span.clear()
  while (reader.position < end) readSpanField(reader, reader.varint(), span)
  reader.leave(end)
  if (span.traceId === absent || span.spanId === absent || (span.startLow | span.startHigh) === 0) throw unusualShape
}

/** The cases are the fields of `Span` in trace.proto, by their tag; a field of another wire type is skipped like an unknown one. */
function readSpanField(reader: WireReader, tag: number, span: SpanFields): void {
  switch (tag) {
    case 0x0a: // trace_id
      span.traceId = readId(reader, 16)
      break
    case 0x12: // span_id
      span.spanId = readId(reader, 8)
      break
    case 0x1a: // trace_state
      span.stateEnd = textEnd(reader)
      span.stateStart = reader.position
      reader.position = span.stateEnd
      break
    case 0x22: // parent_span_id
      span.parentSpanId = readParentId(reader)
      break
    case 0x2a: // name
      span.nameEnd = textEnd(reader)
      span.nameStart = reader.position
      reader.position = span.nameEnd
      break
    case 0x30: // kind
      span.kind = readEnumeration(reader, 5)
      break
    case 0x39: // start_time_unix_nano
      reader.fixed64()
      span.startLow = reader.low
      span.startHigh = reader.high
      break
    case 0x41: // end_time_unix_nano
      reader.fixed64()
      span.endLow = reader.low
      span.endHigh = reader.high
      break
    case 0x4a: // attributes
      span.attributes.read(reader)
      break
    default:
      readRareSpanField(reader, tag, span)
  }
}

function readRareSpanField(reader: WireReader, tag: number, span: SpanFields): void {
  switch (tag) {
    case 0x50: // dropped_attributes_count
      span.droppedAttributes = readUint32(reader)
      break
    case 0x5a: // events
      readEvent(reader, reader.fieldEnd(), span.events)
      break
    case 0x60: // dropped_events_count
      span.droppedEvents = readUint32(reader)
      break
    case 0x6a: // links
      readLink(reader, reader.fieldEnd(), span.links)
      break
    case 0x70: // dropped_links_count
      span.droppedLinks = readUint32(reader)
      break
    case 0x7a: // status
      readStatus(reader, reader.fieldEnd(), span)
      break
    case 0x85: // flags, the tag has two bytes on the wire
      span.flags = reader.fixed32()
      break
    default:
      reader.skip(tag)
  }
}

function readParentId(reader: WireReader): number {
  const end = reader.fieldEnd()
  const start = reader.position
  if (start === end) return absent
  if (end - start !== 8) throw unusualShape
  reader.position = end
  return start
}

function readStatus(reader: WireReader, end: number, span: SpanFields): void {
  // A second one would be merged into the first.
  if (span.hasStatus) throw unusualShape
  span.hasStatus = true
  while (reader.position < end) {
    const tag = reader.varint()
    if (tag === 0x12) {
      span.messageEnd = textEnd(reader)
      span.messageStart = reader.position
      reader.position = span.messageEnd
    } else if (tag === 0x18) span.statusCode = readEnumeration(reader, 2)
    else reader.skip(tag)
  }
  reader.leave(end)
}

function readEvent(reader: WireReader, end: number, events: NestedRecords): void {
  const at = events.add()
  const { values, attributes } = events
  while (reader.position < end) {
    const tag = reader.varint()
    if (tag === 0x09) {
      reader.fixed64()
      values[at + eventPart.timeLow] = reader.low
      values[at + eventPart.timeHigh] = reader.high
    } else if (tag === 0x12) {
      const nameEnd = textEnd(reader)
      values[at + eventPart.nameStart] = reader.position
      values[at + eventPart.nameEnd] = nameEnd
      reader.position = nameEnd
    } else if (tag === 0x1a) attributes.read(reader)
    else if (tag === 0x20) values[at + eventPart.dropped] = readUint32(reader)
    else reader.skip(tag)
  }
  reader.leave(end)
  values[at + eventPart.attributesEnd] = attributes.count
}

function readLink(reader: WireReader, end: number, links: NestedRecords): void {
  const at = links.add()
  const { values, attributes } = links
  values[at + linkPart.traceId] = absent
  values[at + linkPart.spanId] = absent
  while (reader.position < end) {
    const tag = reader.varint()
    if (tag === 0x0a) values[at + linkPart.traceId] = readId(reader, 16)
    else if (tag === 0x12) values[at + linkPart.spanId] = readId(reader, 8)
    else if (tag === 0x1a) {
      const stateEnd = textEnd(reader)
      values[at + linkPart.stateStart] = reader.position
      values[at + linkPart.stateEnd] = stateEnd
      reader.position = stateEnd
    } else if (tag === 0x22) attributes.read(reader)
    else if (tag === 0x28) values[at + linkPart.dropped] = readUint32(reader)
    else if (tag === 0x35) values[at + linkPart.flags] = reader.fixed32()
    else reader.skip(tag)
  }
  reader.leave(end)
  // A link without an id is left out and counted as dropped.
  if (values[at + linkPart.traceId] === absent || values[at + linkPart.spanId] === absent) throw unusualShape
  values[at + linkPart.attributesEnd] = attributes.count
}
