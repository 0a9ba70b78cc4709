import {
  exponentialHistogramDataPointSchema,
  exportLogsServiceRequestSchema,
  exportMetricsServiceRequestSchema,
  exportTraceServiceRequestSchema,
  histogramDataPointSchema,
  instrumentationScopeSchema,
  logRecordSchema,
  metricSchema,
  numberDataPointSchema,
  spanSchema,
  summaryDataPointSchema,
} from '@hanzo/schema/otlp'
import type { z } from 'zod'
import type { DecodedSignal } from './decode-into.ts'
import type { Decoded, OtlpEncoding } from './decoded.ts'
import { decodeRecord, readEnvelope } from './envelope.ts'
import { cutRemark, limitLog, limitSpan } from './limited-text.ts'
import { limitPoint } from './metric-points.ts'
import { readResource } from './origin.ts'
import { encodeMessage } from './protobuf/encode-message.ts'
import type { FieldDescriptor, MessageDescriptor } from './protobuf/message-descriptor.ts'
import * as messages from './protobuf/otlp-messages.ts'
import { type MetricDataField, metricDataFields, pointsIn } from './read-metric.ts'
import { createRejections, type Rejections, reasonOf, type Sender } from './rejections.ts'
import { createRemarks, type Remarks } from './remarks.ts'
import { parseRecord } from './request-state.ts'

/** A request as protobuf that is read straight into columns, without the records that are rejected for what they are. */
export interface Transcoded extends Pick<Decoded, 'rejectedCount' | 'rejections' | 'warnings' | 'remarks'> {
  body: Uint8Array
}

interface Transcoding {
  rejections: Rejections
  remarks: Remarks
}

/** Gives the bytes of a record that is not rejected, and `undefined` wherever others may go first. */
type EncodeRecord = (record: unknown, transcoding: Transcoding, sender: Sender) => Iterable<Uint8Array | undefined>

interface Signal {
  request: MessageDescriptor
  record: MessageDescriptor
  schema: z.ZodType
  encode: EncodeRecord
  /** How many records a record counts for. */
  weigh(record: unknown): number
}

const signals: Readonly<Record<DecodedSignal, Signal>> = {
  traces: {
    request: messages.traceRequestMessage,
    record: messages.spanMessage,
    schema: exportTraceServiceRequestSchema,
    encode: encodeBy(messages.spanMessage, spanSchema, limitSpan),
    weigh: () => 1,
  },
  logs: {
    request: messages.logsRequestMessage,
    record: messages.logRecordMessage,
    schema: exportLogsServiceRequestSchema,
    encode: encodeBy(messages.logRecordMessage, logRecordSchema, limitLog),
    weigh: () => 1,
  },
  metrics: {
    request: messages.metricsRequestMessage,
    record: messages.metricMessage,
    schema: exportMetricsServiceRequestSchema,
    encode: encodeMetric,
    weigh: pointsIn,
  },
}

const encodePoint: Readonly<Record<MetricDataField, EncodeRecord>> = {
  gauge: encodeBy(messages.numberDataPointMessage, numberDataPointSchema, limitPoint),
  sum: encodeBy(messages.numberDataPointMessage, numberDataPointSchema, limitPoint),
  histogram: encodeBy(messages.histogramDataPointMessage, histogramDataPointSchema, limitPoint),
  exponentialHistogram: encodeBy(
    messages.exponentialHistogramDataPointMessage,
    exponentialHistogramDataPointSchema,
    limitPoint,
  ),
  summary: encodeBy(messages.summaryDataPointMessage, summaryDataPointSchema, limitPoint),
}

/**
 * Makes a request one in protobuf as SDKs write it, that stores the same: for large ones in JSON or of unusual records, whose
 * validation would hold up everybody behind them. What does not depend on when or for whom it is decoded is decided here: records that the schemas
 * refuse are rejected, and values above the limit cut. Yields after each record, so that its caller can let others go first.
 * @throws {UndecodableError} when the request as a whole cannot be read.
 */
