import type { TraceStructure } from '@hanzo/schema/api'
import { describe, expect, it } from 'vitest'
import { spanFixture } from './span-fixture.ts'
import { traceFixture } from './trace-fixture.ts'
import { traceLogsQueryOptions, traceRefetchInterval } from './trace-queries.ts'

const start = '1790000000000000000'
const now = 1_790_000_030_000
const ended = spanFixture({ spanId: '1', startTimeUnixNano: start, durationNanoseconds: '2000000000' })
const trace = (fields: Partial<TraceStructure>, spans = [ended]): TraceStructure =>
  traceFixture(spans, { durationNanoseconds: '2000000000', ...fields })
const running = trace({ state: 'running' }, [{ ...ended, state: 'running' }])

describe('a trace is read again by itself', () => {
  it('every 2 seconds while something in it runs, however long that takes', () => {
    expect(traceRefetchInterval(running, null, now + 3_600_000)).toBe(2_000)
  })

  it('now and then when it is large', () => {
    expect(traceRefetchInterval({ ...running, spanCount: 50_000 }, null, now)).toBe(30_000)
  })

  it('while a parent has not arrived and may yet', () => {
    const orphan = trace({}, [{ ...ended, parentSpanId: 'gone' }])
    expect(traceRefetchInterval(orphan, null, now)).toBe(2_000)
    expect(traceRefetchInterval(orphan, null, now + 3_600_000)).toBe(false)
  })

  it('no more once all of it has ended', () => {
    expect(traceRefetchInterval(trace({}), null, now)).toBe(false)
    expect(traceRefetchInterval(trace({ state: 'no_end' }), null, now)).toBe(false)
  })
})

describe('the logs of a trace that runs', () => {
  it('are one question, however often the trace is read again meanwhile', () => {
    const later = { ...running, durationNanoseconds: '9000000000' }
    expect(traceLogsQueryOptions('p', later).queryKey).toEqual(traceLogsQueryOptions('p', running).queryKey)
  })

  it('are read again by themselves until it ends', () => {
    expect(traceLogsQueryOptions('p', running).refetchInterval).toBe(5_000)
    expect(traceLogsQueryOptions('p', trace({})).refetchInterval).toBe(false)
  })
})
