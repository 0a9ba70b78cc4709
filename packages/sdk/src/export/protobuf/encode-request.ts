import type { ReadableSpan } from '@opentelemetry/sdk-trace'
import type { ProtobufWriter } from './protobuf-writer.ts'
import { writeAttributes } from './write-attributes.ts'

type Resource = ReadableSpan['resource'] & { schemaUrl?: string | undefined }
type Scope = ReadableSpan['instrumentationScope'] & {
  attributes?: object | undefined
  droppedAttributesCount?: number | undefined
}

/** What spans and log records have in common: where they come from. */
export interface OriginatedRecord {
  readonly resource: Resource
  readonly instrumentationScope: Scope
}

/** Bytes of the length of a whole request, most likely. */
const requestLengthBytes = 3

/**
 * Encodes records as the one request message that traces and logs share: resources, their scopes, the records of each in their order.
 * @param writeRecord writes the fields of one record.
 */
export function encodeRequest<T extends OriginatedRecord>(
  writer: ProtobufWriter,
  records: readonly T[],
  writeRecord: (writer: ProtobufWriter, record: T) => void,
): Uint8Array {
  writer.reset()
  for (const [resource, scopes] of byOrigin(records)) {
    const start = writer.begin(1, requestLengthBytes)
    const resourceStart = writer.begin(1, 2)
    writeAttributes(writer, 1, resource.attributes)
    writer.uint(2, 0)
    writer.end(resourceStart, 2)
    for (const [scope, ofScope] of scopes) {
      const scopeStart = writer.begin(2, requestLengthBytes)
      writeScope(writer, scope)
      for (const record of ofScope) {
        const recordStart = writer.begin(2, 2)
        writeRecord(writer, record)
        writer.end(recordStart, 2)
      }
      if (scope.schemaUrl) writer.string(3, scope.schemaUrl)
      writer.end(scopeStart, requestLengthBytes)
    }
    if (resource.schemaUrl) writer.string(3, resource.schemaUrl)
    writer.end(start, requestLengthBytes)
  }
  return writer.finish()
}

function writeScope(writer: ProtobufWriter, scope: Scope): void {
  const start = writer.begin(1)
  writer.string(1, scope.name)
  if (scope.version) writer.string(2, scope.version)
  if (scope.attributes) writeAttributes(writer, 3, scope.attributes)
  if (scope.droppedAttributesCount) writer.uint(4, scope.droppedAttributesCount)
  writer.end(start)
}

function byOrigin<T extends OriginatedRecord>(records: readonly T[]): Map<Resource, Map<Scope, T[]>> {
  const origins = new Map<Resource, Map<Scope, T[]>>()
  for (const record of records) {
    const scopes = origins.get(record.resource) ?? new Map<Scope, T[]>()
    origins.set(record.resource, scopes)
    const ofScope = scopes.get(record.instrumentationScope)
    if (ofScope) ofScope.push(record)
    else scopes.set(record.instrumentationScope, [record])
  }
  return origins
}
