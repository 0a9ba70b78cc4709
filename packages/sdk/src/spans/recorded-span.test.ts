import { type Attributes, type Link, ROOT_CONTEXT, type Span, type SpanStatus, trace } from '@opentelemetry/api'
import { emptyResource } from '@opentelemetry/resources'
import { AlwaysOnSampler, type ReadableSpan, TracerProvider } from '@opentelemetry/sdk-trace'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createTracerProvider } from './span-tracer-provider.ts'

const limits = { attributeCountLimit: 5, eventCountLimit: 3, linkCountLimit: 2 }
const resource = emptyResource()
const idle = { forceFlush: async () => undefined, shutdown: async () => undefined }

/** One tracer of ours and one of OpenTelemetry's SDK, and what each ended. */
function tracers() {
  const ended = { own: [] as ReadableSpan[], library: [] as ReadableSpan[] }
  const processor = (list: ReadableSpan[]) => ({
    ...idle,
    onStart: () => undefined,
    onEnd: (span: ReadableSpan) => void list.push(span),
  })
  const pipeline = { ...processor(ended.own), add: () => idle.shutdown, keep: () => undefined, close: () => undefined }
  const counts = () => ({ started: 0, ended: 0, open: 0, dropped: { pruned: 0, unsampled: 0, failed: 0 } })
  const sampler = new AlwaysOnSampler()
  const own = createTracerProvider({ resource, sampler, limits, pipeline: { ...pipeline, counts } })
  const library = new TracerProvider({
    resource,
    sampler,
    spanLimits: limits,
    spanProcessors: [processor(ended.library)],
  })
  return { own: own.getTracer('test', '1'), library: library.getTracer('test', '1'), ended }
}

const parts = <Part extends { attributes?: Attributes }>(list: readonly Part[]) =>
  list.map((part) => ({ droppedAttributesCount: 0, ...part, attributes: { ...part.attributes } }))

/** Everything of a span but what is made anew for each: ids, and times that were not given. */
const readable = (span: ReadableSpan | undefined) =>
  span && {
    name: span.name,
    kind: span.kind,
    parent: span.parentSpanContext,
    attributes: span.attributes,
    events: parts(span.events).map((event) => ({ ...event, time: event.name === 'timed' ? event.time : undefined })),
    links: parts(span.links),
    status: span.status,
    startTime: span.startTime,
    endTime: span.endTime,
    duration: span.duration,
    ended: span.ended,
    scope: { ...span.instrumentationScope },
    dropped: [span.droppedAttributesCount, span.droppedEventsCount, span.droppedLinksCount],
  }

const value = fc.oneof(
  fc.string(),
  fc.double(),
  fc.boolean(),
  fc.constantFrom(undefined, [], [1, 2], ['a', 'b'], [true]),
)
const key = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g', '__proto__x')
const attributes = fc.dictionary(key, value, { noNullPrototype: true }) as fc.Arbitrary<Attributes>
const time = fc.constantFrom<number | Date | [number, number]>(1_700_000_000_500, new Date(1_700_000_001_250), [5, 7])
const link = attributes.map(
  (own): Link => ({ context: { traceId: 'a'.repeat(32), spanId: 'b'.repeat(16), traceFlags: 1 }, attributes: own }),
)
const exception = fc.constantFrom<unknown>(
  'text',
  { message: 'm' },
  { name: 'N', message: 'm', stack: 's' },
  { code: 7 },
  {},
  null,
)
const step: fc.Arbitrary<(span: Span) => unknown> = fc.oneof(
  fc.tuple(key, value).map(
    ([name, of]) =>
      (span: Span) =>
        span.setAttribute(name, of as string),
  ),
  attributes.map((all) => (span: Span) => span.setAttributes(all)),
  attributes.map((all) => (span: Span) => span.addEvent('plain', all)),
  fc.tuple(attributes, time).map(
    ([all, at]) =>
      (span: Span) =>
        span.addEvent('timed', all, at),
  ),
  time.map((at) => (span: Span) => span.addEvent('timed', at)),
  link.map((to) => (span: Span) => span.addLink(to)),
  fc.array(link, { maxLength: 3 }).map((all) => (span: Span) => span.addLinks(all)),
  fc
    .record({ code: fc.constantFrom(0, 1, 2), message: fc.option(fc.string(), { nil: undefined }) })
    .map((status) => (span: Span) => span.setStatus(status as SpanStatus)),
  exception.map((error) => (span: Span) => span.recordException(error as Error)),
  fc.string().map((name) => (span: Span) => span.updateName(name)),
  time.map((at) => (span: Span) => span.end(at)),
)

