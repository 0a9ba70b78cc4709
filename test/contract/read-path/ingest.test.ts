import type { IngestStatus } from '@hanzo/schema/api'
import { ingestHistogramQuerySchema, listIngestProblemsQuerySchema } from '@hanzo/schema/api'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createIngestLedger } from '../../../apps/ingest/src/health/ingest-ledger.ts'
import type { RefusedRequest, TakenRequest } from '../../../apps/ingest/src/health/outcome.ts'
import { storeOutcomes } from '../../../apps/ingest/src/health/store-outcomes.ts'
import { ingestHistogram } from '../../../apps/ingest/src/query/ingest-histogram.ts'
import { listIngestProblems } from '../../../apps/ingest/src/query/list-ingest-problems.ts'
import type { QueryContext } from '../../../apps/ingest/src/query/run-query.ts'
import { openTelemetryDatabase, type TelemetryDatabase } from '../../fixtures/telemetry-database.ts'

const minute = 60_000
/** The middle of a minute, so that what happens seconds later is of the same one. */
const start = Math.floor(Date.now() / minute) * minute - 10 * minute + 30_000
const clock = { now: start }
const quiet = { warn: () => undefined }

let telemetry: TelemetryDatabase

beforeAll(async () => {
  telemetry = await openTelemetryDatabase()
}, 120_000)
afterAll(() => telemetry.close(), 60_000)

const projectOf = (projectId: string) => ({ projectId, retentionDays: 30 })
const contextOf = (projectId: string): QueryContext => ({
  clickhouse: telemetry.clickhouse,
  project: projectOf(projectId),
  nowMilliseconds: start + 5 * minute,
})

const rejection = (reason: string, serviceName: string, count: number) => ({
  ...{ reason, count, serviceName, sdk: 'opentelemetry python 1.40.0', sample: `{"of":"${serviceName}"}` },
})

const taken = (projectId: string, more: Partial<TakenRequest['taken']> = {}): TakenRequest => ({
  ...{ project: projectOf(projectId), signal: 'traces', bytes: 1_000 },
  taken: { acceptedCount: 10, rejectedCount: 0, rejections: [], warnings: [], remarks: [], ...more },
})

const refused = (projectId: string, more: Partial<RefusedRequest> = {}): RefusedRequest => ({
  ...{ project: projectOf(projectId), signal: 'logs', statusCode: 429, code: 'RATE_LIMITED' },
  ...{ message: 'the project may send 10 records a second', client: 'exporter/1.0', ...more },
})

/** A receiver's book and its way into the table. */
function openBook() {
  const ledger = createIngestLedger(undefined, () => clock.now)
  const store = storeOutcomes({ pending: ledger.pending, accept: (batch) => telemetry.insert(batch), logger: quiet })
  return { ledger, store }
}

const problems = async (projectId: string, query: object = {}) => {
  const parsed = listIngestProblemsQuerySchema.parse({ from: 'now-1h', ...query })
  return (await listIngestProblems(contextOf(projectId), parsed)).rows
}

