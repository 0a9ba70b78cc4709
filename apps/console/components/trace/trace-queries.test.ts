import type { TraceDetail } from '@hanzo/schema/api'
import { describe, expect, it } from 'vitest'
import { spansUntil } from './running-spans.ts'
import { spanFixture } from './span-fixture.ts'
import { traceLogsQueryOptions, traceRefetchInterval } from './trace-queries.ts'

const start = '1790000000000000000'
const now = 1_790_000_030_000
const trace = (fields: Partial<TraceDetail>): TraceDetail => ({
  traceId: 'a',
  startTimeUnixNano: start,
  durationNanoseconds: '2000000000',
  spanCount: 1,
  truncated: false,
  spans: [spanFixture({ spanId: '1', startTimeUnixNano: start, durationNanoseconds: '2000000000' })],
  receipt: { rowsRead: 0, bytesRead: 0, elapsedMilliseconds: 0, sql: '' },
  ...fields,
})
const running = trace({
  state: 'running',
  spans: [
    spanFixture({ spanId: '1', startTimeUnixNano: start, durationNanoseconds: '2000000000', state: 'running' }),
    spanFixture({ spanId: '2', parentSpanId: '1', startTimeUnixNano: start, durationNanoseconds: '5' }),
  ],
})

describe('a trace is read again by itself', () => {
  it('every 2 seconds while something in it runs, however long that takes', () => {
    expect(traceRefetchInterval(running, null, now + 3_600_000)).toBe(2_000)
  })

  it('now and then when it is large', () => {
    expect(traceRefetchInterval({ ...running, spanCount: 50_000 }, null, now)).toBe(30_000)
  })

  it('no more once all of it has ended', () => {
    expect(traceRefetchInterval(trace({}), null, now)).toBe(false)
    expect(traceRefetchInterval(trace({ state: 'no_end' }), null, now)).toBe(false)
  })
})

describe('the spans of a trace, as long as they have lasted until now', () => {
  it('count on where they run and stand still where they have ended', () => {
    expect(spansUntil(running, now).map((span) => span.durationNanoseconds)).toEqual(['30000000000', '5'])
  })

  it('are those that were read where nothing runs, or no clock is known', () => {
    expect(spansUntil(trace({}), now)[0]?.durationNanoseconds).toBe('2000000000')
    expect(spansUntil(running, 0)).toBe(running.spans)
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
