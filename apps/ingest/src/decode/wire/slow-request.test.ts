import { expect, it } from 'vitest'
import { toProtobuf } from '../../../../../test/fixtures/encode-otlp-model.ts'
import { message } from '../../../../../test/fixtures/protobuf-fields.ts'
import { createTestSink } from '../../../../../test/fixtures/wire-comparison.ts'
import type { MessageDescriptor } from '../protobuf/message-descriptor.ts'
import * as messages from '../protobuf/otlp-messages.ts'
import { transcodeRequest } from '../transcode-request.ts'
import { slowRequest } from './slow-request.ts'
import { createWireDecoder } from './wire-decoder.ts'

const records = 300
const slowBytesMax = 5_000
const now = 1_795_000_000_000_000_000n
const project = { projectId: 'default', retentionDays: 30 }

const usual = [{ key: 'a', value: { stringValue: 'x' } }]
/** A key that is there twice: the last one counts, and only the generic path knows. */
const unusual = [...usual, ...usual]

type Attributes = typeof usual
type Make = (attributes: Attributes) => object

const makeRecord: Record<'traces' | 'logs' | 'metrics', Make> = {
  traces: (attributes) => ({
    ...{ traceId: Buffer.alloc(16, 1), spanId: Buffer.alloc(8, 1), name: 'a', attributes },
    ...{ startTimeUnixNano: now, endTimeUnixNano: now },
  }),
  logs: (attributes) => ({ timeUnixNano: now, body: { stringValue: 'a' }, attributes }),
  metrics: (attributes) => ({
    name: 'm',
    gauge: { dataPoints: [{ timeUnixNano: now, asDouble: 1, attributes }] },
  }),
}

const envelopes: Record<keyof typeof makeRecord, [MessageDescriptor, string, string, string]> = {
  traces: [messages.traceRequestMessage, 'resourceSpans', 'scopeSpans', 'spans'],
  logs: [messages.logsRequestMessage, 'resourceLogs', 'scopeLogs', 'logRecords'],
  metrics: [messages.metricsRequestMessage, 'resourceMetrics', 'scopeMetrics', 'metrics'],
}

function requestOf(signal: keyof typeof makeRecord, attributes: Attributes): Uint8Array {
  const [descriptor, groups, scopes, name] = envelopes[signal]
  const list = Array.from({ length: records }, () => makeRecord[signal](attributes))
  const request = { [groups]: [{ resource: {}, [scopes]: [{ scope: {}, [name]: list }] }] }
  return toProtobuf(descriptor, request, { isOfTomorrow: false })
}

function accepted(signal: keyof typeof makeRecord, body: Uint8Array, most: number | undefined): number {
  const sink = createTestSink()
  sink.sequence.tick()
  const context = { project, receivedAtUnixNano: now, slowBytesMax: most }
  return createWireDecoder()[signal](body, context, sink).acceptedCount
}

it.each(['traces', 'logs', 'metrics'] as const)(
  '%s are taken whatever their number, while they are usual',
  (signal) => {
    expect(accepted(signal, requestOf(signal, usual), 0)).toBe(records)
  },
)

it.each(['traces', 'logs', 'metrics'] as const)(
  '%s that are unusual are refused when they are many, and are usual once they were transcoded',
  (signal) => {
    const request = requestOf(signal, unusual)
    expect(() => accepted(signal, request, slowBytesMax)).toThrow(slowRequest)
    expect(accepted(signal, request, request.length)).toBe(records)
    expect(accepted(signal, request, undefined)).toBe(records)
    const transcoding = transcodeRequest(signal, 'protobuf', request)
    let step = transcoding.next()
    while (!step.done) step = transcoding.next()
    expect(accepted(signal, step.value.body, 0)).toBe(records)
  },
)

it('refuses a large request that is laid out as no SDK does it', () => {
  const group = messages.traceRequestMessage.fields[1]?.type as MessageDescriptor
  const spans = Array.from({ length: records }, () => makeRecord.traces(usual))
  const content = toProtobuf(group, { resource: {}, scopeSpans: [{ scope: {}, spans }] }, { isOfTomorrow: false })
  // Its resource comes in two parts.
  const body = message(1, [Buffer.from(content), message(1, [])])
  expect(accepted('traces', body, undefined)).toBe(records)
  expect(() => accepted('traces', body, slowBytesMax)).toThrow(slowRequest)
})
