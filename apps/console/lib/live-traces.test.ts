import type { SpanSummary } from '@hanzo/schema/api'
import { describe, expect, it } from 'vitest'
import { genAiFixture } from '../components/trace/span-fixture.ts'
import { mergeTraces, tracesOfSpans } from './live-traces.ts'

const span = (fields: Partial<SpanSummary>): SpanSummary => ({
  traceId: 'a',
  spanId: '1',
  parentSpanId: '',
  name: 'root',
  kind: 'internal',
  serviceName: 'shop',
  startTimeUnixNano: '1000',
  durationNanoseconds: '500',
  status: 'unset',
  statusMessage: '',
  httpRoute: '',
  httpResponseStatusCode: 0,
  genAiOperationName: '',
  genAiRequestModel: '',
  genAiAgentName: '',
  genAiToolName: '',
  genAiInputTokens: 0,
  genAiOutputTokens: 0,
  sessionId: '',
  eventCount: 0,
  ...fields,
})

describe('tracesOfSpans', () => {
  it('covers all spans from the first start to the last end', () => {
    const child = span({
      spanId: '2',
      parentSpanId: '1',
      name: 'child',
      startTimeUnixNano: '1200',
      durationNanoseconds: '900',
      status: 'error',
      serviceName: 'db',
    })
    expect(tracesOfSpans([child, span({})])).toMatchObject([
      {
        rootName: 'root',
        rootArrived: true,
        startTimeUnixNano: '1000',
        durationNanoseconds: '1100',
        spanCount: 2,
        errorCount: 1,
        serviceNames: ['shop', 'db'],
      },
    ])
  })

  it('names a trace after its earliest span while the root is missing', () => {
    const spans = [
      span({ spanId: '3', parentSpanId: '1', name: 'late', startTimeUnixNano: '3000' }),
      span({ spanId: '2', parentSpanId: '1', name: 'early' }),
    ]
    expect(tracesOfSpans(spans)).toMatchObject([{ rootName: 'early', rootArrived: false }])
  })

  it('counts a span that came twice once', () => {
    expect(tracesOfSpans([span({}), span({})])).toMatchObject([{ spanCount: 1 }])
  })

  it('runs while one of its spans runs, and has ended when the end has come, in either order', () => {
    const start = span({ state: 'running', durationNanoseconds: '9' })
    const child = span({ spanId: '2', parentSpanId: '1' })
    expect(tracesOfSpans([child, start])).toMatchObject([{ state: 'running', spanCount: 2 }])
    for (const spans of [
      [span({}), start],
      [start, span({})],
    ]) {
      expect(tracesOfSpans(spans)).toMatchObject([{ state: undefined, spanCount: 1, durationNanoseconds: '500' }])
    }
  })

  it('does not count the tokens of an agent that repeats those of its model calls', () => {
    const spans = [
      span({ genAiInputTokens: 30, genAi: genAiFixture({ kind: 'agent' }) }),
      span({
        spanId: '2',
        parentSpanId: '1',
        genAiInputTokens: 20,
        genAi: genAiFixture({ kind: 'llm', isInference: true, cost: 0.5, costSource: 'sender' }),
      }),
      span({
        spanId: '3',
        parentSpanId: '1',
        genAiInputTokens: 10,
        genAi: genAiFixture({ kind: 'llm', isInference: true, costSource: 'unpriced' }),
      }),
    ]
    expect(tracesOfSpans(spans)).toMatchObject([
      { genAiInputTokens: 30, genAiCost: 0.5, genAiInferenceCount: 2, genAiUnpricedCount: 1 },
    ])
  })

  it('puts the trace whose span came last first', () => {
    expect(tracesOfSpans([span({ traceId: 'b' }), span({})]).map(({ traceId }) => traceId)).toEqual(['b', 'a'])
  })
})

describe('mergeTraces', () => {
  const [live] = tracesOfSpans([span({})])
  if (!live) throw new Error('a span makes a trace')

  it('takes the account that knows more spans, once', () => {
    const whole = { ...live, spanCount: 9 }
    expect(mergeTraces([live], [whole])).toEqual([whole])
    expect(mergeTraces([whole], [live])).toEqual([whole])
  })

  it('takes an end that came live over a start that is stored, and not the other way round', () => {
    const running = { ...live, state: 'running' as const }
    expect(mergeTraces([live], [running])).toEqual([live])
    expect(mergeTraces([running], [live])).toEqual([live])
  })

  it('puts the latest start first, live or stored', () => {
    const at = (traceId: string, startTimeUnixNano: string) => ({ ...live, traceId, startTimeUnixNano })
    const merged = mergeTraces([at('b', '999'), at('c', '1001')], [at('a', '1000')])
    expect(merged.map(({ traceId }) => traceId)).toEqual(['c', 'a', 'b'])
  })
})
