import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createMetricComparison } from '../../../../../../test/fixtures/metric-comparison.ts'
import { metricRequests } from '../../../../../../test/fixtures/metric-requests.ts'

const seed = 20_261_123

describe('metrics from the wire', { timeout: 120_000 }, () => {
  it('are stored, rejected and remarked as on the generic path, byte for byte', () => {
    const counts = { accepted: 0, rejected: 0, refused: 0, exemplars: 0, direct: 0 }
    const requests = fc.array(metricRequests(), { minLength: 1, maxLength: 3 })
    let runs = 0
    let comparison = createMetricComparison(false)
    const property = fc.property(requests, (bodies) => {
      // What one request taught must not harm those after it; what is described once is not put again.
      if (runs++ % 20 === 0) {
        counts.direct += comparison.counts.direct
        comparison = createMetricComparison(false)
      }
      const { compare } = comparison
      for (const body of [...bodies, ...bodies]) {
        const { fromWire, fromRecords } = compare(body)
        expect(fromWire).toEqual(fromRecords)
        counts.accepted += fromWire.taken?.acceptedCount ?? 0
        counts.rejected += fromWire.taken?.rejectedCount ?? 0
        counts.refused += Number(fromWire.taken === undefined)
        counts.exemplars += Number('metric_exemplars' in fromWire.blocks)
      }
    })
    fc.assert(property, { seed, numRuns: 250 })
    expect(counts.accepted).toBeGreaterThan(1_000)
    expect(counts.direct).toBeGreaterThan(counts.accepted / 2)
    expect(counts.rejected).toBeGreaterThan(100)
    expect(counts.refused).toBeGreaterThan(20)
    expect(counts.exemplars).toBeGreaterThan(50)
  })

  it('have the same series refused and gathered where there are too many', () => {
    let refused = 0
    let gathered = 0
    const requests = fc.array(metricRequests(Number.POSITIVE_INFINITY), { minLength: 2, maxLength: 4 })
    const property = fc.property(requests, (bodies) => {
      const { compare } = createMetricComparison(true)
      for (const body of [...bodies, ...bodies]) {
        const { fromWire, fromRecords } = compare(body)
        expect(fromWire).toEqual(fromRecords)
        for (const { reason, count } of fromWire.taken?.rejections ?? []) {
          if (reason.includes('new series')) refused += count
        }
        for (const { reason, count } of fromWire.taken?.remarks ?? [])
          if (reason.includes('overflow')) gathered += count
      }
    })
    fc.assert(property, { seed, numRuns: 100 })
    expect(refused).toBeGreaterThan(30)
    expect(gathered).toBeGreaterThan(10)
  })
})
