import type { RowBatch } from '@hanzo/schema/row'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { decodeTraces } from '../../../apps/ingest/src/decode/decode-traces.ts'
import { createTail } from '../../../apps/ingest/src/tail/create-tail.ts'
import { buildTelemetryApp } from '../../fixtures/telemetry-app.ts'
import { openTelemetryDatabase, type TelemetryDatabase } from '../../fixtures/telemetry-database.ts'

const traceId = '5b8efff798038103d269b633813fc60c'
const start = BigInt(Date.now() - 60_000) * 1_000_000n
let telemetry: TelemetryDatabase
let app: FastifyInstance

beforeAll(async () => {
  telemetry = await openTelemetryDatabase()
  app = await buildTelemetryApp({ clickhouse: telemetry.clickhouse, tail: createTail() })
}, 120_000)
afterAll(async () => {
  await app.close()
  await telemetry.close()
}, 60_000)

/** What our receiver makes of a body, and stores for a project. */
async function receive(body: string, projectId: string): Promise<RowBatch> {
  const project = { projectId, retentionDays: 30 }
  const decoded = decodeTraces(Buffer.from(body), 'json', { project, receivedAtUnixNano: start + 60_000_000_000n })
  expect(decoded.rejectedCount).toBe(0)
  await telemetry.insert(decoded.batch)
  return decoded.batch
}

async function download(projectId: string) {
  const response = await app.inject({ url: `/api/projects/${projectId}/traces/${traceId}/otlp` })
  return { status: response.statusCode, body: response.body, headers: response.headers }
}

/** Rows without what a project or the time of arrival says of them, in the order of their ids. */
const comparable = (batch: RowBatch) =>
  (batch.spans ?? [])
    .map((span) => ({ ...span, project_id: '', sequence: 0n }))
    .toSorted((a, b) => (a.span_id < b.span_id ? -1 : 1))

const values = [
  { stringValue: 'text' },
  { intValue: '9007199254740993' },
  { intValue: '-9223372036854775808' },
  { doubleValue: 3 },
  { doubleValue: -0 },
  { doubleValue: 'NaN' },
  { boolValue: false },
  {},
  { bytesValue: 'AAEC/w==' },
  {
    arrayValue: {
      values: [{ intValue: '9007199254740993' }, { doubleValue: 1 }, { stringValue: 'n12 "quoted" \\' }, {}],
    },
  },
  {
    kvlistValue: {
      values: [
        { key: 's1', value: { boolValue: true } },
        { key: '__proto__', value: { intValue: '1' } },
      ],
    },
  },
  { stringValue: 'x'.repeat(300) },
]
const attributes = values.map((value, index) => ({ key: `value.${index}`, value }))
const span = (number: number, more: object = {}) => ({
  traceId,
  spanId: number.toString(16).padStart(16, '0'),
  ...(number > 1 && { parentSpanId: '1'.padStart(16, '0') }),
  traceState: 'a=b',
  flags: 257,
  name: `span ${number}`,
  kind: (number % 5) + 1,
  startTimeUnixNano: String(start + BigInt(number)),
  endTimeUnixNano: String(start + BigInt(number * 1000)),
  attributes,
  droppedAttributesCount: 1,
  events: [{ timeUnixNano: String(start + 7n), name: 'exception', attributes, droppedAttributesCount: 2 }],
  droppedEventsCount: 3,
  links: [
    {
      traceId: 'b'.repeat(32),
      spanId: 'c'.repeat(16),
      traceState: 'c=d',
      flags: 1,
      attributes,
      droppedAttributesCount: 4,
    },
  ],
  droppedLinksCount: 5,
  status: { code: number % 3, ...(number % 3 === 2 && { message: 'card "declined"' }) },
  ...more,
})
const requestOf = (count: number) => ({
  resourceSpans: ['shop', 'payments'].map((service, place) => ({
    schemaUrl: 'https://opentelemetry.io/schemas/1.37.0',
    resource: { attributes: [{ key: 'service.name', value: { stringValue: service } }, ...attributes] },
    scopeSpans: [
      {
        scope: { name: 'http', version: '1.2', attributes },
        spans: Array.from({ length: count }, (_, index) => span(index * 2 + place + 1)),
      },
    ],
  })),
})

describe('a trace as OTLP/JSON', () => {
  it('is the same trace again when our receiver takes it, in all its values', async () => {
    const sent = await receive(JSON.stringify(requestOf(2)), 'first')
    const { status, body, headers } = await download('first')
    expect(status).toBe(200)
    expect(headers['content-disposition']).toBe(`attachment; filename="trace-${traceId}.json"`)
    const again = await receive(body, 'second')
    expect(comparable(again)).toEqual(comparable(sent))
    expect((await download('second')).body).toBe(body)
  })

  it('of more spans than are read at a time has each of them once', async () => {
    await receive(JSON.stringify(requestOf(700)), 'many')
    const again = await receive((await download('many')).body, 'many-again')
    expect(new Set(again.spans?.map(({ span_id: id }) => id)).size).toBe(1_400)
    expect(again.spans).toHaveLength(1_400)
  })

  it('is not found where the project has no such trace', async () => {
    const { status, body } = await download('empty')
    expect([status, JSON.parse(body).code]).toEqual([404, 'NOT_FOUND'])
  })
})
