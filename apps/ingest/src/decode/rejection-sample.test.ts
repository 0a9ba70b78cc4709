import { expect, it } from 'vitest'
import { decodeMessage } from './protobuf/decode-message.ts'
import { spanMessage } from './protobuf/otlp-messages.ts'
import { sampleOf } from './rejection-sample.ts'

const secret = 'sk-live-4711 jane@example.org'

const span = {
  traceId: '0'.repeat(32),
  spanId: 'abc',
  name: 'chat gpt-4.1',
  kind: 3,
  startTimeUnixNano: '1790000000000000000',
  attributes: [
    { key: 'gen_ai.request.model', value: { stringValue: 'gpt-4.1' } },
    { key: 'gen_ai.input.messages', value: { stringValue: secret } },
    { key: 'card', value: { intValue: '4111111111111111' } },
    { key: 'age', value: { doubleValue: 42.5 } },
    { key: 'list', value: { arrayValue: { values: [{ stringValue: secret }] } } },
    { key: 'deep', value: { kvlistValue: { values: [{ key: 'inner', value: { stringValue: secret } }] } } },
    { key: 'raw', value: { bytesValue: Buffer.from(secret).toString('base64') } },
  ],
  events: [{ name: 'exception', attributes: [{ key: 'exception.message', value: { stringValue: secret } }] }],
  status: { code: 2, message: secret },
  unknownField: secret,
}

it('keeps the shape, names, ids and times of a record', () => {
  const sample = JSON.parse(sampleOf(span))
  expect(sample).toMatchObject({
    traceId: '0'.repeat(32),
    spanId: 'abc',
    name: 'chat gpt-4.1',
    kind: 3,
    startTimeUnixNano: '1790000000000000000',
    status: { code: 2, message: `‹text, ${secret.length} characters›` },
    events: [{ name: 'exception' }],
  })
  expect(sample.attributes[0]).toEqual({ key: 'gen_ai.request.model', value: { stringValue: 'gpt-4.1' } })
  expect(sample.attributes[1]).toEqual({
    key: 'gen_ai.input.messages',
    value: { stringValue: `‹text, ${secret.length} characters›` },
  })
})

it('tells nothing of content, wherever it stands', () => {
  const sample = sampleOf(span)
  for (const part of ['sk-live', 'jane', '4111', '42.5', Buffer.from(secret).toString('base64').slice(0, 12)]) {
    expect(sample).not.toContain(part)
  }
  expect(sampleOf({ body: { stringValue: secret } })).not.toContain('jane')
  expect(sampleOf({ body: secret, attributes: secret })).not.toContain('jane')
  expect(sampleOf([secret, [secret]])).not.toContain('jane')
  expect(sampleOf(secret)).not.toContain('jane')
  expect(
    sampleOf({ key: 'service.name', value: { kvlistValue: { values: [{ stringValue: secret }] } } }),
  ).not.toContain('jane')
})

it('reads records of both encodings alike, and bounds them', () => {
  const bytes = Buffer.concat([Buffer.from([0x0a, 0x02, 1, 2]), Buffer.from([0x2a, 0x01, 0x78])])
  expect(JSON.parse(sampleOf(decodeMessage(spanMessage, bytes)))).toMatchObject({ traceId: '0102', name: 'x' })
  const wide = { attributes: Array.from({ length: 5_000 }, (_, index) => ({ key: `key-${index}`.repeat(50) })) }
  expect(sampleOf(wide).length).toBeLessThanOrEqual(2_048)
  expect(() => JSON.parse(sampleOf(undefined))).not.toThrow()
})
