import { InMemorySpanExporter } from '@opentelemetry/sdk-trace'
import { BatchSpanProcessor } from '@opentelemetry/sdk-trace-base'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { Diagnostic } from './diagnostics.ts'
import { getTelemetry } from './get-telemetry.ts'
import { disabledTelemetry, findTelemetry, offerTelemetry, resolveTelemetry, setTelemetry } from './global-telemetry.ts'
import { internalsOf } from './internals-of.ts'
import { Memory, telemetryOf } from './memory-telemetry.fixture.ts'
import { Telemetry } from './telemetry.ts'

const never = () => new Promise<void>(() => undefined)
const processorOf = (overrides: object) => ({
  onStart: () => undefined,
  onEnd: () => undefined,
  forceFlush: async () => undefined,
  shutdown: async () => undefined,
  ...overrides,
})

describe('flush and shutdown', () => {
  it('send what was recorded before, and end the destination, the console and added processors once', async () => {
    const telemetry = telemetryOf()
    const ended = vi.fn(async () => undefined)
    telemetry.addSpanProcessor(processorOf({ shutdown: ended }))
    telemetry.log('info', 'x')
    telemetry.increment('a')
    await telemetry.flush()
    expect(telemetry.memory.points('a')).toEqual([[{}, 1]])
    await Promise.all([telemetry.shutdown(), telemetry.shutdown()])
    await telemetry[Symbol.asyncDispose]()
    expect(telemetry.memory.calls).toEqual(['flush', 'shutdown', 'console closed'])
    expect(ended).toHaveBeenCalledTimes(1)
  })

  it('leave every later call without effect, while trace still runs its function', async () => {
    const telemetry = telemetryOf()
    await telemetry.shutdown()
    expect(await telemetry.trace('a', (span) => span.isRecording())).toBe(false)
    telemetry.log('info', 'x')
    telemetry.increment('a')
    telemetry.recordException(new Error('x'))
    internalsOf(telemetry).record({ name: 'b', kind: 'counter' }, 1)
    internalsOf(telemetry).emitEvent({ eventName: 'e' })
    expect(telemetry.getTraceContext()).toEqual({})
    expect(telemetry.withSession('s', (id) => id)).toBe('s')
    await telemetry.flush()
    expect(telemetry.memory.lines).toEqual([])
    expect(telemetry.stats().spans.started).toBe(0)
  })

  it('are bounded, and neither reject, whatever a processor or the destination does', async () => {
    const broken = () => {
      throw new Error('at once')
    }
    const memory = new Memory()
    const destination = memory.createDestination()
    memory.createDestination = () => ({
      ...destination,
      flush: broken,
      shutdown: () => Promise.reject(new Error('no')),
    })
    const config = {
      shutdownTimeoutMillis: 100,
      batch: { exportTimeoutMillis: 100 },
      spanProcessors: [
        processorOf({ forceFlush: never, shutdown: never }),
        processorOf({ onStart: broken, onEnd: broken, forceFlush: broken, shutdown: () => Promise.reject(broken) }),
        {} as never,
      ],
    }
    const telemetry = telemetryOf(config, {}, memory)
    await telemetry.trace('a', () => undefined)
    expect(memory.span('a').name).toBe('a')
    const start = performance.now()
    await telemetry.flush()
    expect(performance.now() - start).toBeLessThan(300)
    await telemetry.shutdown()
    expect(performance.now() - start).toBeLessThan(700)
    expect(memory.diagnostics.map(({ code }) => code)).toContain('shutdown_timeout')
  })

  it('count together what the pipeline and the destination know', async () => {
    const telemetry = telemetryOf({ sampling: { ratio: 0 } })
    const held = telemetry.startSpan('open')
    await telemetry.trace('a', () => undefined, { root: true })
    telemetry.log('info', 'x')
    expect(telemetry.stats()).toMatchObject({
      spans: { started: 2, ended: 1, open: 1, exported: 0, dropped: { queue_full: 1, unsampled: 1 } },
      logs: { emitted: 1, exported: 1 },
      buffer: { maxBytes: 100 },
    })
    held.end()
  })

  it('tell as metrics of the SDK what was sent and what was lost, by reason', async () => {
    const telemetry = telemetryOf()
    await telemetry.trace('a', () => undefined)
    await telemetry.flush()
    expect(telemetry.memory.points('otel.sdk.exporter.span.exported')).toEqual([
      [{}, 1],
      [{ 'error.type': 'queue_full' }, 1],
    ])
  })

  it('go on when the destination cannot be made', async () => {
    const memory = new Memory()
    memory.createDestination = () => {
      throw new Error('no network')
    }
    const telemetry = telemetryOf({}, {}, memory)
    expect(await telemetry.trace('a', () => 1)).toBe(1)
    expect(memory.diagnostics[0]?.message).toContain('no network')
  })
})

describe('a processor added at run time', () => {
  it('of sdk-trace-base 2.x gets later spans, and is flushed and shut down when taken out', async () => {
    const telemetry = telemetryOf()
    const exporter = new InMemorySpanExporter()
    await telemetry.trace('before', () => undefined)
    const remove = telemetry.addSpanProcessor(new BatchSpanProcessor(exporter as never))
    await telemetry.trace('after', () => undefined)
    const ended = vi.spyOn(exporter, 'shutdown').mockImplementation(async () => undefined)
    await remove()
    await telemetry.trace('gone', () => undefined)
    expect(exporter.getFinishedSpans().map(({ name }) => name)).toEqual(['after'])
    expect(ended).toHaveBeenCalledTimes(1)
  })
})

