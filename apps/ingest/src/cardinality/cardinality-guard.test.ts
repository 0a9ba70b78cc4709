import { describe, expect, it } from 'vitest'
import { createCardinalityGuard } from './cardinality-guard.ts'
import { SeriesTable } from './series-table.ts'

const hour = 3_600_000
const start = 500_000 * hour
const limits = { seriesMax: 100, seriesPerMetricMax: 60, attributeKeysMax: 3 }

function admitSeries(
  guard: ReturnType<typeof createCardinalityGuard>,
  from: number,
  to: number,
  at = start,
  metric = 'm',
) {
  const { series } = guard.ofProject('default', at)
  const refusals: (string | undefined)[] = []
  for (let id = from; id < to; id++) refusals.push(series.admit(metric, id, id * 7))
  return refusals
}

describe('metric series', () => {
  it('are admitted up to the limit of their metric, and those that are active ever after', () => {
    const guard = createCardinalityGuard(limits)
    expect(admitSeries(guard, 0, 60)).toEqual(Array(60).fill(undefined))
    expect(admitSeries(guard, 60, 62)).toEqual(['metric', 'metric'])
    expect(admitSeries(guard, 0, 60)).toEqual(Array(60).fill(undefined))
    expect(admitSeries(guard, 100, 101, start, 'another')).toEqual([undefined])
  })

  it('of all metrics are admitted up to the limit of their project, which is no other project’s', () => {
    const guard = createCardinalityGuard(limits)
    admitSeries(guard, 0, 50, start, 'a')
    admitSeries(guard, 50, 100, start, 'b')
    expect(admitSeries(guard, 100, 101, start, 'c')).toEqual(['project'])
    expect(guard.ofProject('other', start).series.admit('c', 100, 0)).toBeUndefined()
  })

  it('that had no point for two hours make room for others; those that had one stay', () => {
    const guard = createCardinalityGuard(limits)
    admitSeries(guard, 0, 60)
    admitSeries(guard, 0, 10, start + hour)
    expect(admitSeries(guard, 60, 61, start + hour)).toEqual(['metric'])
    expect(admitSeries(guard, 60, 110, start + 2 * hour)).toEqual(Array(50).fill(undefined))
    expect(admitSeries(guard, 0, 10, start + 2 * hour)).toEqual(Array(10).fill(undefined))
    expect(admitSeries(guard, 10, 11, start + 2 * hour)).toEqual(['metric'])
  })

  it('are not forgotten when the clock steps back', () => {
    const guard = createCardinalityGuard(limits)
    admitSeries(guard, 0, 60)
    const { generation } = guard.ofProject('default', start - 100 * hour)
    expect(generation).toBe(start / hour)
    expect(admitSeries(guard, 0, 61, start - 100 * hour)).toEqual([...Array(60).fill(undefined), 'metric'])
  })

  it('that gather what is refused have a limit of their own, and take no room from others', () => {
    const guard = createCardinalityGuard(limits)
    const { series } = guard.ofProject('default', start)
    for (let id = 0; id < 1_000; id++) expect(series.admitOverflow(id, 1)).toBe(true)
    expect(series.admitOverflow(1_000, 1)).toBe(false)
    expect(series.admitOverflow(999, 1)).toBe(true)
    expect(admitSeries(guard, 0, 60)).toEqual(Array(60).fill(undefined))
    guard.ofProject('default', start + 2 * hour)
    expect(series.admitOverflow(1_000, 1)).toBe(true)
  })
})

describe('the table of series', () => {
  it('holds any ids, grown and shrunk', () => {
    const table = new SeriesTable()
    const ids = Array.from({ length: 20_000 }, (_, index) => [Math.imul(index, 0x9e37_79b1) >>> 0, index % 3] as const)
    ids.forEach(([low, high], index) => {
      expect(table.touch(low, high, 1)).toBe(false)
      table.add(low, high, index % 7, index < 15_000 ? 1 : 2)
    })
    const forgotten: number[] = []
    table.forgetBefore(2, (metric) => forgotten.push(metric))
    expect([table.size, forgotten.length]).toEqual([5_000, 15_000])
    expect(forgotten.filter((metric) => metric === 6)).toHaveLength(2_142)
    expect(ids.filter(([low, high]) => table.touch(low, high, 3))).toHaveLength(5_000)
  })
})

describe('attribute keys', () => {
  it('are admitted up to the limit, and make room a day after their last use', () => {
    const guard = createCardinalityGuard(limits)
    const admit = (keys: string[], at = start) =>
      keys.map((key) => guard.ofProject('default', at).attributeKeys.admit(key))
    expect(admit(['a', 'b', 'c', 'd', 'a'])).toEqual([true, true, true, false, true])
    expect(admit(['d', 'b'], start + 24 * hour)).toEqual([false, true])
    expect(admit(['d', 'e', 'f', 'b'], start + 25 * hour)).toEqual([true, true, false, true])
  })

  it('of a project that is silent for long take no memory', () => {
    const guard = createCardinalityGuard(limits)
    const before = guard.ofProject('default', start)
    before.attributeKeys.admit('a')
    guard.ofProject('other', start + 30 * hour)
    expect(guard.ofProject('default', start + 30 * hour)).not.toBe(before)
  })
})
