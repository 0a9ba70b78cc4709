import type { AttributeKey } from './attribute-key.ts'
import { AttributeList } from './attribute-list.ts'
import type { KeyCache } from './key-cache.ts'
import { jsonTextOf, readAnyValue, textEnd, valueTag } from './read-any-value.ts'
import { absent, readEnumeration, readLenientId, readUint32 } from './read-scalar.ts'
import { unusualShape } from './unusual-shape.ts'
import type { WireReader } from './wire-reader.ts'

/** The fields of one log record where they stand in its bytes. Texts are a start and an end, both 0 when absent; times are halves. */
export class LogFields {
  timeLow = 0
  timeHigh = 0
  observedLow = 0
  observedHigh = 0
  severityNumber = 0
  severityStart = 0
  severityEnd = 0
  bodyStart = 0
  bodyEnd = 0
  hasBody = false
  /** The body as JSON where it is no string. */
  bodyJson: string | undefined
  flags = 0
  droppedAttributes = 0
  traceId = absent
  spanId = absent
  eventStart = 0
  eventEnd = 0
  readonly attributes: AttributeList

  constructor(keys: KeyCache<AttributeKey>) {
    this.attributes = new AttributeList(keys)
  }

  clear(): void {
    this.timeLow = 0
    this.timeHigh = 0
    this.observedLow = 0
    this.observedHigh = 0
    this.severityNumber = 0
    this.severityStart = 0
    this.severityEnd = 0
    this.bodyStart = 0
    this.bodyEnd = 0
    this.hasBody = false
    this.bodyJson = undefined
    this.flags = 0
    this.droppedAttributes = 0
    this.traceId = absent
    this.spanId = absent
    this.eventStart = 0
    this.eventEnd = 0
    this.attributes.clear()
  }
}

/**
 * Reads the log record that stands between `position` and `end`, and makes sure of all that the schema asks for.
 * @throws unusualShape for whatever the schema might refuse or change.
 */
export function readLog(reader: WireReader, end: number, log: LogFields): void {
  log.clear()
  while (reader.position < end) readLogField(reader, reader.varint(), log)
  reader.leave(end)
}

/** The cases are the fields of `LogRecord` in logs.proto, by their tag; a field of another wire type is skipped like an unknown one. */
function readLogField(reader: WireReader, tag: number, log: LogFields): void {
  switch (tag) {
    case 0x09: // time_unix_nano
      reader.fixed64()
      log.timeLow = reader.low
      log.timeHigh = reader.high
      break
    case 0x10: // severity_number
      log.severityNumber = readEnumeration(reader, 24)
      break
    case 0x1a: // severity_text
      log.severityEnd = textEnd(reader)
      log.severityStart = reader.position
      reader.position = log.severityEnd
      break
    case 0x2a: // body
      readBody(reader, reader.fieldEnd(), log)
      break
    case 0x32: // attributes
      log.attributes.read(reader)
      break
    case 0x4a: // trace_id
      log.traceId = readLenientId(reader, 16)
      break
    case 0x52: // span_id
      log.spanId = readLenientId(reader, 8)
      break
    case 0x59: // observed_time_unix_nano
      reader.fixed64()
      log.observedLow = reader.low
      log.observedHigh = reader.high
      break
    default:
      readRareLogField(reader, tag, log)
  }
}

function readRareLogField(reader: WireReader, tag: number, log: LogFields): void {
  switch (tag) {
    case 0x38: // dropped_attributes_count
      log.droppedAttributes = readUint32(reader)
      break
    case 0x45: // flags
      log.flags = reader.fixed32()
      break
    case 0x62: // event_name
      log.eventEnd = textEnd(reader)
      log.eventStart = reader.position
      reader.position = log.eventEnd
      break
    default:
      reader.skip(tag)
  }
}

function readBody(reader: WireReader, end: number, log: LogFields): void {
  // A second one would be merged into the first.
  if (log.hasBody) throw unusualShape
  log.hasBody = true
  if (reader.position === end) return
  const start = reader.position
  if (reader.varint() === valueTag.string) {
    log.bodyEnd = textEnd(reader)
    log.bodyStart = reader.position
    reader.position = log.bodyEnd
    reader.leave(end)
    return
  }
  reader.position = start
  log.bodyJson = jsonTextOf(readAnyValue(reader, end))
}
