import * as api from '@opentelemetry/api'
import { context, metrics, propagation, ROOT_CONTEXT, trace } from '@opentelemetry/api'
import { logs } from '@opentelemetry/api-logs'
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks'
import { W3CTraceContextPropagator } from '@opentelemetry/core'
import { LoggerProvider } from '@opentelemetry/sdk-logs'
import { MeterProvider } from '@opentelemetry/sdk-metrics'
import { InMemorySpanExporter, SimpleSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { nodeRuntime } from '../runtime/node-runtime.ts'
import { telemetryOf } from './memory-telemetry.fixture.ts'
import { registerGlobals } from './register-globals.ts'

function clearGlobals() {
  context.disable()
  trace.disable()
  metrics.disable()
  propagation.disable()
  logs.disable()
  logsOfApi?.disable()
}

type LogsApi = { getLogger(name: string): { emit(record: object): void }; disable(): void }
const { logs: logsOfApi } = api as { logs?: LogsApi }

beforeEach(clearGlobals)
afterEach(clearGlobals)

const traceElsewhere = (name: string) => trace.getTracer('elsewhere').startActiveSpan(name, (span) => span.end())

describe("OpenTelemetry's globals", () => {
  it('are taken where nobody has them, so that other instrumentations join', async () => {
    const telemetry = telemetryOf()
    await telemetry.trace('ours', () => traceElsewhere('theirs'))
    metrics.getMeter('elsewhere').createCounter('theirs').add(1)
    logs.getLogger('elsewhere').emit({ body: 'theirs' })
    await telemetry.flush()
    const { spanId } = telemetry.memory.span('ours').spanContext()
    expect(telemetry.memory.span('theirs').parentSpanContext?.spanId).toBe(spanId)
    expect(telemetry.memory.points('theirs')).toEqual([[{}, 1]])
    expect(telemetry.memory.logs).toHaveLength(1)
  })

  it('stay with whoever has them, while our spans join the context that is active', async () => {
    const exporter = new InMemorySpanExporter()
    const provider = new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter })] })
    trace.setGlobalTracerProvider(provider)
    context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable())
    const telemetry = telemetryOf()
    await trace.getTracer('app').startActiveSpan('theirs', async (span) => {
      await telemetry.trace('ours', async () => {
        await Promise.resolve()
        traceElsewhere('inside')
      })
      span.end()
    })
    const [inside, theirs] = exporter.getFinishedSpans()
    const ours = telemetry.memory.span('ours')
    expect(ours.parentSpanContext?.spanId).toBe(theirs?.spanContext().spanId)
    expect(inside?.parentSpanContext?.spanId).toBe(ours.spanContext().spanId)
    expect(telemetry.memory.spans).toHaveLength(1)
    await telemetry.shutdown()
    traceElsewhere('after')
    expect(exporter.getFinishedSpans().at(-1)?.name).toBe('after')
  })

  it('are left alone when registerGlobal is false', async () => {
    const telemetry = telemetryOf({ registerGlobal: false })
    await telemetry.trace('ours', () => {
      expect(trace.getActiveSpan()).toBeUndefined()
      traceElsewhere('theirs')
    })
    const carrier = {}
    propagation.inject(context.active(), carrier)
    expect(carrier).toEqual({})
    expect(telemetry.memory.spans.map(({ name }) => name)).toEqual(['ours'])
  })

  it('are taken from whoever has them when registerGlobal is true', () => {
    trace.setGlobalTracerProvider(new TracerProvider())
    const telemetry = telemetryOf({ registerGlobal: true })
    traceElsewhere('theirs')
    expect(telemetry.memory.spans).toHaveLength(1)
  })

  it('do not make two telemetries hurt each other, also when the first ends', async () => {
    const first = telemetryOf()
    const second = telemetryOf()
    await first.trace('a', () => second.trace('b', () => first.trace('c', () => undefined)))
    expect(second.memory.span('b').parentSpanContext?.spanId).toBe(first.memory.span('a').spanContext().spanId)
    expect(first.memory.span('c').parentSpanContext?.spanId).toBe(second.memory.span('b').spanContext().spanId)
    await first.shutdown()
    await second.trace('outer', async () => {
      await Promise.resolve()
      await second.trace('inner', () => undefined)
    })
    expect(second.memory.span('inner').parentSpanContext?.spanId).toBe(second.memory.span('outer').spanContext().spanId)
    const third = telemetryOf()
    traceElsewhere('theirs')
    expect(third.memory.span('theirs').name).toBe('theirs')
  })

  it('propagate what OTEL_PROPAGATORS says', async () => {
    const telemetry = telemetryOf({}, { OTEL_PROPAGATORS: 'tracecontext,b3' })
    const carrier: Record<string, string> = {}
    await telemetry.withSession('s', () => telemetry.trace('a', () => propagation.inject(context.active(), carrier)))
    expect(Object.keys(carrier)).toEqual(['traceparent'])
    expect(telemetry.memory.diagnostics[0]?.message).toContain('OTEL_PROPAGATORS')
    expect(propagation.extract(ROOT_CONTEXT, {})).toBe(ROOT_CONTEXT)
  })

  // With OpenTelemetry 3.x the API has logs of its own; with 2.x only the package has.
  it('are those of logs too, whichever of the two APIs asks', async () => {
    const telemetry = telemetryOf()
    logs.getLogger('package').emit({ body: 'package' })
    logsOfApi?.getLogger('api').emit({ body: 'api' })
    const expected = logsOfApi === undefined ? ['package'] : ['package', 'api']
    expect(telemetry.memory.logs.map(({ body }) => body)).toEqual(expected)
    await telemetry.shutdown()
    logs.getLogger('package').emit({ body: 'late' })
    logsOfApi?.getLogger('api').emit({ body: 'late' })
    expect(telemetry.memory.logs).toEqual([])
  })

  it.each([
    ['1.99.0', 1],
    ['2.0.0', 1],
    ['1.9.0', 0],
    [undefined, 0],
  ])('are told to be out of sight for a program with API %s: %s times', (version, times) => {
    const runtime = { ...nodeRuntime, programApiVersion: () => version }
    const told: string[] = []
    const diagnostics = { report: ({ code }: { code: string }) => void told.push(code) }
    const providers = {
      tracerProvider: new TracerProvider(),
      meterProvider: new MeterProvider(),
      loggerProvider: new LoggerProvider(),
      propagator: new W3CTraceContextPropagator(),
    }
    registerGlobals(providers, { override: false, runtime, diagnostics })()
    expect(told).toEqual(Array.from({ length: times }, () => 'globals_not_seen'))
  })
})
