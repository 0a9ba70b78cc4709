import type { ReadableLogRecord } from '@opentelemetry/sdk-logs'
import { encodeRequest } from './encode-request.ts'
import type { ProtobufWriter } from './protobuf-writer.ts'
import { writeAnyValue, writeAttributes } from './write-attributes.ts'

/**
 * An ExportLogsServiceRequest.
 * @see https://github.com/open-telemetry/opentelemetry-proto/blob/main/opentelemetry/proto/logs/v1/logs.proto
 */
export function encodeLogs(writer: ProtobufWriter, records: readonly ReadableLogRecord[]): Uint8Array {
  return encodeRequest(writer, records, writeLogRecord)
}

function writeLogRecord(writer: ProtobufWriter, record: ReadableLogRecord): void {
  const { body, spanContext } = record
  writer.time(1, record.hrTime)
  if (record.severityNumber) writer.uint(2, record.severityNumber)
  if (record.severityText) writer.string(3, record.severityText)
  if (body !== undefined) {
    const start = writer.begin(5)
    writeAnyValue(writer, body)
    writer.end(start)
  }
  writeAttributes(writer, 6, record.attributes)
  writer.uint(7, record.droppedAttributesCount)
  if (spanContext?.traceFlags) writer.fixed32(8, spanContext.traceFlags)
  if (spanContext?.traceId) writer.hex(9, spanContext.traceId)
  if (spanContext?.spanId) writer.hex(10, spanContext.spanId)
  writer.time(11, record.hrTimeObserved)
  if (record.eventName) writer.string(12, record.eventName)
}
