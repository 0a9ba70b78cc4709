import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { toJson, toProtobuf } from '../../../../test/fixtures/encode-otlp-model.ts'
import { modelReceivedAtUnixNano, requestModels } from '../../../../test/fixtures/otlp-models.ts'
import { decodeLogs } from './decode-logs.ts'
import { decodeMetrics } from './decode-metrics.ts'
import { decodeTraces } from './decode-traces.ts'
import type { Decoded } from './decoded.ts'
import * as messages from './protobuf/otlp-messages.ts'

const context = { project: { projectId: 'default', retentionDays: 30 }, receivedAtUnixNano: modelReceivedAtUnixNano }

const signals = [
  {
    name: 'traces',
    model: requestModels.traces,
    decode: decodeTraces,
    envelope: messages.traceRequestMessage,
  },
  {
    name: 'logs',
    model: requestModels.logs,
    decode: decodeLogs,
    envelope: messages.logsRequestMessage,
  },
  {
    name: 'metrics',
    model: requestModels.metrics,
    decode: decodeMetrics,
    envelope: messages.metricsRequestMessage,
  },
]

function withoutSamples(decoded: Decoded) {
  return { ...decoded, rejections: decoded.rejections.map((rejection) => ({ ...rejection, sample: '' })) }
}

describe.each(signals)('$name', { timeout: 60_000 }, ({ model, decode, envelope }) => {
  it('give equal rows and equal rejections from protobuf and from JSON, valid or not', () => {
    let accepted = 0
    let rejected = 0
    const property = fc.property(model, (request) => {
      const fromProtobuf = decode(toProtobuf(envelope, request), 'protobuf', context)
      const fromJson = decode(Buffer.from(toJson(request)), 'json', context)
      accepted += fromProtobuf.acceptedCount
      rejected += fromProtobuf.rejectedCount
      expect(withoutSamples(fromJson)).toEqual(withoutSamples(fromProtobuf))
    })
    fc.assert(property, { numRuns: 200 })
    expect(accepted).toBeGreaterThan(100)
    expect(rejected).toBeGreaterThan(20)
  })

  it('never crash or hang on bytes that were damaged, cut or invented', () => {
    const damaged = fc
      .tuple(
        model,
        fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 4 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
      )
      .map(([request, edits, part]) => {
        const bytes = Uint8Array.from(toProtobuf(envelope, request))
        for (const [position, byte] of edits) bytes[position % bytes.length] = byte
        return bytes.subarray(0, Math.ceil(bytes.length * part))
      })
    const property = fc.property(
      fc.oneof(damaged, fc.uint8Array({ maxLength: 200 })),
      fc.constantFrom('protobuf' as const, 'json' as const),
      (bytes, encoding) => {
        try {
          expect(decode(bytes, encoding, context).acceptedCount).toBeGreaterThanOrEqual(0)
        } catch (error) {
          expect(error).toMatchObject({ code: 'UNDECODABLE', statusCode: 400 })
        }
      },
    )
    fc.assert(property, { numRuns: 500 })
  })
})
