import { describe, expect, it } from 'vitest'
import { bytes, fixed64, message, text } from '../../../../test/fixtures/protobuf-fields.ts'
import { rowsPutBy } from '../../../../test/fixtures/put-rows.ts'
import { createCardinalityGuard } from '../cardinality/cardinality-guard.ts'
import { createDecoder } from './decode-into.ts'

const receivedAtUnixNano = 1_795_000_000_000_000_000n
const project = { projectId: 'default', retentionDays: 30 }

function createDecode() {
  const guard = createCardinalityGuard({ seriesMax: 10, seriesPerMetricMax: 10, attributeKeysMax: 2 })
  const decoder = createDecoder()
  return (signal: 'traces' | 'logs', encoding: 'json' | 'protobuf', body: Buffer) => {
    const cardinality = guard.ofProject('default', Number(receivedAtUnixNano / 1_000_000n))
    const context = { project, receivedAtUnixNano, cardinality }
    return rowsPutBy((sink) => decoder.decode(signal, encoding, body, context, sink))
  }
}

const attribute = (key: string, value: string) => ({ key, value: { stringValue: value } })
const span = (...keys: string[]) => ({
  traceId: 'a'.repeat(32),
  spanId: 'b'.repeat(16),
  startTimeUnixNano: String(receivedAtUnixNano),
  attributes: keys.map((key) => attribute(key, `of ${key}`)),
})
const spans = (...list: object[]) => Buffer.from(JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans: list }] }] }))
const spanBytes = (...keys: string[]) => [
  bytes(1, Buffer.alloc(16, 0xaa)),
  bytes(2, Buffer.alloc(8, 0xbb)),
  fixed64(7, receivedAtUnixNano),
  ...keys.map((key) => message(9, [text(1, key), message(2, [text(1, `of ${key}`)])])),
]
const spansBytes = (...list: Buffer[][]) =>
  message(1, [
    message(
      2,
      list.map((fields) => message(2, fields)),
    ),
  ])

const reason =
  'has attributes of new keys, stored together in hanzo.attributes.overflow: the project has used 2 keys within a day; put what varies into values, not keys'

describe.each(['json', 'protobuf'] as const)(
  'a project with as many attribute keys as it may have (%s)',
  (encoding) => {
    const body = (...keys: string[][]) =>
      encoding === 'json'
        ? spans(...keys.map((list) => span(...list)))
        : spansBytes(...keys.map((list) => spanBytes(...list)))

    it('has the attributes of others stored together, with nothing lost', () => {
      const decode = createDecode()
      const { result, rows } = decode('traces', encoding, body(['a', 'b'], ['a', 'c', 'd']))
      expect(result).toMatchObject({ acceptedCount: 2, remarks: [{ reason, count: 1, isToldToSender: true }] })
      expect(rows.spans?.[1]?.attributes_string).toEqual(new Map([['a', 'of a']]))
      expect(rows.spans?.[1]?.attributes_json).toEqual(
        new Map([['hanzo.attributes.overflow', '{"c":"of c","d":"of d"}']]),
      )
    })

    it('still has columns filled from them', () => {
      const decode = createDecode()
      const { rows } = decode('traces', encoding, body(['a', 'b', 'http.route']))
      expect(rows.spans?.[0]?.http_route).toBe('of http.route')
    })

    it('goes on with those it has', () => {
      const decode = createDecode()
      decode('traces', encoding, body(['a', 'b', 'c']))
      const { result } = decode('traces', encoding, body(['b', 'a']))
      expect(result).toMatchObject({ acceptedCount: 1, remarks: [] })
    })
  },
)

it('log records and spans share the keys of their project', () => {
  const decode = createDecode()
  decode('traces', 'json', spans(span('a', 'b')))
  const logRecords = [
    { timeUnixNano: String(receivedAtUnixNano), attributes: [attribute('b', '1'), attribute('c', '2')] },
  ]
  const { rows } = decode(
    'logs',
    'json',
    Buffer.from(JSON.stringify({ resourceLogs: [{ scopeLogs: [{ logRecords }] }] })),
  )
  expect(rows.logs?.[0]?.attributes_json).toEqual(new Map([['hanzo.attributes.overflow', '{"c":"2"}']]))
})