describe('instrumentations', () => {
  it('get the providers and are enabled, and disabled at the end; one that fails hurts no other', async () => {
    const calls: string[] = []
    const instrumentation = {
      setTracerProvider: (provider: { getTracer(name: string): unknown }) => {
        calls.push(`tracer ${typeof provider.getTracer('x')}`)
      },
      setMeterProvider: () => calls.push('meter'),
      setLoggerProvider: () => calls.push('logger'),
      enable: () => calls.push('enable'),
      disable: () => calls.push('disable'),
    }
    const broken = {
      enable: () => {
        throw new Error('cannot')
      },
    }
    const telemetry = telemetryOf({ instrumentations: [[broken], [instrumentation], null] })
    expect(calls).toEqual(['tracer object', 'meter', 'logger', 'enable'])
    await telemetry.shutdown()
    expect(calls.at(-1)).toBe('disable')
    expect(telemetry.memory.diagnostics[0]).toMatchObject({ code: 'instrumentation_failed' })
  })
})

describe('a disabled telemetry', () => {
  it('runs functions, hands values through, and touches nothing', async () => {
    const memory = new Memory()
    memory.createDestination = vi.fn(memory.createDestination)
    const telemetry = telemetryOf({ enabled: false }, {}, memory)
    const error = new Error('x')
    expect(telemetry.enabled).toBe(false)
    expect(await telemetry.trace('a', async (span) => span.isRecording())).toBe(false)
    expect(telemetry.traceSync('a', () => 2)).toBe(2)
    await expect(telemetry.trace('a', () => Promise.reject(error))).rejects.toBe(error)
    telemetry.startSpan('a').setAttribute('x', 1).end()
    telemetry.log('info', 'x')
    telemetry.increment('a')
    telemetry.recordException(error)
    telemetry.setAttributes({ a: 1 })
    expect(telemetry.createSession()).toMatch(/^sess_/)
    expect(telemetry.createSession('mine')).toBe('mine')
    expect(telemetry.withSession({ userId: 'u' }, (id) => id)).toMatch(/^sess_/)
    expect(telemetry.getTraceContext()).toEqual({})
    await telemetry.addSpanProcessor(processorOf({}))()
    expect(telemetry.createChild('c').enabled).toBe(false)
    await telemetry.flush()
    await telemetry.shutdown()
    expect(memory.createDestination).not.toHaveBeenCalled()
    expect([memory.lines, memory.diagnostics, memory.calls]).toEqual([[], [], []])
  })
})

describe('the telemetry of a run', () => {
  afterEach(() => setTelemetry(undefined))

  it('is that of the run, then of its context, of its agent, of the process, else a disabled one', () => {
    const [run, context, own, set, latest] = Array.from({ length: 5 }, () => telemetryOf({ registerGlobal: false }))
    expect(resolveTelemetry({})).toBe(disabledTelemetry())
    expect(getTelemetry()).toBe(disabledTelemetry())
    if (latest) offerTelemetry(latest)
    expect(resolveTelemetry({})).toBe(latest)
    setTelemetry(set)
    expect(resolveTelemetry({})).toBe(set)
    expect(getTelemetry()).toBe(set)
    expect(resolveTelemetry({ own })).toBe(own)
    expect(resolveTelemetry({ own, context })).toBe(context)
    expect(resolveTelemetry({ own, context, run })).toBe(run)
  })

  it('is made by getTelemetry where there is none', async () => {
    setTelemetry(undefined)
    const state = globalThis as unknown as Record<symbol, unknown>
    delete state[Symbol.for('@hanzo/ai/global-telemetry')]
    const made = getTelemetry({ serviceName: 'made', registerGlobal: false })
    expect(made).toBeInstanceOf(Telemetry)
    expect(findTelemetry()).toBe(made)
    expect(getTelemetry({ serviceName: 'other' })).toBe(made)
    expect(made.config.serviceName).toBe('made')
    await made.shutdown()
  })
})

describe('the options of a telemetry', () => {
  it('that are wrong are told in one diagnostic, and printed', () => {
    const telemetry = telemetryOf({ sampling: 2, batch: { maxQueueSize: -1 } })
    expect(telemetry.memory.diagnostics).toHaveLength(1)
    expect(telemetry.memory.diagnostics[0]).toMatchObject({ code: 'invalid_option', count: 2 })
    expect(telemetry.memory.diagnostics[0]?.message).toMatch(/sampling must be .*batch\.maxQueueSize must be/)
    expect(telemetry.memory.lines[0]).toMatchObject({ level: 'warn', code: 'invalid_option', source: '@hanzo/ai' })
    expect(telemetry.config).toMatchObject({ sampling: { ratio: 1 }, batch: { maxQueueSize: 2048 } })
  })

  it('are printed at debug', () => {
    const found: Diagnostic[] = []
    telemetryOf({ logLevel: 'debug', serviceName: 'shop', onDiagnostic: (diagnostic) => found.push(diagnostic) })
    expect(found[0]?.message).toContain('"serviceName":"shop"')
  })

  it('make OpenTelemetry tell its own warnings at debug', async () => {
    const telemetry = telemetryOf({ logLevel: 'debug' })
    const span = telemetry.startSpan('twice')
    span.end()
    span.end()
    expect(telemetry.memory.diagnostics.filter(({ code }) => code === 'opentelemetry')[0]?.message).toContain('ended')
    await telemetry.shutdown()
    expect(
      (globalThis as Record<symbol, { diag?: unknown }>)[Symbol.for('opentelemetry.js.api.1')]?.diag,
    ).toBeUndefined()
  })

  it('may be missing altogether', () => {
    expect(() => new Telemetry(null as never).shutdown()).not.toThrow()
  })

  it('survive a diagnostic callback that throws', () => {
    const onDiagnostic = () => {
      throw new Error('user')
    }
    expect(() => telemetryOf({ sampling: 2, onDiagnostic })).not.toThrow()
  })
})
