import { expect, it } from 'vitest'
import { createIngestLedger } from './ingest-ledger.ts'
import type { OutcomeKey } from './outcome.ts'
import { createPendingOutcomes } from './pending-outcomes.ts'

const project = { projectId: 'p', retentionDays: 30 }
const key = (more: Partial<OutcomeKey> = {}): OutcomeKey => ({
  ...{
    project,
    outcome: 'rejected',
    signal: 'traces',
    statusCode: 200,
    code: '',
    reason: 'r',
    serviceName: 's',
    sdk: '',
  },
  ...more,
})
const one = { records: 1, requests: 1, bytes: 0 }

it('holds a bounded number of groups, and counts what is more of them together', () => {
  const pending = createPendingOutcomes({ groupsPerProjectMax: 10, now: () => 0 })
  for (let index = 0; index < 1_000; index++) pending.add(key({ reason: `reason ${index}` }), one)
  expect(pending.size).toBe(11)
  const rows = pending.take()
  expect(rows.reduce((sum, { record_count }) => sum + record_count, 0n)).toBe(1_000n)
  expect(rows.find(({ reason }) => reason === 'other reasons')).toMatchObject({ record_count: 990n, service_name: '' })
  expect(pending.size).toBe(0)
})

it('leaves other projects their room when one fills its own', () => {
  const pending = createPendingOutcomes({ groupsPerProjectMax: 10, groupsMax: 100, now: () => 0 })
  for (let index = 0; index < 1_000; index++) pending.add(key({ reason: `reason ${index}` }), one)
  const other = { projectId: 'other', retentionDays: 30 }
  pending.add(key({ project: other, reason: 'theirs' }), one)
  expect(pending.take().find(({ project_id }) => project_id === 'other')).toMatchObject({ reason: 'theirs' })
})

it('cuts texts that a sender chose', () => {
  const pending = createPendingOutcomes({ now: () => 0 })
  const long = 'x'.repeat(100_000)
  pending.add(key({ reason: long, serviceName: long, sdk: long }), one, long)
  const [row] = pending.take()
  expect(JSON.stringify(row, (_, value) => (typeof value === 'bigint' ? String(value) : value)).length).toBeLessThan(
    4_000,
  )
})

it('asks for a sample of a group once an hour', () => {
  const clock = { now: 0 }
  const pending = createPendingOutcomes({ now: () => clock.now })
  const sampleAfter = (milliseconds: number) => {
    clock.now += milliseconds
    pending.add(key(), one, '{"a":1}')
    return pending.take()[0]?.sample
  }
  expect([sampleAfter(0), sampleAfter(60_000), sampleAfter(3_600_000)]).toEqual(['{"a":1}', '', '{"a":1}'])
})

it('takes rows back and adds them to what came since', () => {
  const pending = createPendingOutcomes({ now: () => 0 })
  pending.add(key(), one, '{"a":1}')
  const rows = pending.take()
  pending.add(key(), one)
  pending.giveBack(rows)
  expect(pending.take()).toMatchObject([{ record_count: 2n, request_count: 2n, sample: '{"a":1}' }])
})

it('forgets the requests of unknown senders after a while, and those with made-up clients when there are many', () => {
  const clock = { now: 0 }
  const ledger = createIngestLedger(undefined, () => clock.now)
  const knock = (client: string) =>
    ledger.refused({
      ...{ project: undefined, signal: 'traces', statusCode: 401, code: 'API_KEY_INVALID' },
      ...{ message: 'the api key is unknown or revoked', client },
    })
  knock('a')
  knock('a')
  knock('b')
  expect(ledger.unidentified.list()).toMatchObject([
    { client: 'b', requestCount: 1 },
    { client: 'a', requestCount: 2 },
  ])
  for (let index = 0; index < 1_000; index++) knock(`client ${index}`)
  expect(ledger.unidentified.list()).toHaveLength(50)
  expect(ledger.pending.size).toBe(0)
  clock.now += 16 * 60_000
  expect(ledger.unidentified.list()).toEqual([])
})
