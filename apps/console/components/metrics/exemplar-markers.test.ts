import { describe, expect, it } from 'vitest'
import { exemplarMarkers } from './exemplar-markers.ts'

const traceId = 'a'.repeat(32)
const exemplar = { timeUnixMilliseconds: 1_795_350_000_500, value: 0.25, traceId, spanId: 'b'.repeat(16) }
const options = { projectId: 'p 1', format: (value: number) => `${value} s` }

describe('exemplarMarkers', () => {
  it('stand at what was measured, and lead to the span that was measured', () => {
    const [marker] = exemplarMarkers([exemplar], { ...options, aggregation: 'p95' })
    expect(marker).toMatchObject({ time: 1_795_350_000.5, value: 0.25, isStrong: false })
    expect(marker?.href).toBe(`/projects/p%201/traces/${traceId}?span=${'b'.repeat(16)}`)
    expect(marker?.label).toContain('0.25 s')
  })

  it('stand at the edge where the chart shows sums and rates, and lead to the trace where no span is known', () => {
    const [marker] = exemplarMarkers([{ ...exemplar, spanId: '0'.repeat(16) }], { ...options, aggregation: 'rate' })
    expect(marker?.value).toBeNull()
    expect(marker?.href).toBe(`/projects/p%201/traces/${traceId}`)
  })

  it('stand out where their trace is looked at, and have a key each', () => {
    const markers = exemplarMarkers([exemplar, exemplar], { ...options, aggregation: 'avg', traceId })
    expect(markers.every(({ isStrong }) => isStrong)).toBe(true)
    expect(new Set(markers.map(({ key }) => key)).size).toBe(2)
  })
})
