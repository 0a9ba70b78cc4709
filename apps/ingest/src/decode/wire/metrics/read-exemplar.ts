import type { NestedRecords } from '../nested-records.ts'
import type { WireReader } from '../wire-reader.ts'
import { exemplarPart, valueKind } from './point-fields.ts'

const traceIdBytes = 16
const spanIdBytes = 8
const absent = -1

/**
 * Reads an exemplar, whose tag was read. The tags are those of `Exemplar` in metrics.proto.
 * @throws unusualShape for whatever the schema might refuse.
 */
export function readExemplar(reader: WireReader, exemplars: NestedRecords): void {
  const end = reader.fieldEnd()
  const at = exemplars.add()
  const { values, attributes } = exemplars
  values[at + exemplarPart.traceId] = absent
  values[at + exemplarPart.spanId] = absent
  while (reader.position < end) {
    const tag = reader.varint()
    if (tag === 0x11) {
      reader.fixed64()
      values[at + exemplarPart.timeLow] = reader.low
      values[at + exemplarPart.timeHigh] = reader.high
    } else if (tag === 0x19 || tag === 0x31) {
      reader.fixed64()
      values[at + exemplarPart.kind] = tag === 0x19 ? valueKind.double : valueKind.integer
      values[at + exemplarPart.valueLow] = reader.low
      values[at + exemplarPart.valueHigh] = reader.high
    } else if (tag === 0x22) values[at + exemplarPart.spanId] = readLenientId(reader, spanIdBytes)
    else if (tag === 0x2a) values[at + exemplarPart.traceId] = readLenientId(reader, traceIdBytes)
    else if (tag === 0x3a) attributes.read(reader)
    else reader.skip(tag)
  }
  reader.leave(end)
  values[at + exemplarPart.attributesEnd] = attributes.count
}

/** Where an id starts; one of another length is absent. */
function readLenientId(reader: WireReader, size: number): number {
  const end = reader.fieldEnd()
  const start = reader.position
  reader.position = end
  return end - start === size ? start : absent
}
