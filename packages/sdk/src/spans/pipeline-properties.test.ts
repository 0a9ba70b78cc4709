import { type Span, SpanStatusCode } from '@opentelemetry/api'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { start, tracing } from './pipeline.fixture.ts'

/** One thing that a program does: start a span below any span so far (open or not), or end, fail or mark one. */
const action = fc.record({
  kind: fc.constantFrom('start', 'start', 'start', 'end', 'end', 'fail', 'keep', 'root'),
  on: fc.nat(),
  name: fc.constantFrom('a', 'b', 'c'),
})
const settings = fc.record({
  ratio: fc.constantFrom(0, 0.5, 1),
  maxRepeats: fc.integer({ min: 1, max: 4 }),
  maxSpansPerTrace: fc.integer({ min: 1, max: 12 }),
})

it('keeps every failed span, keeps trees whole and counts every span once, whatever the order of starts and ends', () => {
  fc.assert(
    fc.property(fc.array(action, { maxLength: 120 }), settings, (actions, { ratio, ...pruning }) => {
      const run = tracing({ sampling: { ratio }, pruning })
      const spans: Span[] = []
      const failed = new Set<string>()
      const idOf = (span: Span) => span.spanContext().spanId
      for (const { kind, on, name } of actions) {
        const target = spans[on % Math.max(spans.length, 1)]
        if (kind === 'root' || !target) spans.push(start(run, name))
        else if (kind === 'start') spans.push(start(run, name, target))
        else if (kind === 'end' && target.isRecording()) target.end()
        else if (kind === 'keep') run.pipeline.keep(target.spanContext())
        else if (kind === 'fail' && target.isRecording()) {
          target.setStatus({ code: SpanStatusCode.ERROR })
          failed.add(idOf(target))
        }
      }
      for (const span of spans) if (span.isRecording()) span.end()

      const sent = new Map(run.spans.map((span) => [span.spanContext().spanId, span]))
      expect(sent.size).toBe(run.spans.length)
      for (const id of failed) expect(sent.has(id)).toBe(true)
      const { started, ended, open, dropped } = run.pipeline.counts()
      expect([started, ended, open]).toEqual([spans.length, spans.length, 0])
      expect(sent.size + dropped.pruned + dropped.unsampled + dropped.failed).toBe(spans.length)
      for (const span of run.spans) expect(span.spanContext().traceFlags).toBe(1)
    }),
    { numRuns: 400, seed: 1 },
  )
})

it('leaves no span without its parent when children start while their parents are open', () => {
  fc.assert(
    fc.property(fc.array(action, { maxLength: 150 }), settings, (actions, { ratio: _, ...pruning }) => {
      const run = tracing({ pruning })
      const stack: Span[] = [start(run, 'root')]
      for (const { kind, on, name } of actions) {
        const open = stack.filter((span) => span.isRecording())
        const target = open[on % open.length] as Span
        if (kind === 'start' || kind === 'root') stack.push(start(run, name, target))
        else if (target !== stack[0]) target.end()
      }
      for (const span of stack.reverse()) if (span.isRecording()) span.end()
      const ids = new Set(run.spans.map((span) => span.spanContext().spanId))
      for (const { parentSpanContext } of run.spans)
        if (parentSpanContext) expect(ids).toContain(parentSpanContext.spanId)
    }),
    { numRuns: 400, seed: 1 },
  )
})
