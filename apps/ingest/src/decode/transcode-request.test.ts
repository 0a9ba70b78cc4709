import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createRandom, damaged } from '../../../../test/fixtures/damage.ts'
import { type Model, toJson, toProtobuf } from '../../../../test/fixtures/encode-otlp-model.ts'
import { modelReceivedAtUnixNano, requestModels, storableModels } from '../../../../test/fixtures/otlp-models.ts'
import { createTestSink } from '../../../../test/fixtures/wire-comparison.ts'
import { createDecoder } from './decode-into.ts'
import type { Decoded, OtlpEncoding } from './decoded.ts'
import { mergeTaken } from './merge-taken.ts'
import * as messages from './protobuf/otlp-messages.ts'
import { type Transcoded, transcodeRequest } from './transcode-request.ts'
import { UndecodableError } from './undecodable-error.ts'

type SignalName = keyof typeof requestModels
type Taken = Omit<Decoded, 'batch'>

const context = { project: { projectId: 'default', retentionDays: 30 }, receivedAtUnixNano: modelReceivedAtUnixNano }

function transcode(signal: SignalName, encoding: OtlpEncoding, request: Uint8Array): Transcoded {
  const transcoding = transcodeRequest(signal, encoding, request)
  for (;;) {
    const { done, value } = transcoding.next()
    if (done) return value
  }
}

/** What is stored and answered, in a form that does not depend on the order of groups of equal counts. */
function outcomeOf(put: (sink: ReturnType<typeof createTestSink>) => Taken) {
  const sink = createTestSink()
  sink.sequence.tick()
  const { acceptedCount, rejectedCount, rejections, warnings, remarks } = put(sink)
  const groups = [...rejections, ...remarks].map(
    ({ reason, serviceName, count }) => `${serviceName} ${count} ${reason}`,
  )
  const rows = sink.batch.filled().map((columns) => ({
    table: columns.table,
    rows: columns.readRows(0, columns.rows).map((row) => ({ ...row, sequence: 0n })),
  }))
  return { acceptedCount, rejectedCount, groups: groups.sort(), warnings, rows }
}

function bothWays(signal: SignalName, encoding: OtlpEncoding, request: Uint8Array) {
  const direct = outcomeOf((sink) => createDecoder().decode(signal, encoding, request, context, sink))
  const transcoded = outcomeOf((sink) => {
    const { body, ...first } = transcode(signal, encoding, request)
    return mergeTaken(first, createDecoder().decode(signal, 'protobuf', body, context, sink))
  })
  return { direct, transcoded }
}

/** The outcome, or why there is none. */
function orRefusal<T>(act: () => T): T | string {
  try {
    return act()
  } catch (error) {
    if (!(error instanceof UndecodableError)) throw error
    return error.message
  }
}

const envelopes = {
  traces: messages.traceRequestMessage,
  logs: messages.logsRequestMessage,
  metrics: messages.metricsRequestMessage,
}

function modelsOf(signal: SignalName): fc.Arbitrary<unknown> {
  const isStorable = signal in storableModels
  return isStorable
    ? fc.oneof(requestModels[signal], storableModels[signal as keyof typeof storableModels])
    : requestModels[signal]
}

const names = Object.keys(requestModels) as SignalName[]

describe.each(names)('%s', { timeout: 60_000 }, (signal) => {
  it('that were made protobuf are stored, rejected and remarked on as they would have been as JSON', () => {
    let accepted = 0
    let rejected = 0
    const property = fc.property(modelsOf(signal), (request) => {
      const { direct, transcoded } = bothWays(signal, 'json', Buffer.from(toJson(request)))
      accepted += direct.acceptedCount
      rejected += direct.rejectedCount
      expect(transcoded).toEqual(direct)
    })
    fc.assert(property, { numRuns: 200, seed: 20261123 })
    expect(accepted).toBeGreaterThan(100)
    expect(rejected).toBeGreaterThan(20)
  })

  it('that were protobuf before are stored, rejected and remarked on as they were, damaged or not', () => {
    const random = createRandom(4)
    for (const request of fc.sample(modelsOf(signal), { numRuns: 150, seed: 20261123 })) {
      const sent = toProtobuf(envelopes[signal], request as Model, { isOfTomorrow: random() < 0.2 })
      for (const body of [sent, damaged(sent, random), damaged(sent, random)]) {
        const direct = orRefusal(() =>
          outcomeOf((sink) => createDecoder().decode(signal, 'protobuf', body, context, sink)),
        )
        const transcoded = orRefusal(() => bothWays(signal, 'protobuf', body).transcoded)
        expect({ outcome: transcoded, body: body.toString('hex') }).toEqual({
          outcome: direct,
          body: body.toString('hex'),
        })
      }
    }
  })

  it('that cannot be read as a whole are refused', () => {
    const undecodable = expect.objectContaining({ code: 'UNDECODABLE' })
    expect(() => transcode(signal, 'json', Buffer.from('{"resource'))).toThrow(undecodable)
    expect(() => transcode(signal, 'protobuf', Buffer.from([0x0a, 5]))).toThrow(undecodable)
  })
})

const ids = { traceId: '0af7651916cd43dd8448eb211c80319c', spanId: 'b7ad6b7169203331' }
const startTimeUnixNano = String(modelReceivedAtUnixNano - 1_000_000_000n)

function requestOf(attributes: object[]): Buffer {
  const span = { ...ids, startTimeUnixNano, endTimeUnixNano: startTimeUnixNano, name: 'a', attributes }
  return Buffer.from(JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans: [span] }] }] }))
}

it('cuts what is too long as the direct way does, and says so once', () => {
  const values = Array.from({ length: 400_000 }, (_, index) => ({ intValue: String(index) }))
  const { direct, transcoded } = bothWays(
    'traces',
    'json',
    requestOf([
      { key: 'list', value: { arrayValue: { values } } },
      { key: 'text', value: { stringValue: 'é'.repeat(700_000) } },
    ]),
  )
  expect(transcoded).toEqual(direct)
  expect(direct.groups).toHaveLength(1)
})

it('warns of a request in names of its own, which would vanish without a word', () => {
  expect(transcode('traces', 'json', Buffer.from('{"resource_spans":[]}')).warnings).toEqual([
    expect.stringContaining('resource_spans'),
  ])
})

it('lets others go first after each record', () => {
  const spans = Array.from({ length: 100 }, () => ({ ...ids, startTimeUnixNano }))
  const transcoding = transcodeRequest(
    'traces',
    'json',
    Buffer.from(JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans }] }] })),
  )
  let pauses = 0
  while (!transcoding.next().done) pauses += 1
  expect(pauses).toBe(100)
})
