import { expect } from 'vitest'
import { section } from './promise.ts'
import type { RunningGuide } from './start-guide.ts'
import type { StoredMetric, StoredSpan } from './stored-telemetry.ts'

export const named = <T extends { name: string }>(all: T[], name: string): T[] =>
  all.filter((each) => each.name === name)
export const exceptionsOf = (span: StoredSpan | undefined) => span?.events.filter(({ name }) => name === 'exception')
export const byTags = (all: StoredMetric[], name: string, tags: Record<string, string>): StoredMetric | undefined =>
  all.find((each) => each.name === name && Object.entries(tags).every(([key, value]) => each.tags[key] === value))

/** The guide's overview and its sections on traces, logs, metrics, sessions and errors. */
export function testSignals(guide: () => RunningGuide): void {
  section('Distributed Tracing', (promise) => {
    promise(
      ['Trace a custom operation', 'Your logic here'],
      'the span keeps its kind and attributes, what it runs is below it, and the value comes back',
      async () => {
        const { told } = await guide().run('Distributed Tracing')
        expect(told).toEqual({ result: { id: 'order-4711', charged: 12.5 } })
        const spans = await guide().stored.spans('guide-tracing', (all) => all.length === 2)
        const [order] = named(spans, 'process_order')
        expect(order).toMatchObject({ kind: 3, status: 0, parentSpanId: '' })
        expect(order?.attributes).toMatchObject({
          'order.id': 'order-4711',
          'order.amount': '12.5',
          'service.operation': 'order_processing',
        })
        expect(named(spans, 'charge_card')[0]).toMatchObject({ parentSpanId: order?.spanId, traceId: order?.traceId })
      },
    )
  })

  section('Structured Logging', (promise) => {
    promise(
      'Log with automatic trace context:',
      'each record stands in its span, with its attributes, the error with its stack, and is printed with the trace id',
      async () => {
        const { stdout } = await guide().run('Structured Logging')
        const logs = await guide().stored.logs('guide-logging', (all) => all.length === 2)
        const [span] = await guide().stored.spans('guide-logging', (all) => all.length === 1)
        expect(logs.map(({ traceId, spanId }) => [traceId, spanId])).toEqual(
          logs.map(() => [span?.traceId, span?.spanId]),
        )
        const [info, error] = logs
        expect(info).toMatchObject({ body: 'Processing customer request' })
        expect(info?.severity).toMatch(/^info$/i)
        expect(info?.attributes).toMatchObject({ customerId: '12345', requestType: 'support' })
        expect(error?.severity).toMatch(/^error$/i)
        expect(error?.attributes).toMatchObject({ error: 'the model did not answer' })
        expect(error?.attributes.stack).toMatch(/^Error: the model did not answer\n\s+at /)
        const printed = stdout.split('\n').filter((line) => line.includes(span?.traceId ?? '?'))
        expect(printed.length).toBeGreaterThanOrEqual(2)
      },
    )
  })

  section('Metrics Collection', (promise) => {
    promise(
      ['Track key performance indicators:', 'Counters', 'Gauges', 'Histograms'],
      'a counter adds up, a gauge keeps its last value, a histogram its records, each set of tags for itself',
      async () => {
        await guide().run('Metrics Collection')
        const metrics = await guide().stored.metrics('guide-metrics', (all) => all.length === 4)
        expect(byTags(metrics, 'api.requests', { endpoint: '/chat', method: 'POST' })).toMatchObject({
          type: 'sum',
          value: 3,
        })
        expect(byTags(metrics, 'api.requests', { endpoint: '/embed' })).toMatchObject({ value: 5 })
        expect(byTags(metrics, 'queue.size', { queue: 'processing' })).toMatchObject({ type: 'gauge', value: 17 })
        expect(byTags(metrics, 'response.time', { endpoint: '/chat' })).toMatchObject({
          type: 'histogram',
          value: 320,
          count: 2,
        })
      },
    )
  })

  section('Session Tracking', (promise) => {
    promise(
      ['Track related executions:', 'Create a session', 'All subsequent operations will be linked to this session'],
      'every span and log record after createSession carries its id, that of the run too',
      async () => {
        const { told } = await guide().run('Session Tracking')
        const sessionId = told.sessionId
        expect(sessionId).toMatch(/^sess_[0-9A-Z]{26}$/i)
        expect(told['result.sessionId']).toBe(sessionId)
        const spans = await guide().stored.spans('guide-session', (all) => named(all, 'after_the_run').length === 1)
        expect(spans.length).toBeGreaterThanOrEqual(4)
        expect(spans.filter((span) => span.sessionId !== sessionId)).toEqual([])
        const logs = await guide().stored.logs('guide-session', (all) => all.length >= 3)
        expect(logs.map(({ body }) => body)).toContain('after the run')
        expect(logs.filter((log) => log.eventName === '' && log.sessionId !== sessionId)).toEqual([])
      },
    )
  })

  section('Error Tracking', (promise) => {
    promise(
      ['Automatic error capture with context:', 'Errors are automatically recorded with span context'],
      'the run that failed is marked on its spans once, and recording the error again adds nothing',
      async () => {
        const { code } = await guide().run('Error Tracking')
        expect(code).toBe(0)
        const spans = await guide().stored.spans('guide-errors', (all) => all.some(({ parentSpanId }) => !parentSpanId))
        const run = spans.find(({ attributes }) => attributes['gen_ai.operation.name'] === 'invoke_agent')
        expect(run).toMatchObject({ status: 2 })
        expect(run?.attributes['error.type']).toBeTruthy()
        expect(exceptionsOf(run)).toHaveLength(1)
        expect(exceptionsOf(run)?.[0]?.attributes['exception.message']).toContain('the model is broken')
        expect(exceptionsOf(run)?.[0]?.attributes['exception.stacktrace']).toContain('at ')
        for (const span of spans) expect(exceptionsOf(span)?.length, span.name).toBeLessThanOrEqual(1)
        const logs = await guide().stored.logs('guide-errors', (all) => all.length > 0)
        expect(logs.filter(({ attributes }) => 'exception.type' in attributes && !attributes.agent)).toEqual([])
      },
    )
  })
}
