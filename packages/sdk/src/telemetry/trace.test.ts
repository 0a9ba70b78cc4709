import { context, propagation, ROOT_CONTEXT, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api'
import { describe, expect, it } from 'vitest'
import { type MemoryTelemetry, telemetryOf } from './memory-telemetry.fixture.ts'

const parentOf = (telemetry: MemoryTelemetry, name: string) => telemetry.memory.span(name).parentSpanContext?.spanId
const idOf = (telemetry: MemoryTelemetry, name: string) => telemetry.memory.span(name).spanContext().spanId

describe('trace', () => {
  it('nests what runs inside, asynchronous or not, in the tree of the calls', async () => {
    const telemetry = telemetryOf()
    await telemetry.trace('user_request', async () => {
      await telemetry.trace('validate_input', () => 1)
      await telemetry.trace('process_with_ai', async () => {
        await new Promise((resolve) => setImmediate(resolve))
        telemetry.traceSync('score', () => 2)
      })
      await telemetry.trace('format_response', async () => 3)
    })
    for (const name of ['validate_input', 'process_with_ai', 'format_response']) {
      expect(parentOf(telemetry, name)).toBe(idOf(telemetry, 'user_request'))
    }
    expect(parentOf(telemetry, 'score')).toBe(idOf(telemetry, 'process_with_ai'))
    expect(parentOf(telemetry, 'user_request')).toBeUndefined()
  })

  it('answers with what the function answers, and leaves the status unset', async () => {
    const telemetry = telemetryOf()
    expect(await telemetry.trace('async', async () => 1)).toBe(1)
    expect(await telemetry.trace('sync', () => 'two')).toBe('two')
    expect(telemetry.traceSync('at once', () => 3)).toBe(3)
    expect(telemetry.memory.spans.map(({ status }) => status.code)).toEqual([0, 0, 0])
  })

  it('keeps kind, attributes and links, and makes objects into text', async () => {
    const telemetry = telemetryOf()
    const other = telemetry.startSpan('other')
    other.end()
    await telemetry.trace('process_order', () => undefined, {
      kind: SpanKind.CLIENT,
      attributes: { 'service.operation': 'order_processing', nested: { a: [1] } as never, gone: undefined },
      links: [{ context: other.spanContext() }],
    })
    const span = telemetry.memory.span('process_order')
    expect(span.kind).toBe(SpanKind.CLIENT)
    expect(span.attributes).toEqual({ 'service.operation': 'order_processing', nested: '{"a":[1]}' })
    expect(span.links[0]?.context.spanId).toBe(other.spanContext().spanId)
  })

  it('throws the very error on, recorded once with type, message and stack', async () => {
    const telemetry = telemetryOf()
    const error = Object.assign(new TypeError('bad input', { cause: new Error('the reason') }), { code: 'E_INPUT' })
    await expect(
      telemetry.trace('outer', () =>
        telemetry.trace('inner', () => {
          throw error
        }),
      ),
    ).rejects.toBe(error)
    expect(() =>
      telemetry.traceSync('sync', () => {
        throw error
      }),
    ).toThrow(error)
    for (const name of ['outer', 'inner', 'sync']) {
      const span = telemetry.memory.span(name)
      expect(span.status).toEqual({ code: SpanStatusCode.ERROR, message: 'bad input' })
      expect(span.attributes['error.type']).toBe('E_INPUT')
      expect(span.events).toHaveLength(1)
      expect(span.events[0]).toMatchObject({
        name: 'exception',
        attributes: { 'exception.type': 'TypeError', 'exception.message': 'bad input' },
      })
      expect(span.events[0]?.attributes?.['exception.stacktrace']).toContain('Caused by: Error: the reason')
    }
  })

  it.each([
    ['text', 'text', 'string'],
    [undefined, 'undefined', 'undefined'],
    [42, '42', 'number'],
    [{ name: 'Odd', message: 'no error' }, 'no error', 'Odd'],
    [new (class PaymentError extends Error {})('x'), 'x', 'PaymentError'],
    [Object.create(null), '[object Object]', '_OTHER'],
  ])('records whatever is thrown: %s', async (thrown, message, type) => {
    const telemetry = telemetryOf()
    await telemetry
      .trace('fails', () => {
        throw thrown
      })
      .catch(() => undefined)
    const span = telemetry.memory.span('fails')
    expect(span.status.code).toBe(SpanStatusCode.ERROR)
    expect(span.events[0]?.attributes?.['exception.message']).toBe(message)
    expect(span.attributes['error.type']).toBe(type)
  })

  it('survives an error whose getters throw', async () => {
    const telemetry = telemetryOf()
    const error = Object.defineProperty(new Error('x'), 'message', {
      get: () => {
        throw new Error('no message for you')
      },
    })
    await expect(
      telemetry.trace('fails', () => {
        throw error
      }),
    ).rejects.toBe(error)
    expect(telemetry.memory.span('fails').status.code).toBe(SpanStatusCode.ERROR)
  })

  it('marks an abort, which is no failure', async () => {
    const telemetry = telemetryOf()
    const signal = AbortSignal.abort()
    await telemetry.trace('aborted', () => signal.throwIfAborted()).catch(() => undefined)
    const span = telemetry.memory.span('aborted')
    expect(span.status.code).toBe(SpanStatusCode.UNSET)
    expect(span.attributes['hanzo.aborted']).toBe(true)
    expect(span.events).toEqual([])
  })

  it('starts below a given span or context, and a new trace for root or parent null', async () => {
    const telemetry = telemetryOf()
    const given = telemetry.startSpan('given')
    await telemetry.trace('outer', async () => {
      await telemetry.trace('below span', () => undefined, { parent: given })
      await telemetry.trace('below context', () => undefined, { parent: trace.setSpan(ROOT_CONTEXT, given) })
      await telemetry.trace('root', () => undefined, { root: true })
      await telemetry.trace('null', () => undefined, { parent: null })
      expect(telemetry.startSpan('started').spanContext().traceId).toBe(
        telemetry.getCurrentSpan()?.spanContext().traceId,
      )
    })
    given.end()
    expect(parentOf(telemetry, 'below span')).toBe(given.spanContext().spanId)
    expect(parentOf(telemetry, 'below context')).toBe(given.spanContext().spanId)
    expect(parentOf(telemetry, 'root')).toBeUndefined()
    expect(parentOf(telemetry, 'null')).toBeUndefined()
  })

  it('runs the function although an option cannot be read', async () => {
    const telemetry = telemetryOf()
    const options = {
      get attributes(): undefined {
        throw new Error('getter')
      },
    }
    expect(await telemetry.trace('x', () => 'ran', options)).toBe('ran')
    expect(telemetry.memory.diagnostics[0]?.code).toBe('telemetry_failed')
  })

  it('nests where nobody registered a context manager, and with one that another owns', async () => {
    context.disable()
    const telemetry = telemetryOf({ registerGlobal: false })
    await telemetry.trace('outer', async () => {
      await Promise.resolve()
      await telemetry.trace('inner', () => undefined)
    })
    expect(parentOf(telemetry, 'inner')).toBe(idOf(telemetry, 'outer'))
  })

  it('stamps metadata on every span', async () => {
    const telemetry = telemetryOf({ metadata: { team: 'search' } })
    await telemetry.trace('a', () => undefined)
    expect(telemetry.memory.span('a').attributes).toEqual({ team: 'search' })
  })

  it('reads the limits of OpenTelemetry', async () => {
    const telemetry = telemetryOf({}, { OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT: '2', OTEL_SPAN_EVENT_COUNT_LIMIT: '1' })
    await telemetry.trace('a', (span) => {
      span.setAttributes({ a: 1, b: 2, c: 3 })
      telemetry.recordEvent({ name: 'first' })
      telemetry.recordEvent({ name: 'second', attributes: { x: { y: 1 } as never } })
    })
    const span = telemetry.memory.span('a')
    expect(Object.keys(span.attributes)).toEqual(['a', 'b'])
    expect(span.events.map(({ name }) => name)).toEqual(['second'])
    expect(span.events[0]?.attributes).toEqual({ x: '{"y":1}' })
  })
})

describe('recordException', () => {
  it('adds nothing for an error that its span has recorded', async () => {
    const telemetry = telemetryOf()
    const error = new Error('x')
    try {
      await telemetry.trace('run', () => Promise.reject(error))
    } catch (caught) {
      telemetry.recordException(caught)
      telemetry.recordException(caught)
    }
    expect(telemetry.memory.span('run').events).toHaveLength(1)
    expect(telemetry.memory.logs).toEqual([])
  })

  it('goes to the span given, else to the active one, once for each', async () => {
    const telemetry = telemetryOf()
    const given = telemetry.startSpan('given')
    await telemetry.trace('active', () => {
      for (const error of ['same text', 'same text', new Error('x')]) {
        telemetry.recordException(error)
        telemetry.recordException(error, given)
      }
    })
    given.end()
    expect(telemetry.memory.span('active').events).toHaveLength(2)
    expect(telemetry.memory.span('given').events).toHaveLength(2)
    expect(telemetry.memory.span('given').status.code).toBe(SpanStatusCode.ERROR)
  })

  it('becomes a log record of level error where there is no span', () => {
    const telemetry = telemetryOf()
    telemetry.recordException(new RangeError('alone'))
    const [record] = telemetry.memory.logs
    expect(record).toMatchObject({ severityText: 'ERROR', body: 'alone' })
    expect(record?.attributes).toMatchObject({ 'exception.type': 'RangeError', 'error.type': 'RangeError' })
    expect(record?.attributes['exception.stacktrace']).toContain('RangeError: alone')
  })
})

describe('getTraceContext', () => {
  it('is W3C, and empty when nothing is active', async () => {
    const telemetry = telemetryOf()
    expect(telemetry.getTraceContext()).toEqual({})
    await telemetry.trace('a', (span) => {
      const { traceId, spanId } = span.spanContext()
      expect(telemetry.getTraceContext()).toEqual({ traceparent: `00-${traceId}-${spanId}-01` })
    })
  })

  it('carries the session and nothing else of the baggage, unless told not to', async () => {
    const telemetry = telemetryOf()
    const baggage = propagation.createBaggage({ secret: { value: 'x' } })
    await telemetry.withSession('a b', () =>
      context.with(propagation.setBaggage(context.active(), baggage), () =>
        telemetry.trace('a', () => expect(telemetry.getTraceContext().baggage).toBe('session.id=a%20b')),
      ),
    )
    const quiet = telemetryOf({ propagation: { session: false } })
    await quiet.withSession('s', () =>
      quiet.trace('a', () => {
        expect(quiet.getTraceContext().baggage).toBeUndefined()
        expect(propagation.getActiveBaggage()?.getEntry('session.id')).toBeUndefined()
      }),
    )
  })

  it('lets the next service join the trace and the session', async () => {
    const telemetry = telemetryOf()
    const next = telemetryOf({ registerGlobal: false })
    let headers: Record<string, string> = {}
    await telemetry.withSession('s-1', () =>
      telemetry.trace('caller', () => {
        headers = telemetry.getTraceContext()
      }),
    )
    const incoming = propagation.extract(ROOT_CONTEXT, headers)
    await next.trace('callee', () => undefined, { parent: incoming })
    const callee = next.memory.span('callee')
    expect(callee.spanContext().traceId).toBe(telemetry.memory.span('caller').spanContext().traceId)
    expect(callee.attributes['session.id']).toBe('s-1')
  })

  it('keeps a span whose context left the process from being pruned, also when another instrumentation sent it', async () => {
    const telemetry = telemetryOf({ pruning: { maxRepeats: 1 } })
    await telemetry.trace('root', async () => {
      for (let index = 0; index < 6; index += 1) {
        await telemetry.trace('child', () => {
          if (index === 3) telemetry.getTraceContext()
          if (index === 4) propagation.inject(context.active(), {})
        })
      }
    })
    expect(telemetry.memory.spans.filter(({ name }) => name === 'child')).toHaveLength(3)
    expect(telemetry.memory.span('root').attributes['hanzo.pruned.count']).toBe(3)
  })
})
