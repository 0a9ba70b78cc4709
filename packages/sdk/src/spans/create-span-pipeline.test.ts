import { ROOT_CONTEXT, type Span, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api'
import type { ReadableSpan } from '@opentelemetry/sdk-trace'
import { BatchSpanProcessor, InMemorySpanExporter } from '@opentelemetry/sdk-trace-base'
import { describe, expect, it } from 'vitest'
import { collector, start, tracing } from './pipeline.fixture.ts'
import { trackedSpansMax } from './span-registry.ts'

const names = (spans: ReadableSpan[]) => spans.map((span) => span.name)

describe('processors', () => {
  it('gives later spans to a stock BatchSpanProcessor that is added while spans are open, and the open ones when they end', async () => {
    const run = tracing()
    const exporter = new InMemorySpanExporter()
    start(run, 'before').end()
    const open = start(run, 'open')
    run.pipeline.add(new BatchSpanProcessor(exporter))
    start(run, 'after').end()
    open.end()
    await run.provider.forceFlush()
    expect(names(exporter.getFinishedSpans())).toEqual(['after', 'open'])
  })

  it('flushes and shuts a processor down, once, when it is taken out, and hands it nothing more', async () => {
    const run = tracing()
    const calls: string[] = []
    const spans: ReadableSpan[] = []
    const remove = run.pipeline.add({
      ...collector(spans),
      forceFlush: async () => void calls.push('flush'),
      shutdown: async () => void calls.push('shutdown'),
    })
    start(run, 'one').end()
    await Promise.all([remove(), remove()])
    start(run, 'two').end()
    await run.provider.shutdown()
    expect([names(spans), calls]).toEqual([['one'], ['flush', 'shutdown']])
  })

  it('lets no processor hurt another or the caller, whatever it throws, and reports it', async () => {
    const run = tracing()
    const calls: string[] = []
    const note = (call: string) => {
      calls.push(call)
      throw new Error(`no ${call}`)
    }
    run.pipeline.add({
      onStart: () => note('onStart'),
      onEnding: () => note('onEnding'),
      onEnd: () => note('onEnd'),
      forceFlush: () => note('forceFlush') as never,
      shutdown: () => Promise.reject(new Error('no shutdown')),
    })
    const late: ReadableSpan[] = []
    run.pipeline.add(collector(late))
    start(run, 'op').end()
    await run.pipeline.forceFlush()
    await run.pipeline.shutdown()
    expect([names(run.spans), names(late)]).toEqual([['op'], ['op']])
    expect(calls).toEqual(['onStart', 'onEnding', 'onEnd', 'forceFlush'])
    expect(run.reports.map(({ code }) => code)).toEqual(Array(5).fill('span_processor_failed'))
  })

  it('lets a processor add and take out others in the midst of a call', () => {
    const run = tracing()
    const added: ReadableSpan[] = []
    const remove = run.pipeline.add({
      ...collector([]),
      onEnd: () => {
        run.pipeline.add(collector(added))
        void remove()
      },
    })
    for (const name of ['one', 'two', 'three']) start(run, name).end()
    expect(names(added)).toEqual(['two', 'three'])
  })
})

describe('redaction of ended spans', () => {
  it('hands the span itself on where there is nothing to hide', () => {
    const run = tracing()
    const span = start(run, 'op', undefined, { a: 'b' })
    span.addEvent('e', { c: 1 })
    span.end()
    expect(run.spans[0]).toBe(span)
  })

  it('hides secrets in attributes, events, links and the status of any span, and leaves the rest of it readable', () => {
    const run = tracing()
    const linked = start(run, 'linked')
    const span = run.tracer.startSpan('op', {
      kind: SpanKind.CLIENT,
      attributes: { 'http.request.header.authorization': 'Bearer x', plain: 1 },
      links: [{ context: linked.spanContext(), attributes: { password: 'p' } }],
    })
    span.recordException(new Error('mail jane@example.com'))
    span.setStatus({ code: SpanStatusCode.ERROR, message: 'key sk-abcdefghijklmnopqrstuv' })
    span.end()
    const [seen] = run.spans
    expect(JSON.stringify([seen?.attributes, seen?.events, seen?.links, seen?.status])).not.toMatch(
      /Bearer x|jane@|sk-abc|"p"/,
    )
    expect(seen).toMatchObject({
      name: 'op',
      kind: SpanKind.CLIENT,
      ended: true,
      droppedEventsCount: 0,
      status: { code: SpanStatusCode.ERROR },
    })
    expect(seen?.attributes.plain).toBe(1)
    expect(seen?.duration).toEqual((span as Span & ReadableSpan).duration)
    expect(seen?.spanContext()).toEqual(span.spanContext())
    expect((span as Span & ReadableSpan).attributes['http.request.header.authorization']).toBe('Bearer x')
  })
})

describe('pruning', () => {
  it('keeps 100 of 1200 children of one name and counts the other 1100, with their time, on the parent', () => {
    const run = tracing()
    const root = start(run, 'root')
    for (let index = 0; index < 1200; index++) {
      const startTime = 1_700_000_000_000
      run.tracer.startSpan('query', { startTime }, trace.setSpan(ROOT_CONTEXT, root)).end(startTime + 2)
    }
    root.end()
    expect(run.spans.filter(({ name }) => name === 'query')).toHaveLength(100)
    expect(run.spans.at(-1)?.attributes).toEqual({ 'hanzo.pruned.count': 1100, 'hanzo.pruned.duration_ms': 2200 })
    expect(run.pipeline.counts().dropped.pruned).toBe(1100)
  })

  it('keeps every span that failed, that is known elsewhere, that may have handed the trace on, or that has a kept or open child', () => {
    const run = tracing({ pruning: { maxRepeats: 1 } })
    const root = start(run, 'root')
    const child = () => start(run, 'step', root)
    child().end()
    child().end()
    child().setStatus({ code: SpanStatusCode.ERROR }).end()
    const announced = child()
    run.pipeline.keep(announced.spanContext())
    announced.end()
    run.tracer
      .startSpan(
        'step',
        { kind: SpanKind.CLIENT, attributes: { 'http.request.method': 'GET' } },
        trace.setSpan(ROOT_CONTEXT, root),
      )
      .end()
    const withChild = child()
    start(run, 'other', withChild).end()
    withChild.end()
    const withOpenChild = child()
    const open = start(run, 'still open', withOpenChild)
    withOpenChild.end()
    open.end()
    root.end()
    expect(names(run.spans)).toEqual(['step', 'step', 'step', 'step', 'other', 'step', 'step', 'still open', 'root'])
    expect(run.spans.at(-1)?.attributes['hanzo.pruned.count']).toBe(1)
    expectWhole(run.spans)
  })

  it('bounds a whole trace, never cuts its first span, and stays one tree', () => {
    const run = tracing({ pruning: { maxSpansPerTrace: 20, maxRepeats: 5 } })
    const root = start(run, 'root')
    for (let group = 0; group < 30; group++) {
      const parent = start(run, `group ${group}`, root)
      for (let index = 0; index < 10; index++) start(run, 'leaf', parent).end()
      parent.end()
    }
    root.end()
    expect(run.spans.length).toBeLessThanOrEqual(22)
    expectWhole(run.spans)
    const told = run.spans.reduce((sum, { attributes }) => sum + Number(attributes['hanzo.pruned.count'] ?? 0), 0)
    expect(told + run.spans.length).toBe(331)
  })

  it('drops what is too short where asked, and nothing at all when it is off', () => {
    const short = tracing({ pruning: { minDurationMs: 1000 } })
    const root = start(short, 'root')
    start(short, 'quick', root).end()
    root.end()
    expect(names(short.spans)).toEqual(['root'])
    const off = tracing({ pruning: { enabled: false, maxSpansPerTrace: 1, maxRepeats: 1, minDurationMs: 1000 } })
    const parent = start(off, 'root')
    for (let index = 0; index < 50; index++) start(off, 'quick', parent).end()
    parent.end()
    expect(off.spans).toHaveLength(51)
  })

  it('bounds children that start after their parent, or the whole trace, has ended', () => {
    const run = tracing({ pruning: { maxRepeats: 3, maxSpansPerTrace: 10 } })
    const root = start(run, 'root')
    const gone = start(run, 'gone', root)
    gone.end()
    for (let index = 0; index < 20; index++) start(run, 'late', gone).end()
    root.end()
    expect(run.spans.filter(({ name }) => name === 'late')).toHaveLength(3)
    for (let index = 0; index < 50; index++) start(run, `later ${index}`, root).end()
    expect(run.spans).toHaveLength(10)
    expect(run.pipeline.counts()).toMatchObject({ started: 72, ended: 72, open: 0, dropped: { pruned: 62 } })
  })

  it('hangs a late child of a pruned span on the nearest ancestor that is there', () => {
    const run = tracing({ pruning: { maxRepeats: 1 } })
    const root = start(run, 'root')
    start(run, 'step', root).end()
    const pruned = start(run, 'step', root)
    pruned.end()
    start(run, 'late', pruned).setStatus({ code: SpanStatusCode.ERROR }).end()
    root.end()
    expect(run.spans.find(({ name }) => name === 'late')?.parentSpanContext?.spanId).toBe(root.spanContext().spanId)
    expectWhole(run.spans)
  })
})

describe('leaks', () => {
  it('ends a span that has been open for too long, marks it, and reports how many', async () => {
    let now = 0
    const run = tracing({ pruning: { maxSpanAgeMs: 40 }, now: () => now })
    const [old, older] = [start(run, 'old'), start(run, 'older')]
    now = 50
    const young = start(run, 'young')
    await expect.poll(() => names(run.spans)).toEqual(['old', 'older'])
    expect(run.spans[0]?.attributes['hanzo.leaked']).toBe(true)
    expect([old.isRecording(), older.isRecording(), young.isRecording()]).toEqual([false, false, true])
    expect(run.reports).toMatchObject([{ level: 'warn', code: 'spans_leaked', count: 2 }])
    run.pipeline.close()
  })

  it('follows at most so many open spans; those above go out all the same, and nothing is left behind', () => {
    const run = tracing()
    const open = Array.from({ length: trackedSpansMax + 10 }, () => start(run, 'op'))
    expect(run.reports).toHaveLength(10)
    expect(run.reports[0]).toMatchObject({ code: 'too_many_open_spans' })
    for (const span of open) span.end()
    expect(run.spans).toHaveLength(trackedSpansMax + 10)
    expect(run.pipeline.counts().open).toBe(0)
  })
})

function expectWhole(spans: ReadableSpan[]): void {
  const ids = new Set(spans.map((span) => span.spanContext().spanId))
  for (const { parentSpanContext } of spans) if (parentSpanContext) expect(ids.has(parentSpanContext.spanId)).toBe(true)
}