describe('a recorded span', () => {
  it('is what OpenTelemetry SDK makes of the same calls, limits and calls after the end included', () => {
    const started = fc.record({
      attributes,
      links: fc.array(link, { maxLength: 3 }),
      kind: fc.constantFrom(0, 1, 2),
      startTime: time,
    })
    fc.assert(
      fc.property(started, fc.array(step, { maxLength: 12 }), time, (options, steps, endTime) => {
        const { own, library, ended } = tracers()
        const parent = { traceId: 'c'.repeat(32), spanId: 'd'.repeat(16), traceFlags: 1, isRemote: true }
        const context = trace.setSpanContext(ROOT_CONTEXT, parent)
        for (const tracer of [own, library]) {
          const span = tracer.startSpan('one', options, context)
          for (const each of steps) each(span)
          expect(span.spanContext().traceId).toBe(parent.traceId)
          span.end(endTime)
        }
        expect(readable(ended.own[0])).toEqual(readable(ended.library[0]))
        expect(ended.own).toHaveLength(1)
      }),
      { seed: 7, numRuns: 500 },
    )
  })

  it('leaves out what is no attribute, and counts it towards no limit', () => {
    const { own, ended } = tracers()
    const wrong: Record<string, unknown> = { '': 1, a: undefined, b: null, c: () => 1, d: Symbol.iterator, e: 1n }
    const span = own.startSpan('one', { attributes: { ...wrong, kept: 1 } as Attributes })
    span.setAttributes(wrong as Attributes)
    span.end()
    expect(ended.own[0]).toMatchObject({ attributes: { kept: 1 }, droppedAttributesCount: 0 })
    expect(Object.keys(ended.own[0]?.attributes ?? {})).toEqual(['kept'])
  })

  it('takes its times from a clock that never goes back', () => {
    const { own, ended } = tracers()
    const before = Date.now()
    const span = own.startSpan('one')
    span.addEvent('within')
    span.end()
    const [{ startTime, endTime, events, duration } = {} as ReadableSpan] = ended.own
    const millis = ([seconds, nanoseconds]: [number, number]) => seconds * 1000 + nanoseconds / 1e6
    expect(millis(startTime)).toBeGreaterThanOrEqual(before)
    expect(millis(endTime) - millis(startTime)).toBeCloseTo(millis(duration), 3)
    expect(millis(events[0]?.time ?? [0, 0])).toBeLessThanOrEqual(millis(endTime))
  })

  it('has a valid id of its own, and the trace of its parent', () => {
    const { own } = tracers()
    const root = own.startSpan('root')
    const child = own.startSpan('child', {}, trace.setSpan(ROOT_CONTEXT, root))
    const other = own.startSpan('other', { root: true }, trace.setSpan(ROOT_CONTEXT, root))
    expect(root.spanContext().traceId).toMatch(/^[0-9a-f]{32}$/)
    expect(root.spanContext().spanId).toMatch(/^[0-9a-f]{16}$/)
    expect(child.spanContext().traceId).toBe(root.spanContext().traceId)
    expect(child.spanContext().spanId).not.toBe(root.spanContext().spanId)
    expect(other.spanContext().traceId).not.toBe(root.spanContext().traceId)
  })

  it('runs a function with itself as the active span, in each form of the call', () => {
    const { own } = tracers()
    const names = [
      own.startActiveSpan('a', (span) => span.isRecording()),
      own.startActiveSpan('b', { kind: 1 }, (span) => span.isRecording()),
      own.startActiveSpan('c', { kind: 1 }, ROOT_CONTEXT, (span) => span.isRecording()),
    ]
    expect(names).toEqual([true, true, true])
  })
})
