import { type LimitState, noLimits } from '@hanzo/schema/api'
import { expect, it } from 'vitest'
import { limitRows } from './limit-rows.ts'

const idle = { records: 0, bytes: 0, refusedRequests: 0 }
const state: LimitState = {
  limits: { ...noLimits, recordsPerSecond: 100, recordsPerDay: 1_000 },
  ceiling: { ...noLimits, recordsPerSecond: 50, recordsPerDay: 2_000, bytesPerDay: 4_096 },
  today: { records: 700, bytes: 1_024, refusedRequests: 3, day: '2026-11-23', endsInSeconds: 60 },
  recent: [...Array(55).fill(idle), ...Array(5).fill({ records: 40, bytes: 2_048, refusedRequests: 1 })],
}

it('puts the lower of both limits beside the average of the last ten seconds, or the use of the day', () => {
  const rows = limitRows(state).map(({ name, used, limit, isCeiling }) => [name, used, limit, isCeiling])
  expect(rows).toEqual([
    ['recordsPerSecond', 20, 50, true],
    ['bytesPerSecond', 1_024, null, false],
    ['recordsPerDay', 700, 1_000, false],
    ['bytesPerDay', 1_024, 4_096, true],
  ])
})
