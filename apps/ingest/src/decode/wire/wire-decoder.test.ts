import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  modelReceivedAtUnixNano,
  requestModels,
  storableModels,
  toProtobuf,
} from '../../../../../test/fixtures/otlp-models.ts'
import { differenceOfPaths } from '../../../../../test/fixtures/wire-comparison.ts'
import { logsRequestMessage, traceRequestMessage } from '../protobuf/otlp-messages.ts'
import { createWireDecoder } from './wire-decoder.ts'

const context = {
  project: { projectId: 'default', retentionDays: 30 },
  receivedAtUnixNano: modelReceivedAtUnixNano,
}
const seed = 4
const signals = [
  { signal: 'traces', model: fc.oneof(requestModels.traces, storableModels.traces), envelope: traceRequestMessage },
  { signal: 'logs', model: fc.oneof(requestModels.logs, storableModels.logs), envelope: logsRequestMessage },
] as const

describe.each(signals)('$signal from the wire', { timeout: 120_000 }, ({ signal, model, envelope }) => {
  it('are answered and stored as on the generic path, byte for byte, valid or not', () => {
    const decoder = createWireDecoder()
    const property = fc.property(model, (request) => {
      expect(differenceOfPaths(decoder, signal, toProtobuf(envelope, request), context)).toBeUndefined()
    })
    fc.assert(property, { numRuns: 400, seed })
    expect(decoder.counts.direct).toBeGreaterThan(50)
    expect(decoder.counts.generic).toBeGreaterThan(50)
  })
})
