import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createRandom, damaged } from '../../../../../test/fixtures/damage.ts'
import { toProtobuf } from '../../../../../test/fixtures/encode-otlp-model.ts'
import { modelReceivedAtUnixNano, requestModels, storableModels } from '../../../../../test/fixtures/otlp-models.ts'
import { differenceOfPaths } from '../../../../../test/fixtures/wire-comparison.ts'
import { logsRequestMessage, traceRequestMessage } from '../protobuf/otlp-messages.ts'
import { createWireDecoder } from './wire-decoder.ts'

const context = {
  project: { projectId: 'default', retentionDays: 30 },
  receivedAtUnixNano: modelReceivedAtUnixNano,
}
const seed = 4
const requestsOf = (signal: keyof typeof storableModels) =>
  fc.oneof(requestModels[signal], { weight: 3, arbitrary: storableModels[signal] })
const signals = [
  { signal: 'traces', model: requestsOf('traces'), envelope: traceRequestMessage },
  { signal: 'logs', model: requestsOf('logs'), envelope: logsRequestMessage },
] as const

describe.each(signals)('$signal from the wire', { timeout: 120_000 }, ({ signal, model, envelope }) => {
  it('are answered and stored as on the generic path, byte for byte, valid or not', () => {
    const decoder = createWireDecoder()
    const property = fc.property(model, fc.nat(4), (request, future) => {
      const isOfTomorrow = future === 4
      expect(
        differenceOfPaths(decoder, signal, toProtobuf(envelope, request, { isOfTomorrow }), context),
      ).toBeUndefined()
    })
    fc.assert(property, { numRuns: 200, seed })
    expect(decoder.counts.direct).toBeGreaterThan(50)
    expect(decoder.counts.generic).toBeGreaterThan(50)
  })

  it('are answered and stored as on the generic path when bytes were damaged, lost or repeated', () => {
    const decoder = createWireDecoder()
    const random = createRandom(seed)
    for (const request of fc.sample(model, { numRuns: 100, seed })) {
      const body = toProtobuf(envelope, request, { isOfTomorrow: random() < 0.2 })
      for (let copy = 0; copy < 8; copy++) {
        const bytes = damaged(body, random)
        const difference = differenceOfPaths(decoder, signal, bytes, context)
        if (difference) expect({ ...difference, body: bytes.toString('hex') }).toBeUndefined()
      }
    }
    expect(decoder.counts.genericRequests).toBeGreaterThan(50)
  })
})
