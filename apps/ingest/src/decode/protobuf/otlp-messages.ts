import { extend, type MessageDescriptor, message } from './message-descriptor.ts'

/**
 * The messages of OTLP 1.x by field number, with the fields we read. Unknown fields are skipped.
 * @see https://github.com/open-telemetry/opentelemetry-proto/tree/main/opentelemetry/proto
 */
export const anyValueMessage: MessageDescriptor = message({})
const keyValue = message({ 1: ['key', 'string'], 2: ['value', anyValueMessage] })
const arrayValue = message({ 1: ['values', [anyValueMessage]] })
const keyValueList = message({ 1: ['values', [keyValue]] })
extend(
  anyValueMessage,
  {
    1: ['stringValue', 'string'],
    2: ['boolValue', 'bool'],
    3: ['intValue', 'int64'],
    4: ['doubleValue', 'double'],
    5: ['arrayValue', arrayValue],
    6: ['kvlistValue', keyValueList],
    7: ['bytesValue', 'bytes'],
  },
  ['stringValue', 'boolValue', 'intValue', 'doubleValue', 'arrayValue', 'kvlistValue', 'bytesValue'],
)

export const resourceMessage = message({ 1: ['attributes', [keyValue]], 2: ['droppedAttributesCount', 'uint32'] })
export const scopeMessage = message({
  1: ['name', 'string'],
  2: ['version', 'string'],
  3: ['attributes', [keyValue]],
  4: ['droppedAttributesCount', 'uint32'],
})

/** Request → resources → scopes → records. All three signals have this shape, under their own names. */
function envelope(resourceField: string, scopeField: string, recordField: string): MessageDescriptor {
  const scopeGroup = message({ 1: ['scope', scopeMessage], 2: [recordField, ['record']], 3: ['schemaUrl', 'string'] })
  const resourceGroup = message({
    1: ['resource', resourceMessage],
    2: [scopeField, [scopeGroup]],
    3: ['schemaUrl', 'string'],
  })
  return message({ 1: [resourceField, [resourceGroup]] })
}

export const traceRequestMessage = envelope('resourceSpans', 'scopeSpans', 'spans')
export const logsRequestMessage = envelope('resourceLogs', 'scopeLogs', 'logRecords')
export const metricsRequestMessage = envelope('resourceMetrics', 'scopeMetrics', 'metrics')

const event = message({
  1: ['timeUnixNano', 'fixed64'],
  2: ['name', 'string'],
  3: ['attributes', [keyValue]],
  4: ['droppedAttributesCount', 'uint32'],
})
const link = message({
  1: ['traceId', 'bytes'],
  2: ['spanId', 'bytes'],
  3: ['traceState', 'string'],
  4: ['attributes', [keyValue]],
  5: ['droppedAttributesCount', 'uint32'],
  6: ['flags', 'fixed32'],
})
export const spanMessage = message({
  1: ['traceId', 'bytes'],
  2: ['spanId', 'bytes'],
  3: ['traceState', 'string'],
  4: ['parentSpanId', 'bytes'],
  5: ['name', 'string'],
  6: ['kind', 'int32'],
  7: ['startTimeUnixNano', 'fixed64'],
  8: ['endTimeUnixNano', 'fixed64'],
  9: ['attributes', [keyValue]],
  10: ['droppedAttributesCount', 'uint32'],
  11: ['events', [event]],
  12: ['droppedEventsCount', 'uint32'],
  13: ['links', [link]],
  14: ['droppedLinksCount', 'uint32'],
  15: ['status', message({ 2: ['message', 'string'], 3: ['code', 'int32'] })],
  16: ['flags', 'fixed32'],
})

export const logRecordMessage = message({
  1: ['timeUnixNano', 'fixed64'],
  2: ['severityNumber', 'int32'],
  3: ['severityText', 'string'],
  5: ['body', anyValueMessage],
  6: ['attributes', [keyValue]],
  7: ['droppedAttributesCount', 'uint32'],
  8: ['flags', 'fixed32'],
  9: ['traceId', 'bytes'],
  10: ['spanId', 'bytes'],
  11: ['observedTimeUnixNano', 'fixed64'],
  12: ['eventName', 'string'],
})

const exemplar = message(
  {
    2: ['timeUnixNano', 'fixed64'],
    3: ['asDouble', 'double'],
    4: ['spanId', 'bytes'],
    5: ['traceId', 'bytes'],
    6: ['asInt', 'sfixed64'],
    7: ['filteredAttributes', [keyValue]],
  },
  ['asDouble', 'asInt'],
)
export const numberDataPointMessage = message(
  {
    2: ['startTimeUnixNano', 'fixed64'],
    3: ['timeUnixNano', 'fixed64'],
    4: ['asDouble', 'double'],
    5: ['exemplars', [exemplar]],
    6: ['asInt', 'sfixed64'],
    7: ['attributes', [keyValue]],
    8: ['flags', 'uint32'],
  },
  ['asDouble', 'asInt'],
)
export const histogramDataPointMessage = message({
  2: ['startTimeUnixNano', 'fixed64'],
  3: ['timeUnixNano', 'fixed64'],
  4: ['count', 'fixed64'],
  5: ['sum', 'double'],
  6: ['bucketCounts', ['fixed64']],
  7: ['explicitBounds', ['double']],
  8: ['exemplars', [exemplar]],
  9: ['attributes', [keyValue]],
  10: ['flags', 'uint32'],
  11: ['min', 'double'],
  12: ['max', 'double'],
})
const buckets = message({ 1: ['offset', 'sint32'], 2: ['bucketCounts', ['uint64']] })
export const exponentialHistogramDataPointMessage = message({
  1: ['attributes', [keyValue]],
  2: ['startTimeUnixNano', 'fixed64'],
  3: ['timeUnixNano', 'fixed64'],
  4: ['count', 'fixed64'],
  5: ['sum', 'double'],
  6: ['scale', 'sint32'],
  7: ['zeroCount', 'fixed64'],
  8: ['positive', buckets],
  9: ['negative', buckets],
  10: ['flags', 'uint32'],
  11: ['exemplars', [exemplar]],
  12: ['min', 'double'],
  13: ['max', 'double'],
  14: ['zeroThreshold', 'double'],
})
export const summaryDataPointMessage = message({
  2: ['startTimeUnixNano', 'fixed64'],
  3: ['timeUnixNano', 'fixed64'],
  4: ['count', 'fixed64'],
  5: ['sum', 'double'],
  6: ['quantileValues', [message({ 1: ['quantile', 'double'], 2: ['value', 'double'] })]],
  7: ['attributes', [keyValue]],
  8: ['flags', 'uint32'],
})

const points = { 1: ['dataPoints', ['record']] } as const
const temporality = { 2: ['aggregationTemporality', 'int32'] } as const
export const metricMessage = message(
  {
    1: ['name', 'string'],
    2: ['description', 'string'],
    3: ['unit', 'string'],
    5: ['gauge', message(points)],
    7: ['sum', message({ ...points, ...temporality, 3: ['isMonotonic', 'bool'] })],
    9: ['histogram', message({ ...points, ...temporality })],
    10: ['exponentialHistogram', message({ ...points, ...temporality })],
    11: ['summary', message(points)],
  },
  ['gauge', 'sum', 'histogram', 'exponentialHistogram', 'summary'],
)
