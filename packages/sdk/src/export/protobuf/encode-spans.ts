import type { SpanContext } from '@opentelemetry/api'
import type { ReadableSpan } from '@opentelemetry/sdk-trace'
import { encodeRequest } from './encode-request.ts'
import type { ProtobufWriter } from './protobuf-writer.ts'
import { writeAttributes } from './write-attributes.ts'

// Flags of a span beside the eight bits of W3C's: whether it is known if the parent is another process's, and if it is.
const isRemoteKnown = 0x100
const isRemote = 0x200

/**
 * An ExportTraceServiceRequest.
 * @see https://github.com/open-telemetry/opentelemetry-proto/blob/main/opentelemetry/proto/trace/v1/trace.proto
 */
export function encodeSpans(writer: ProtobufWriter, spans: readonly ReadableSpan[]): Uint8Array {
  return encodeRequest(writer, spans, writeSpan)
}

function writeSpan(writer: ProtobufWriter, span: ReadableSpan): void {
  const context = span.spanContext()
  const { parentSpanContext: parent } = span
  writer.hex(1, context.traceId)
  writer.hex(2, context.spanId)
  writeTraceState(writer, context)
  if (parent?.spanId) writer.hex(4, parent.spanId)
  writer.string(5, span.name)
  // OTLP has a kind "unspecified", the API none.
  writer.uint(6, span.kind + 1)
  writer.time(7, span.startTime)
  writer.time(8, span.endTime)
  writeAttributes(writer, 9, span.attributes)
  writer.uint(10, span.droppedAttributesCount)
  for (const event of span.events) writeEvent(writer, event)
  writer.uint(12, span.droppedEventsCount)
  for (const link of span.links) writeLink(writer, link)
  writer.uint(14, span.droppedLinksCount)
  const start = writer.begin(15)
  if (span.status.message) writer.string(2, span.status.message)
  writer.uint(3, span.status.code)
  writer.end(start)
  writer.fixed32(16, flagsOf(context, parent?.isRemote))
}

function writeEvent(writer: ProtobufWriter, event: ReadableSpan['events'][number]): void {
  const start = writer.begin(11)
  writer.time(1, event.time)
  writer.string(2, event.name)
  if (event.attributes) writeAttributes(writer, 3, event.attributes)
  writer.uint(4, event.droppedAttributesCount || 0)
  writer.end(start)
}

function writeLink(writer: ProtobufWriter, { context, ...link }: ReadableSpan['links'][number]): void {
  const start = writer.begin(13)
  writer.hex(1, context.traceId)
  writer.hex(2, context.spanId)
  writeTraceState(writer, context)
  if (link.attributes) writeAttributes(writer, 4, link.attributes)
  writer.uint(5, link.droppedAttributesCount || 0)
  writer.fixed32(6, flagsOf(context, context.isRemote))
  writer.end(start)
}

function writeTraceState(writer: ProtobufWriter, { traceState }: SpanContext): void {
  const text = traceState?.serialize()
  if (text) writer.string(3, text)
}

function flagsOf({ traceFlags }: SpanContext, isFromRemote: boolean | undefined): number {
  return (traceFlags & 0xff) | isRemoteKnown | (isFromRemote ? isRemote : 0)
}
