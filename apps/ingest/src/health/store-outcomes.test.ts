import type { IngestOutcomeRow } from '@hanzo/schema/row'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createIngestLedger } from './ingest-ledger.ts'
import { type OutcomeStore, storeOutcomes } from './store-outcomes.ts'

const project = { projectId: 'p', retentionDays: 30 }
const taken = { acceptedCount: 1, rejectedCount: 0, rejections: [], warnings: [], remarks: [] }
const refusal = { project, signal: 'logs' as const, statusCode: 429, code: 'RATE_LIMITED', message: 'm', client: 'c' }

let stored: IngestOutcomeRow[][]
let warnings: number
let isFull: boolean
let ledger: ReturnType<typeof createIngestLedger>
let store: OutcomeStore

beforeEach(() => {
  vi.useFakeTimers()
  stored = []
  warnings = 0
  isFull = false
  ledger = createIngestLedger()
  store = storeOutcomes({
    pending: ledger.pending,
    async accept({ ingest_outcomes: rows }) {
      if (isFull) throw new Error('the spool is full')
      stored.push(rows ?? [])
    },
    logger: { warn: () => void warnings++ },
  })
})
afterEach(async () => {
  isFull = false
  await store.close()
  vi.useRealTimers()
})

it('stores what was refused within seconds, and what was accepted now and then', async () => {
  ledger.taken({ project, signal: 'traces', bytes: 1, taken })
  await vi.advanceTimersByTimeAsync(10_000)
  expect(stored).toEqual([])
  ledger.refused(refusal)
  await vi.advanceTimersByTimeAsync(2_000)
  expect(stored.flat().map(({ outcome }) => outcome)).toEqual(['accepted', 'refused'])
  ledger.taken({ project, signal: 'traces', bytes: 1, taken })
  await vi.advanceTimersByTimeAsync(30_000)
  expect(stored).toHaveLength(2)
  await vi.advanceTimersByTimeAsync(120_000)
  expect(stored).toHaveLength(2)
})

it('tries again for as long as it takes, without filling the log', async () => {
  isFull = true
  ledger.refused(refusal)
  await vi.advanceTimersByTimeAsync(3_600_000)
  expect(warnings).toBeLessThan(15)
  isFull = false
  await vi.advanceTimersByTimeAsync(2_000)
  expect(stored.flat()).toMatchObject([{ request_count: 1n }])
})

it('stores everything before it closes', async () => {
  ledger.taken({ project, signal: 'traces', bytes: 1, taken })
  await store.close()
  expect(stored.flat()).toMatchObject([{ record_count: 1n, byte_count: 1n }])
})