describe('what was not stored', () => {
  it('adds up over minutes, flushes and receivers, in one group for a reason, service and SDK', async () => {
    const [one, other] = [openBook(), openBook()]
    clock.now = start
    one.ledger.taken(taken('sums', { rejectedCount: 3, rejections: [rejection('bad id', 'shop', 3)] }))
    await one.store.flush()
    clock.now = start + 2 * minute
    one.ledger.taken(taken('sums', { rejectedCount: 2, rejections: [rejection('bad id', 'shop', 2)] }))
    other.ledger.taken(
      taken('sums', { rejectedCount: 5, rejections: [rejection('bad id', 'shop', 4), rejection('bad id', 'cart', 1)] }),
    )
    await Promise.all([one.store.close(), other.store.close()])
    const rows = await problems('sums')
    expect(rows.map(({ serviceName, recordCount, requestCount }) => [serviceName, recordCount, requestCount])).toEqual(
      expect.arrayContaining([
        ['shop', 9, 3],
        ['cart', 1, 1],
      ]),
    )
    expect(rows).toHaveLength(2)
    const shop = rows.find(({ serviceName }) => serviceName === 'shop')
    expect(shop).toMatchObject({
      ...{ outcome: 'rejected', signal: 'traces', statusCode: 200, code: '', sdk: 'opentelemetry python 1.40.0' },
      ...{ firstSeenUnixMs: start, lastSeenUnixMs: start + 2 * minute, sample: '{"of":"shop"}' },
    })
  })

  it('is told with requests that were refused and records that were remarked on, and can be filtered', async () => {
    const { ledger, store } = openBook()
    clock.now = start
    ledger.refused(refused('kinds'))
    ledger.refused(
      refused('kinds', { signal: undefined, statusCode: 413, code: 'BODY_TOO_LARGE', message: 'too large' }),
    )
    ledger.taken(taken('kinds', { warnings: ['nothing was stored'] }))
    const remark = { reason: 'is late', count: 7, serviceName: 'shop', sdk: '', isToldToSender: false }
    ledger.taken(taken('kinds', { remarks: [remark] }))
    await store.close()
    const rows = await problems('kinds')
    expect(rows).toHaveLength(4)
    expect(await problems('kinds', { outcome: 'refused' })).toMatchObject([
      { outcome: 'refused', requestCount: 1 },
      { outcome: 'refused', requestCount: 1 },
    ])
    expect(await problems('kinds', { signal: 'logs' })).toMatchObject([{ code: 'RATE_LIMITED', sdk: 'exporter/1.0' }])
    expect(rows.find(({ code }) => code === 'BODY_TOO_LARGE')).toMatchObject({ signal: null, statusCode: 413 })
    expect(await problems('kinds', { service: 'shop' })).toMatchObject([{ outcome: 'warned', recordCount: 7 }])
    expect(await problems('kinds', { from: 'now-2m' })).toEqual([])
  })

  it('of one project is not seen by another', async () => {
    const { ledger, store } = openBook()
    clock.now = start
    ledger.refused(refused('mine'))
    await store.close()
    expect(await problems('mine')).toHaveLength(1)
    expect(await problems('theirs')).toEqual([])
  })
})

describe('counts over time', () => {
  it('are records of what was accepted and rejected, requests of what was refused, in buckets of whole minutes', async () => {
    const { ledger, store } = openBook()
    clock.now = start
    ledger.taken(taken('counts', { rejectedCount: 3, rejections: [rejection('bad id', 'shop', 3)] }))
    ledger.taken(taken('counts'))
    ledger.refused(refused('counts'))
    clock.now = start + minute
    ledger.taken(taken('counts'))
    await store.close()
    const query = ingestHistogramQuerySchema.parse({ from: 'now-15m', buckets: 60 })
    const { bucketSeconds, buckets } = await ingestHistogram(contextOf('counts'), query)
    expect(bucketSeconds).toBe(60)
    expect(buckets.length).toBeGreaterThanOrEqual(15)
    expect(buckets.filter(({ counts }) => Object.keys(counts).length > 0)).toEqual([
      { timeUnixSeconds: (start - 30_000) / 1000, counts: { accepted: 20, rejected: 3, refused: 1 } },
      { timeUnixSeconds: (start + 30_000) / 1000, counts: { accepted: 10 } },
    ])
  })
})

describe('the book of a receiver', () => {
  it('keeps what could not be stored, and stores it together with what came since', async () => {
    const ledger = createIngestLedger(undefined, () => clock.now)
    let isAway = true
    const accept: Parameters<typeof storeOutcomes>[0]['accept'] = async (batch) => {
      if (isAway) throw new Error('the spool is full')
      await telemetry.insert(batch)
    }
    const store = storeOutcomes({ pending: ledger.pending, accept, logger: quiet })
    clock.now = start
    ledger.refused(refused('later'))
    await store.flush()
    ledger.refused(refused('later'))
    await store.flush()
    expect(await problems('later')).toEqual([])
    isAway = false
    await store.close()
    expect(await problems('later')).toMatchObject([{ requestCount: 2 }])
  })

  it('warns of the last fifteen minutes, and then no more', () => {
    const { ledger } = openBook()
    clock.now = start
    ledger.taken(taken('recent', { rejectedCount: 2, rejections: [rejection('bad id', 'shop', 2)] }))
    ledger.refused(refused('recent'))
    const expected: Partial<IngestStatus['recent']> = { acceptedRecords: 10, rejectedRecords: 2, refusedRequests: 1 }
    clock.now = start + 14 * minute
    expect(ledger.recent('recent')).toMatchObject(expected)
    clock.now = start + 16 * minute
    expect(ledger.recent('recent')).toMatchObject({ acceptedRecords: 0, rejectedRecords: 0, refusedRequests: 0 })
    expect(ledger.recent('other')).toMatchObject({ acceptedRecords: 0 })
  })
})
