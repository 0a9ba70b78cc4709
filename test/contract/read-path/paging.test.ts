import { listLogsQuerySchema, listSpansQuerySchema } from '@hanzo/schema/api'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { listLogs } from '../../../apps/ingest/src/query/list-logs.ts'
import { listSpans } from '../../../apps/ingest/src/query/list-spans.ts'
import { listTraces } from '../../../apps/ingest/src/query/list-traces.ts'
import type { QueryContext } from '../../../apps/ingest/src/query/run-query.ts'
import { rowOf, spanIdOf, traceIdOf } from '../../fixtures/rows.ts'
import { openTelemetryDatabase, type TelemetryDatabase } from '../../fixtures/telemetry-database.ts'

const now = Date.now()
const rows = 240
const seed = 7
let telemetry: TelemetryDatabase
let context: QueryContext

/** Rows that share their times with many others, over three minutes and both sides of their borders. */
const times = fc.sample(fc.constantFrom(0, 1, 59_999, 60_000, 60_001, 120_000), { numRuns: rows, seed })
const minute = Math.floor((now - 300_000) / 60_000) * 60_000
const timestamp = (index: number) => BigInt(minute + (times[index] ?? 0)) * 1_000_000n + BigInt(index % 2)

const spans = Array.from({ length: rows }, (_, index) =>
  rowOf('spans', {
    project_id: 'p',
    retention_days: 30,
    timestamp: timestamp(index),
    // Each sixth span was sent twice: everything but its sequence is that of the one before.
    trace_id: traceIdOf((index * 7) % 50),
    span_id: spanIdOf(index % 6 === 5 ? index - 1 : index),
    name: `name-${index % 3}`,
    service_name: `service-${index % 4}`,
    sequence: BigInt(index),
  }),
)
const logs = Array.from({ length: rows }, (_, index) =>
  rowOf('logs', {
    project_id: 'p',
    retention_days: 30,
    timestamp: timestamp(index),
    service_name: `service-${index % 4}`,
    body: index % 3 === 0 ? 'refused' : 'taken',
    sequence: 2n ** 63n + BigInt(index),
  }),
)

beforeAll(async () => {
  telemetry = await openTelemetryDatabase()
  context = {
    clickhouse: telemetry.clickhouse,
    project: { projectId: 'p', retentionDays: 30 },
    nowMilliseconds: now,
  }
  // Several parts, as inserts leave them.
  for (let part = 0; part < 4; part++) {
    await telemetry.insert({
      spans: spans.filter((_, index) => index % 4 === part),
      logs: logs.filter((_, index) => index % 4 === part),
    })
  }
}, 120_000)
afterAll(() => telemetry.close(), 60_000)

interface Page<Row> {
  rows: Row[]
  nextCursor: string | null
}

/** All rows of a list, page by page. The clock goes on between pages, and with it what `now` means. */
async function walk<Row>(
  limit: number,
  read: (context: QueryContext, cursor: string | undefined) => Promise<Page<Row>>,
) {
  const found: Row[] = []
  let cursor: string | undefined
  for (let page = 0; page <= rows; page++) {
    const { rows, nextCursor } = await read({ ...context, nowMilliseconds: now + page * 20_000 }, cursor)
    expect(rows.length).toBeLessThanOrEqual(limit)
    found.push(...rows)
    if (nextCursor === null) return found
    cursor = nextCursor
  }
  throw new Error('the pages never end')
}

const limit = fc.integer({ min: 7, max: 100 })

describe('a walk through all pages', () => {
  it('meets every span once, newest first', async () => {
    await fc.assert(
      fc.asyncProperty(limit, fc.constantFrom<string[]>([], ['service-1']), async (limit, service) => {
        const query = listSpansQuerySchema.parse({ service, limit })
        const found = await walk(limit, (context, cursor) => listSpans(context, { ...query, cursor }))
        const expected = spans.filter(({ service_name }) => service.length === 0 || service.includes(service_name))
        expect(found.map(({ spanId }) => spanId).sort()).toEqual(expected.map(({ span_id }) => span_id).sort())
        const order = found.map(({ startTimeUnixNano }) => BigInt(startTimeUnixNano))
        expect(order).toEqual([...order].sort((a, b) => (a > b ? -1 : a < b ? 1 : 0)))
      }),
      { numRuns: 8, seed },
    )
  }, 120_000)

  it('meets every log record once, newest first', async () => {
    await fc.assert(
      fc.asyncProperty(limit, fc.constantFrom('', 'refused'), async (limit, text) => {
        const query = listLogsQuerySchema.parse({ text, limit })
        const found = await walk(limit, (context, cursor) => listLogs(context, { ...query, cursor }))
        const expected = logs
          .filter(({ body }) => body.includes(text))
          .sort((a, b) =>
            a.timestamp === b.timestamp ? Number(b.sequence - a.sequence) : Number(b.timestamp - a.timestamp),
          )
        expect(found.map(({ logId }) => logId)).toEqual(
          expected.map(({ timestamp, sequence }) => `${timestamp}-${sequence}`),
        )
      }),
      { numRuns: 8, seed },
    )
  }, 120_000)

  it('meets every trace once, at its newest matching span', async () => {
    await fc.assert(
      fc.asyncProperty(limit, fc.constantFrom<string[]>([], ['name-1']), async (limit, name) => {
        const query = listSpansQuerySchema.parse({ name, limit })
        const found = await walk(limit, (context, cursor) => listTraces(context, { ...query, cursor }))
        const newest = new Map<string, bigint>()
        for (const span of spans) {
          if (name.length > 0 && !name.includes(span.name)) continue
          const before = newest.get(span.trace_id) ?? 0n
          newest.set(span.trace_id, span.timestamp > before ? span.timestamp : before)
        }
        const ids = found.map(({ traceId }) => traceId)
        expect([...ids].sort()).toEqual([...newest.keys()].sort())
        const order = ids.map((traceId) => newest.get(traceId) ?? 0n)
        expect(order).toEqual([...order].sort((a, b) => (a > b ? -1 : a < b ? 1 : 0)))
      }),
      { numRuns: 8, seed },
    )
  }, 120_000)
})
