import { logContextQuerySchema } from '@hanzo/schema/api'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { logContext } from '../../../apps/ingest/src/query/log-context.ts'
import type { QueryContext } from '../../../apps/ingest/src/query/run-query.ts'
import { rowOf, spanIdOf, traceIdOf } from '../../fixtures/rows.ts'
import { openTelemetryDatabase, type TelemetryDatabase } from '../../fixtures/telemetry-database.ts'

const seed = 11
const count = 300
let telemetry: TelemetryDatabase
let context: QueryContext

// Few times, so that many records share one, over three minutes and both sides of their borders.
const minute = Math.floor((Date.now() - 300_000) / 60_000) * 60_000
const times = fc.sample(fc.constantFrom(0, 1, 59_999, 60_000, 60_001, 120_000), { numRuns: count, seed })
const logs = times.map((time, index) =>
  rowOf('logs', {
    project_id: 'p',
    retention_days: 30,
    timestamp: BigInt(minute + time) * 1_000_000n + BigInt(index % 2),
    service_name: `service-${index % 3}`,
    resource_id: BigInt(index % 6),
    trace_id: index % 5 === 0 ? '0'.repeat(32) : traceIdOf(index % 5),
    span_id: spanIdOf(index),
    session_id: index % 4 === 0 ? '' : `session-${index % 4}`,
    severity_number: index % 2 === 0 ? 9 : 17,
    body: `line ${index}`,
    sequence: 2n ** 63n + BigInt(index),
  }),
)
const ordered = logs.toSorted((a, b) =>
  a.timestamp === b.timestamp ? Number(a.sequence - b.sequence) : Number(a.timestamp - b.timestamp),
)
const idOf = (log: (typeof logs)[number]) => `${log.timestamp}-${log.sequence}`

const shared = {
  service: 'service_name',
  resource: 'resource_id',
  trace: 'trace_id',
  session: 'session_id',
  all: 'project_id',
} as const

beforeAll(async () => {
  telemetry = await openTelemetryDatabase()
  context = { clickhouse: telemetry.clickhouse, project: { projectId: 'p', retentionDays: 30 } }
  for (let part = 0; part < 3; part++) {
    await telemetry.insert({
      logs: [
        ...logs.filter((_, index) => index % 3 === part),
        ...logs.filter((_, index) => index % 7 === part).map((log) => ({ ...log, project_id: 'q' })),
      ],
    })
  }
  // Alone in its service: two days after all others.
  const late = BigInt(minute + 2 * 86_400_000) * 1_000_000n
  await telemetry.insert({
    logs: [rowOf('logs', { project_id: 'p', retention_days: 30, timestamp: late, service_name: 'late', sequence: 1n })],
  })
}, 120_000)
afterAll(() => telemetry.close(), 60_000)

const read = (id: string, query: object) => logContext(context, id, logContextQuerySchema.parse(query))

/** All records in the context of one, read page by page in both directions. */
async function walk(id: string, query: object) {
  const first = await read(id, query)
  const found = first.rows.map(({ logId }) => logId)
  for (let cursor = first.beforeCursor; cursor !== null; ) {
    const page = await read(id, { ...query, before: cursor })
    found.unshift(...page.rows.map(({ logId }) => logId))
    cursor = page.beforeCursor
  }
  for (let cursor = first.afterCursor; cursor !== null; ) {
    const page = await read(id, { ...query, after: cursor })
    found.push(...page.rows.map(({ logId }) => logId))
    cursor = page.afterCursor
  }
  return found
}

describe('the records around one', () => {
  it('are met once each, in order, with that one among them', async () => {
    const asked = fc.record({
      index: fc.nat(count - 1),
      of: fc.constantFrom(...(Object.keys(shared) as (keyof typeof shared)[])),
      limit: fc.integer({ min: 5, max: 60 }),
    })
    await fc.assert(
      fc.asyncProperty(asked, async ({ index, of, limit }) => {
        const log = logs[index]
        if (!log || (of === 'trace' && index % 5 === 0) || (of === 'session' && index % 4 === 0)) return
        const expected = ordered.filter((other) => other[shared[of]] === log[shared[of]])
        expect(await walk(idOf(log), { of, limit })).toEqual(expected.map(idOf))
      }),
      { numRuns: 25, seed },
    )
  }, 120_000)

  it('are the nearest of its service, where nothing else is asked', async () => {
    const log = ordered[150]
    if (!log) throw new Error('expected more logs')
    const same = ordered.filter(({ service_name }) => service_name === log.service_name)
    const at = same.indexOf(log)
    const { rows, choices } = await read(idOf(log), { limit: 3 })
    expect(rows.map(({ logId }) => logId)).toEqual(same.slice(at - 3, at + 4).map(idOf))
    expect(choices).toEqual(expect.arrayContaining(['service', 'resource', 'all']))
  })

  it('pass the search that is given, which the record itself need not', async () => {
    const log = logs[1]
    if (!log) throw new Error('expected more logs')
    const found = await walk(idOf(log), { of: 'all', query: 'severity:info', limit: 50 })
    const expected = ordered.filter((other) => other === log || other.severity_number === 9)
    expect(found).toEqual(expected.map(idOf))
  })

  it('can be read back from a page, in the other direction', async () => {
    const log = ordered[150]
    if (!log) throw new Error('expected more logs')
    const first = await read(idOf(log), { of: 'all', limit: 10 })
    const earlier = await read(idOf(log), { of: 'all', limit: 10, before: first.beforeCursor })
    const back = await read(idOf(log), { of: 'all', limit: 10, after: earlier.afterCursor })
    expect(back.rows).toEqual(first.rows.slice(0, 10))
  })

  it('end a day away', async () => {
    const late = `${BigInt(minute + 2 * 86_400_000) * 1_000_000n}-1`
    const { rows, beforeCursor, afterCursor } = await read(late, { of: 'all' })
    expect(rows.map(({ logId }) => logId)).toEqual([late])
    expect([beforeCursor, afterCursor]).toEqual([null, null])
  })

  it('are none of a trace or session that the record does not have, nor of a record that is none', async () => {
    const log = logs[0]
    if (!log) throw new Error('expected more logs')
    await expect(read(idOf(log), { of: 'trace' })).rejects.toMatchObject({ code: 'INVALID_QUERY' })
    await expect(read(idOf(log), { of: 'session' })).rejects.toMatchObject({ code: 'INVALID_QUERY' })
    await expect(read('1-2', {})).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await expect(read(idOf(log), { before: 'x' })).rejects.toMatchObject({ code: 'INVALID_CURSOR' })
  })
})
