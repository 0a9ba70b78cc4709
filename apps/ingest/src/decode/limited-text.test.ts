import { otlpLimits } from '@hanzo/schema/otlp'
import { describe, expect, it } from 'vitest'
import { decodeLogs } from './decode-logs.ts'
import { decodeTraces } from './decode-traces.ts'
import { limitText } from './limited-text.ts'

const bytesMax = otlpLimits.textBytesMax
const long = 'é'.repeat(bytesMax)
const receivedAtUnixNano = 1_795_000_000_000_000_000n
const context = { project: { projectId: 'default', retentionDays: 30 }, receivedAtUnixNano }
const startTimeUnixNano = String(receivedAtUnixNano)
const ids = { traceId: '4bf92f3577b34da6a3ce929d0e0e4736', spanId: '00f067aa0ba902b7' }
const attributes = [
  { key: 'session.id', value: { stringValue: long } },
  { key: 'list', value: { arrayValue: { values: [{ stringValue: long }, { intValue: 1 }] } } },
  { key: 'short', value: { stringValue: 'kept' } },
]

function asJson(model: unknown): Buffer {
  return Buffer.from(JSON.stringify(model))
}

function isCut(text: string | undefined): boolean {
  return text !== undefined && Buffer.byteLength(text) <= bytesMax && /…\[cut: \d+ bytes\]$/.test(text)
}

describe('a text beyond the limit', () => {
  it('is cut between two characters and says what it was', () => {
    const cut = limitText(long)
    expect(Buffer.byteLength(cut)).toBeLessThanOrEqual(bytesMax)
    expect(Buffer.byteLength(cut)).toBeGreaterThan(bytesMax - 4)
    expect(cut).toMatch(/^é+…\[cut: 2097152 bytes\]$/)
  })

  it('of exactly the limit is kept', () => {
    const text = 'x'.repeat(bytesMax)
    expect(limitText(text)).toBe(text)
  })

  it('is cut in every place of a span, which is stored and remarked on once', () => {
    const span = {
      ...ids,
      startTimeUnixNano,
      name: long,
      traceState: long,
      status: { message: long },
      attributes,
      events: [{ name: long, attributes }],
      links: [{ ...ids, traceState: long, attributes }],
    }
    const { batch, remarks } = decodeTraces(
      asJson({ resourceSpans: [{ resource: { attributes }, scopeSpans: [{ scope: { name: long }, spans: [span] }] }] }),
      'json',
      context,
    )
    const [row] = batch.spans ?? []
    const texts = [row?.name, row?.trace_state, row?.status_message, row?.session_id, row?.scope_name]
    const nested = [row?.['events.name'][0], row?.['links.trace_state'][0], row?.['events.attributes'][0]?.get('list')]
    const values = [row?.attributes_unindexed.get('session.id'), row?.attributes_unindexed.get('list')]
    expect([...texts, ...nested, ...values].map(isCut)).toEqual(Array(10).fill(true))
    expect(row?.attributes_string).toEqual(new Map([['short', 'kept']]))
    expect(isCut(batch.resources?.[0]?.attributes.get('session.id'))).toBe(true)
    expect(remarks).toMatchObject([{ count: 1, isToldToSender: true, reason: expect.stringContaining('was cut') }])
  })

  it('is cut in a log record, also where its body is an object', () => {
    const timeUnixNano = startTimeUnixNano
    const { batch, remarks } = decodeLogs(
      asJson({
        resourceLogs: [
          {
            scopeLogs: [
              {
                logRecords: [
                  { timeUnixNano, body: { stringValue: long } },
                  { timeUnixNano, body: { kvlistValue: { values: attributes } } },
                  { timeUnixNano, body: { stringValue: 'short' } },
                ],
              },
            ],
          },
        ],
      }),
      'json',
      context,
    )
    expect(batch.logs?.map(({ body, body_is_json }) => [isCut(body), body_is_json])).toEqual([
      [true, false],
      [true, false],
      [false, false],
    ])
    expect(remarks).toMatchObject([{ count: 2 }])
  })
})