export function* transcodeRequest(
  signal: DecodedSignal,
  encoding: OtlpEncoding,
  sent: Uint8Array,
): Generator<void, Transcoded> {
  const { request, record: recordMessage, schema, encode, weigh } = signals[signal]
  const { envelope, warnings } = readEnvelope(sent, encoding, request, schema)
  const transcoding = { rejections: createRejections(), remarks: createRemarks() }
  const names = envelopeNames(request)
  const groups: Group[] = []
  for (const group of listIn(envelope as Group, names.groups)) {
    const resource = readResource(group.resource, group.schemaUrl as string)
    const sender = resource.origin ?? resource.sender
    const scopes: Group[] = []
    for (const { scope, schemaUrl, ...lists } of listIn(group, names.scopes)) {
      const parsed = instrumentationScopeSchema.safeParse(scope)
      const problem = resource.problem ?? (parsed.error && reasonOf(parsed.error.issues, 'scope.'))
      const records: Uint8Array[] = []
      for (const recordOrBytes of listIn(lists, names.records)) {
        const record = decodeRecord(recordOrBytes, recordMessage)
        if (problem !== undefined) transcoding.rejections.reject(problem, sender, record, weigh(record))
        else
          for (const bytes of encode(record, transcoding, sender)) {
            if (bytes) records.push(bytes)
            yield
          }
      }
      if (records.length > 0) scopes.push({ scope: parsed.data, schemaUrl, [names.records]: records })
    }
    const attributes = resource.origin?.attributes
    if (scopes.length > 0) groups.push({ resource: { attributes }, schemaUrl: group.schemaUrl, [names.scopes]: scopes })
  }
  return {
    body: encodeMessage(request, { [names.groups]: groups }),
    rejectedCount: transcoding.rejections.count(),
    rejections: transcoding.rejections.list(),
    remarks: transcoding.remarks.list(),
    warnings,
  }
}

type Group = Record<string, unknown>

function listIn(group: Group, name: string): Group[] {
  return group[name] as Group[]
}

/** What the lists of an envelope are called: of resources, of scopes, of records. */
function envelopeNames(request: MessageDescriptor): { groups: string; scopes: string; records: string } {
  const groups = request.fields[1] as FieldDescriptor
  const scopes = (groups.type as MessageDescriptor).fields[2] as FieldDescriptor
  const records = (scopes.type as MessageDescriptor).fields[2] as FieldDescriptor
  return { groups: groups.name, scopes: scopes.name, records: records.name }
}

/** @param limit gives the same record when all its texts are within the limit. */
function encodeBy<Record extends object>(
  descriptor: MessageDescriptor,
  schema: z.ZodType<Record>,
  limit: (record: Record) => Record,
): EncodeRecord {
  return (recordOrBytes, transcoding, sender) => {
    const record = decodeRecord(recordOrBytes, descriptor)
    const sent = parseRecord(schema, record, transcoding, sender)
    if (!sent) return [undefined]
    const limited = limit(sent)
    if (limited !== sent) transcoding.remarks.note(cutRemark, sender)
    return [encodeMessage(descriptor, limited)]
  }
}

function* encodeMetric(record: unknown, transcoding: Transcoding, sender: Sender): Generator<Uint8Array | undefined> {
  const metric = parseRecord(metricSchema, record, transcoding, sender, pointsIn(record))
  if (!metric) return yield undefined
  const field = metricDataFields.find((name) => metric[name])
  const data = field && metric[field]
  if (!field || !data) return yield undefined
  const dataPoints: Uint8Array[] = []
  for (const point of data.dataPoints) {
    for (const bytes of encodePoint[field](point, transcoding, sender)) {
      if (bytes) dataPoints.push(bytes)
      yield undefined
    }
  }
  yield encodeMessage(messages.metricMessage, { ...metric, [field]: { ...data, dataPoints } })
}
