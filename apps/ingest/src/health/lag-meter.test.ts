import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { lagLines } from './lag-lines.ts'
import { createLagMeter } from './lag-meter.ts'

describe('the lag', () => {
  it('is not known before a row was stored', () => {
    const { recent } = createLagMeter()
    expect(recent()).toMatchObject({ rows: 0, p50Milliseconds: null, p95Milliseconds: null, maxMilliseconds: null })
  })

  it('is right within 12 % at the median and at the 95th of a hundred rows', () => {
    const lags = fc.array(fc.integer({ min: 1, max: 10_000_000 }), { minLength: 1, maxLength: 200 })
    fc.assert(
      fc.property(lags, (values) => {
        const meter = createLagMeter()
        for (const value of values) meter.add(value, 1)
        const sorted = values.toSorted((a, b) => a - b)
        const at = (share: number) => sorted[Math.ceil(sorted.length * share) - 1] ?? 0
        const { p50Milliseconds, p95Milliseconds, maxMilliseconds } = meter.recent()
        for (const [measured, exact] of [
          [p50Milliseconds, at(0.5)],
          [p95Milliseconds, at(0.95)],
        ] as const) {
          expect(measured).toBeGreaterThanOrEqual(exact - 1)
          expect(measured).toBeLessThanOrEqual(exact * 1.123 + 1)
        }
        expect(maxMilliseconds).toBe(sorted.at(-1))
      }),
      { seed: 7, numRuns: 200 },
    )
  })

  it('is that of the last five minutes, while the totals keep everything', () => {
    const clock = { now: 1_790_000_000_000 }
    const meter = createLagMeter(() => clock.now)
    meter.add(60_000, 10)
    clock.now += 6 * 60_000
    meter.add(100, 5)
    expect(meter.recent()).toMatchObject({ rows: 5, maxMilliseconds: 100 })
    expect(meter.totals().rows.reduce((sum, rows) => sum + rows, 0)).toBe(15)
  })

  it('of a clock that was set back is none', () => {
    const meter = createLagMeter()
    meter.add(-5_000, 1)
    expect(meter.recent()).toMatchObject({ rows: 1, p50Milliseconds: 0, maxMilliseconds: 0 })
  })
})

it('its histogram in text adds up from bucket to bucket', () => {
  const meter = createLagMeter()
  meter.add(80, 3)
  meter.add(400, 2)
  meter.add(4_000_000, 1)
  const lines = lagLines(meter.totals()).split('\n')
  expect(lines).toContain('hanzo_ingest_lag_seconds_bucket{le="0.05"} 0')
  expect(lines).toContain('hanzo_ingest_lag_seconds_bucket{le="0.1"} 3')
  expect(lines).toContain('hanzo_ingest_lag_seconds_bucket{le="0.5"} 5')
  expect(lines).toContain('hanzo_ingest_lag_seconds_bucket{le="3600"} 5')
  expect(lines).toContain('hanzo_ingest_lag_seconds_bucket{le="+Inf"} 6')
  expect(lines).toContain('hanzo_ingest_lag_seconds_count 6')
})
