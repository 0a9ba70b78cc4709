import { type Span, SpanStatusCode, TraceFlags } from '@opentelemetry/api'
import { BatchSpanProcessor, InMemorySpanExporter } from '@opentelemetry/sdk-trace-base'
import { describe, expect, it } from 'vitest'
import { start, tracing } from './pipeline.fixture.ts'

const fail = (span: Span) => span.setStatus({ code: SpanStatusCode.ERROR }).end()
const names = (run: ReturnType<typeof tracing>) => run.spans.map((span) => span.name)

describe('a trace that was not sampled', () => {
  const none = { sampling: { ratio: 0 } }

  it('is sent whole from its first failure on, with the sampled flag, in the order in which its spans ended', async () => {
    const run = tracing(none)
    const exporter = new InMemorySpanExporter()
    run.pipeline.add(new BatchSpanProcessor(exporter))
    const root = start(run, 'root')
    start(run, 'a', root).end()
    start(run, 'b', root).end()
    expect(run.spans).toEqual([])
    fail(start(run, 'c', root))
    expect(names(run)).toEqual(['a', 'b', 'c'])
    start(run, 'd', root).end()
    root.end()
    start(run, 'late', root).end()
    await run.provider.forceFlush()
    const exported = exporter.getFinishedSpans()
    expect(exported.map((span) => span.name)).toEqual(['a', 'b', 'c', 'd', 'root', 'late'])
    expect(exported.every((span) => span.spanContext().traceFlags === TraceFlags.SAMPLED)).toBe(true)
    expect(root.spanContext().traceFlags).toBe(TraceFlags.NONE)
  })

  it('is let go and counted when its last span here ends well', () => {
    const run = tracing(none)
    const root = start(run, 'root')
    for (let index = 0; index < 5; index++) start(run, 'step', root).end()
    expect(run.pipeline.counts().dropped.unsampled).toBe(0)
    root.end()
    expect(run.pipeline.counts()).toMatchObject({ started: 6, ended: 6, open: 0, dropped: { unsampled: 6, pruned: 0 } })
    expect(run.spans).toEqual([])
  })

  it('counts what pruning took as unsampled or as pruned, as the trace ends', () => {
    for (const [isFailed, expected] of [
      [false, { unsampled: 5, pruned: 0 }],
      [true, { unsampled: 0, pruned: 3 }],
    ] as const) {
      const run = tracing({ ...none, pruning: { maxRepeats: 1 } })
      const root = start(run, 'root')
      for (let index = 0; index < 4; index++) start(run, 'step', root).end()
      if (isFailed) root.setStatus({ code: SpanStatusCode.ERROR })
      root.end()
      expect(run.pipeline.counts().dropped).toMatchObject(expected)
    }
  })

  it('keeps its newest spans when it has more than may wait, and says that a failed one is incomplete', () => {
    const run = tracing({ ...none, hold: { spansPerTrace: 3 } })
    const root = start(run, 'root')
    for (let index = 0; index < 10; index++) start(run, `step ${index}`, root).end()
    fail(root)
    expect(names(run)).toEqual(['step 7', 'step 8', 'step 9', 'root'])
    expect(run.pipeline.counts().dropped.unsampled).toBe(7)
    expect(run.reports).toMatchObject([{ level: 'warn', code: 'failed_trace_incomplete', count: 7 }])
  })

  it('gives way to newer ones beyond the number, the bytes and the time that may wait', () => {
    let now = 0
    for (const hold of [{ traces: 10 }, { bytes: 30_000 }]) {
      const run = tracing({ ...none, hold })
      const roots = Array.from({ length: 100 }, () => start(run, 'root'))
      for (const root of roots) start(run, 'step', root, { text: 'x'.repeat(2000) }).end()
      const { unsampled } = run.pipeline.counts().dropped
      expect(unsampled).toBeGreaterThanOrEqual(85)
      const oldest = roots[0] as Span
      const newest = roots[99] as Span
      fail(newest)
      fail(oldest)
      expect(names(run)).toEqual(['step', 'root', 'root'])
    }
    const run = tracing({ ...none, hold: { ageMs: 40 }, now: () => now })
    const root = start(run, 'root')
    start(run, 'step', root).end()
    now = 1000
    return expect.poll(() => run.pipeline.counts().dropped.unsampled).toBe(1)
  })

  it('is let go at shutdown', async () => {
    const run = tracing(none)
    start(run, 'step', start(run, 'root')).end()
    await run.pipeline.shutdown()
    expect(run.pipeline.counts().dropped.unsampled).toBe(1)
  })
})
