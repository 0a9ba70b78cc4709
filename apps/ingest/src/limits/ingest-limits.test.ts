import { type Limits, noLimits } from '@hanzo/schema/api'
import { expect, it } from 'vitest'
import type { Use } from './daily-usage.ts'
import { createIngestLimits } from './ingest-limits.ts'

function setUp(own: Partial<Limits> = {}, ceiling: Partial<Limits> = {}) {
  const clock = { now: Date.parse('2026-11-23T12:00:00Z'), monotonic: 0 }
  const set = { limits: { ...noLimits, ...own } }
  const used: Use = { records: 0, bytes: 0, refusedRequests: 0 }
  const limits = createIngestLimits({
    settings: { find: async () => set.limits },
    usage: {
      ready: async () => undefined,
      note: (_project, _signal, use) => {
        used.records += use.records ?? 0
        used.bytes += use.bytes ?? 0
        used.refusedRequests += use.refusedRequests ?? 0
      },
      today: () => used,
      flush: async () => undefined,
      close: async () => undefined,
    },
    ceiling: { ...noLimits, ...ceiling },
    monotonicNow: () => clock.monotonic,
    now: () => clock.now,
  })
  const admit = () => limits.admit('a', 'traces')
  const note = (use: Partial<Use>) => limits.note('a', 'traces', use)
  return { clock, set, used, limits, admit, note }
}

it('limits nothing that nobody limited', async () => {
  const { admit, note } = setUp()
  await admit()
  note({ records: 1e12, bytes: 1e15 })
  await expect(admit()).resolves.toBeUndefined()
})

it('refuses above the rate with 429 and the time until it may be tried again, then lets pass', async () => {
  const { clock, admit, note, used } = setUp({ recordsPerSecond: 10, burstSeconds: 2 })
  await admit()
  note({ records: 69 })
  await expect(admit()).rejects.toMatchObject({
    code: 'RATE_LIMITED',
    statusCode: 429,
    retryable: true,
    retryAfterSeconds: 5,
    details: { measure: 'records', perSecond: 10 },
  })
  expect(used.refusedRequests).toBe(1)
  clock.monotonic = 5_000
  await expect(admit()).resolves.toBeUndefined()
})

it('limits bytes by themselves', async () => {
  const { admit, note } = setUp({ bytesPerSecond: 100, burstSeconds: 1 })
  await admit()
  note({ records: 1_000_000, bytes: 100 })
  await expect(admit()).rejects.toMatchObject({ code: 'RATE_LIMITED', details: { measure: 'bytes' } })
})

it('refuses a body that arrived after others had used up what was left', async () => {
  const { limits, admit, note } = setUp({ bytesPerSecond: 100, burstSeconds: 1 })
  await Promise.all([admit(), admit()])
  limits.check('a', 'traces')
  note({ bytes: 200 })
  expect(() => limits.check('a', 'traces')).toThrow(expect.objectContaining({ code: 'RATE_LIMITED' }))
})

it('refuses above the quota until the day ends, and asks to try again within minutes, since it may be raised', async () => {
  const { clock, used, admit } = setUp({ recordsPerDay: 100 })
  used.records = 99
  await admit()
  used.records = 100
  const refused = { code: 'QUOTA_EXCEEDED', statusCode: 429, retryable: true }
  await expect(admit()).rejects.toMatchObject({ ...refused, retryAfterSeconds: 300 })
  clock.now = Date.parse('2026-11-23T23:59:30Z')
  await expect(admit()).rejects.toMatchObject({ ...refused, retryAfterSeconds: 30 })
})

it('applies a change at once, and keeps what was used', async () => {
  const { set, admit, note } = setUp({ recordsPerSecond: 1, burstSeconds: 1 })
  await admit()
  note({ records: 1_000 })
  set.limits = { ...noLimits, recordsPerSecond: 1_000, burstSeconds: 1 }
  await expect(admit()).rejects.toMatchObject({ retryAfterSeconds: 1 })
  set.limits = noLimits
  await expect(admit()).resolves.toBeUndefined()
})

it("holds a project to the platform's ceiling, whatever it is set to", async () => {
  const { admit, note } = setUp({ recordsPerSecond: 1_000, burstSeconds: 3_600 }, { recordsPerSecond: 10 })
  await admit()
  note({ records: 100 })
  await expect(admit()).rejects.toMatchObject({ details: { perSecond: 10 } })
  const lower = setUp({ recordsPerSecond: 5, burstSeconds: 1 }, { recordsPerSecond: 10 })
  await lower.admit()
  lower.note({ records: 5 })
  await expect(lower.admit()).rejects.toMatchObject({ details: { perSecond: 5 } })
})

it('does not mind jumps of the time of day', async () => {
  const { clock, admit, note } = setUp({ recordsPerSecond: 10, burstSeconds: 1 })
  await admit()
  note({ records: 20 })
  clock.now += 3_600_000
  await expect(admit()).rejects.toMatchObject({ code: 'RATE_LIMITED' })
  clock.now -= 7_200_000
  clock.monotonic += 1_100
  await expect(admit()).resolves.toBeUndefined()
})

it('tells limits, the use of the day and of the last minute', async () => {
  const { clock, limits, admit, note } = setUp({ recordsPerDay: 10 })
  await admit()
  note({ records: 10, bytes: 5 })
  await expect(admit()).rejects.toThrow()
  clock.monotonic = 1_000
  const state = await limits.state('a')
  expect(state.limits.recordsPerDay).toBe(10)
  expect(state.today).toEqual({ day: '2026-11-23', endsInSeconds: 43_200, records: 10, bytes: 5, refusedRequests: 1 })
  expect(state.recent.at(-1)).toEqual({ records: 10, bytes: 5, refusedRequests: 1 })
})
