import type { IngestStatus } from '@hanzo/schema/api'
import { expect, it } from 'vitest'
import { ingestConcern } from './ingest-concern.ts'

const well: IngestStatus = {
  startedAtUnixMs: 0,
  recent: { minutes: 15, acceptedRecords: 5, rejectedRecords: 0, refusedRequests: 0, warnedRequests: 3 },
  spool: { bytes: 10, bytesMax: 100, segments: 1 },
  lag: { windowMinutes: 5, rows: 0, p50Milliseconds: null, p95Milliseconds: null, maxMilliseconds: null },
  writerFailure: null,
  deadLetters: { count: 0, bytes: 0 },
  unidentified: [],
}

it('is silent while everything that arrives is stored', () => {
  expect(ingestConcern(well)).toBeNull()
})

it('tells what is rejected, refused or kept aside', () => {
  expect(ingestConcern({ ...well, recent: { ...well.recent, rejectedRecords: 1 } })).toBe('1 record rejected')
  expect(ingestConcern({ ...well, recent: { ...well.recent, refusedRequests: 1_200 } })).toBe('1.2k requests refused')
  expect(ingestConcern({ ...well, deadLetters: { count: 2, bytes: 9 } })).toBe('2 dead letters')
})

it('tells that the spool fills before it is full, and that ClickHouse takes nothing', () => {
  expect(ingestConcern({ ...well, spool: { bytes: 80, bytesMax: 100, segments: 1 } })).toBe('The spool is nearly full')
  expect(ingestConcern({ ...well, spool: { bytes: 100, bytesMax: 100, segments: 1 } })).toContain('is full')
  const writerFailure = { table: 'spans', code: 'ECONNREFUSED', message: '', attempts: 3, sinceUnixMs: 0 }
  expect(ingestConcern({ ...well, writerFailure })).toBe('ClickHouse takes no rows')
})
