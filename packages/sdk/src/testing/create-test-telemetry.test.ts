import { SpanKind, trace } from '@opentelemetry/api'
import { describe, expect, it } from 'vitest'
import { createTestTelemetry } from './index.ts'

describe('createTestTelemetry', () => {
  it('shows spans as plain objects and as a tree', async () => {
    const telemetry = createTestTelemetry()
    await telemetry.trace('user_request', async (span) => {
      span.addEvent('began', { a: 1 })
      await telemetry.trace('validate_input', () => 1, { kind: SpanKind.CLIENT, attributes: { b: 'c' } })
      telemetry.traceSync('format_response', () => 2)
    })
    await expect(telemetry.trace('fails', () => Promise.reject(new TypeError('no')))).rejects.toThrow('no')
    expect(telemetry.spanTree()).toBe('user_request\n  validate_input\n  format_response\nfails')
    const root = telemetry.span('user_request')
    expect(telemetry.span('validate_input')).toMatchObject({
      kind: 'CLIENT',
      parentSpanId: root.spanId,
      traceId: root.traceId,
      status: 'UNSET',
      attributes: { b: 'c' },
    })
    expect(root).toMatchObject({ parentSpanId: undefined, events: [{ name: 'began', attributes: { a: 1 } }] })
    expect(telemetry.span('fails')).toMatchObject({ status: 'ERROR', attributes: { 'error.type': 'TypeError' } })
    expect(() => telemetry.span('missing')).toThrow('ended are: validate_input, format_response, user_request, fails')
    expect(Math.abs(root.startTime - Date.now())).toBeLessThan(10_000)
    expect(root.durationMs).toBeGreaterThanOrEqual(0)
  })

  it('shows logs with their span', async () => {
    const telemetry = createTestTelemetry()
    await telemetry.trace('op', () => telemetry.log('warn', 'careful', { userId: 7 }))
    const { spanId, traceId } = telemetry.span('op')
    expect(telemetry.logs).toMatchObject([
      { level: 'warn', message: 'careful', attributes: { userId: 7 }, spanId, traceId },
    ])
  })

  it('adds metrics up over readings, apart by their tags', async () => {
    const telemetry = createTestTelemetry()
    telemetry.increment('calls', 2, { to: 'a' })
    telemetry.histogram('time', 10)
    telemetry.gauge('size', 5)
    await telemetry.metrics()
    telemetry.increment('calls', 3, { to: 'a' })
    telemetry.increment('calls', 1, { to: 'b' })
    telemetry.histogram('time', 30)
    telemetry.gauge('size', 4)
    expect(await telemetry.metric('calls', { to: 'a' })).toMatchObject({ type: 'sum', value: 5 })
    expect(await telemetry.metric('calls', { to: 'b' })).toMatchObject({ value: 1, tags: { to: 'b' } })
    expect(await telemetry.metric('time')).toMatchObject({ type: 'histogram', value: 40, count: 2, min: 10, max: 30 })
    expect(await telemetry.metric('size')).toMatchObject({ type: 'gauge', value: 4 })
    expect(await telemetry.metric('none')).toBeUndefined()
    expect((await telemetry.metrics('calls')).map(({ value }) => value)).toEqual([5, 1])
    expect(await telemetry.metrics('calls', { to: 'b' })).toMatchObject([{ value: 1 }])
  })

  it('begins anew after reset', async () => {
    const telemetry = createTestTelemetry()
    await telemetry.trace('op', () => telemetry.log('info', 'x'))
    telemetry.increment('calls')
    await telemetry.reset()
    expect([telemetry.spans, telemetry.logs, await telemetry.metrics()]).toEqual([[], [], []])
    telemetry.increment('calls')
    expect(await telemetry.metric('calls')).toMatchObject({ value: 1 })
  })

  it('finds every span of a name, in the order in which they ended', async () => {
    const telemetry = createTestTelemetry()
    for (const step of [1, 2]) await telemetry.trace('step', () => undefined, { attributes: { step } })
    await telemetry.trace('other', () => undefined)
    expect(telemetry.spansNamed('step').map(({ attributes }) => attributes.step)).toEqual([1, 2])
    expect(telemetry.spansNamed('none')).toEqual([])
  })

  it('reads the variables that env holds, and no others', async () => {
    const telemetry = createTestTelemetry({ env: { OTEL_TRACES_SAMPLER: 'always_off', OTEL_SERVICE_NAME: 'named' } })
    await telemetry.trace('dropped', () => undefined)
    expect([telemetry.spans, telemetry.config.serviceName]).toEqual([[], 'named'])
  })

  it('leaves the globals of OpenTelemetry and the environment alone', async () => {
    process.env.OTEL_SDK_DISABLED = 'true'
    try {
      const telemetry = createTestTelemetry()
      expect(telemetry.enabled).toBe(true)
      expect(trace.getTracer('x').startSpan('y').isRecording()).toBe(false)
    } finally {
      delete process.env.OTEL_SDK_DISABLED
    }
  })

  it('applies sampling, pruning and redaction as in production', async () => {
    const telemetry = createTestTelemetry({ pruning: { maxRepeats: 2 } })
    await telemetry.trace('root', async () => {
      for (let index = 0; index < 5; index++)
        await telemetry.trace('step', (span) => void span.setAttribute('password', 'x'))
    })
    expect(telemetry.spanTree()).toBe('root\n  step\n  step')
    expect(telemetry.span('step').attributes).toEqual({ password: '[redacted]' })
    expect(telemetry.span('root').attributes).toMatchObject({ 'hanzo.pruned.count': 3 })
    expect(telemetry.stats().spans).toMatchObject({
      started: 6,
      ended: 6,
      open: 0,
      exported: 3,
      dropped: { pruned: 3 },
    })
    const none = createTestTelemetry({ sampling: 0 })
    await none.trace('quiet', () => undefined)
    expect(none.spans).toEqual([])
  })

  it('still shows what was recorded before it was shut down', async () => {
    const telemetry = createTestTelemetry()
    await telemetry.trace('op', () => telemetry.increment('calls'))
    await telemetry.shutdown()
    await telemetry.trace('after', () => undefined)
    expect(telemetry.spanTree()).toBe('op')
    expect(await telemetry.metric('calls')).toMatchObject({ value: 1 })
  })
})
