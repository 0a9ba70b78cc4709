import { expect, it, vi } from 'vitest'
import type { UsageAddition, UsageTotal } from '../accounts/usage-store.ts'
import { EngineUnavailableError } from '../errors.ts'
import { createDailyUsage, dayOf, secondsLeftOfDay } from './daily-usage.ts'

const noon = Date.parse('2026-11-23T12:00:00Z')
const day = 86_400_000

/** A store in memory that two receivers may share. */
function memoryStore() {
  const rows = new Map<string, UsageAddition>()
  const state = { isAway: false, forgotBefore: '' }
  const answer = <T>(value: () => T) => {
    if (state.isAway) return Promise.reject(new EngineUnavailableError('postgresql', undefined))
    return Promise.resolve(value())
  }
  return {
    state,
    rows,
    add: (additions: readonly UsageAddition[]) =>
      answer(() => {
        for (const addition of additions) {
          const key = `${addition.projectId} ${addition.day} ${addition.signal}`
          const row = rows.get(key) ?? { ...addition, records: 0, bytes: 0, refusedRequests: 0 }
          row.records += addition.records
          row.bytes += addition.bytes
          row.refusedRequests += addition.refusedRequests
          rows.set(key, row)
        }
      }),
    totals: (projectIds: readonly string[], of: string) =>
      answer(() =>
        projectIds.map((projectId) => {
          const total: UsageTotal = { projectId, records: 0, bytes: 0, refusedRequests: 0 }
          for (const row of rows.values()) {
            if (row.projectId !== projectId || row.day !== of) continue
            total.records += row.records
            total.bytes += row.bytes
            total.refusedRequests += row.refusedRequests
          }
          return total
        }),
      ),
    forgetBefore: (before: string) =>
      answer(() => {
        state.forgotBefore = before
      }),
  }
}

function setUp(store = memoryStore()) {
  const clock = { now: noon }
  const logger = { warn: vi.fn() }
  const usage = createDailyUsage({ store, logger, now: () => clock.now, flushMilliseconds: 3_600_000 })
  return { clock, store, usage, logger }
}

it('goes on after a restart with what was stored', async () => {
  const { usage, store } = setUp()
  usage.note('a', 'traces', { records: 5, bytes: 50 })
  usage.note('a', 'logs', { records: 2 })
  await usage.close()
  const next = setUp(store).usage
  await next.ready('a')
  next.note('a', 'traces', { records: 1 })
  expect(next.today('a')).toEqual({ records: 8, bytes: 50, refusedRequests: 0 })
  await next.close()
  expect(store.rows.get('a 2026-11-23 traces')).toMatchObject({ records: 6 })
})

it('counts for several receivers together, as soon as each has stored', async () => {
  const store = memoryStore()
  const [one, two] = [setUp(store).usage, setUp(store).usage]
  await Promise.all([one.ready('a'), two.ready('a')])
  one.note('a', 'traces', { records: 3 })
  two.note('a', 'traces', { records: 4 })
  await one.flush()
  await two.flush()
  expect(two.today('a').records).toBe(7)
  one.note('a', 'traces', { records: 1 })
  await one.flush()
  expect(one.today('a').records).toBe(8)
})

it('keeps counting while the database is away, and stores all of it afterwards, once', async () => {
  const { usage, store, logger } = setUp()
  store.state.isAway = true
  usage.note('a', 'traces', { records: 3 })
  await usage.flush()
  usage.note('a', 'traces', { records: 4 })
  await usage.flush()
  expect(usage.today('a').records).toBe(7)
  expect(logger.warn).toHaveBeenCalled()
  store.state.isAway = false
  await usage.flush()
  await usage.flush()
  expect(usage.today('a').records).toBe(7)
  expect(store.rows.get('a 2026-11-23 traces')).toMatchObject({ records: 7 })
})

it('starts at nothing with each day of UTC, and stores the end of the last one under its own day', async () => {
  const { usage, store, clock } = setUp()
  usage.note('a', 'traces', { records: 3 })
  clock.now += day
  expect(usage.today('a').records).toBe(0)
  usage.note('a', 'traces', { records: 1 })
  await usage.flush()
  expect(store.rows.get('a 2026-11-23 traces')).toMatchObject({ records: 3 })
  expect(store.rows.get('a 2026-11-24 traces')).toMatchObject({ records: 1 })
  expect(usage.today('a').records).toBe(1)
})

it('takes the count of a day up again when the clock is set back to it', async () => {
  const { usage, clock } = setUp()
  usage.note('a', 'traces', { records: 3 })
  await usage.flush()
  clock.now += day
  usage.note('a', 'traces', { records: 1 })
  await usage.flush()
  clock.now -= day
  await usage.ready('a')
  expect(usage.today('a').records).toBe(3)
})

it('keeps a bounded history', async () => {
  const { usage, store } = setUp()
  usage.note('a', 'traces', { records: 1 })
  await usage.flush()
  expect(store.state.forgotBefore).toBe(dayOf(noon - 400 * day))
})

it('tells the end of the day', () => {
  expect(secondsLeftOfDay(noon)).toBe(43_200)
  expect(secondsLeftOfDay(Date.parse('2026-11-23T23:59:59.999Z'))).toBe(1)
  expect(secondsLeftOfDay(Date.parse('2026-11-24T00:00:00Z'))).toBe(86_400)
})
