import { logs, SeverityNumber } from '@opentelemetry/api-logs'
import { describe, expect, it } from 'vitest'
import { telemetryOf } from './memory-telemetry.fixture.ts'

describe('log', () => {
  it('writes one record to the console and to the logs, with the ids of the active span', async () => {
    const telemetry = telemetryOf()
    await telemetry.trace('a', () => telemetry.log('info', 'Processing', { customerId: '12345' }))
    const { traceId, spanId } = telemetry.memory.span('a').spanContext()
    const [record] = telemetry.memory.logs
    expect(record).toMatchObject({
      body: 'Processing',
      severityNumber: SeverityNumber.INFO,
      severityText: 'INFO',
      attributes: { customerId: '12345' },
      spanContext: { traceId, spanId },
    })
    expect(telemetry.memory.lines).toEqual([
      {
        timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
        level: 'info',
        message: 'Processing',
        trace_id: traceId,
        span_id: spanId,
        customerId: '12345',
      },
    ])
  })

  it('begins its line with the keys of the guide, in its order', async () => {
    const telemetry = telemetryOf()
    await telemetry.trace('a', () =>
      telemetry.log('info', 'Agent executed', { model: 'm', success: true, duration: 245, agent: 'classifier' }),
    )
    expect(Object.keys(telemetry.memory.lines[0] ?? {})).toEqual([
      'timestamp',
      'level',
      'message',
      'trace_id',
      'span_id',
      'agent',
      'duration',
      'success',
      'model',
    ])
  })

  it('takes any value: errors with their causes, big integers, cycles, getters that throw, huge texts', () => {
    const telemetry = telemetryOf()
    const cycle: Record<string, unknown> = { name: 'c' }
    cycle.self = cycle
    const meta = {
      error: new TypeError('bad', { cause: new Error('why') }),
      big: 10n,
      cycle,
      get broken(): string {
        throw new Error('getter')
      },
      huge: 'x'.repeat(1_000_000),
      fn: () => 1,
      symbol: Symbol('s'),
      map: new Map([['k', 1]]),
      date: new Date(0),
      missing: undefined,
    }
    telemetry.log('error', 'Failed', meta)
    const [record] = telemetry.memory.logs
    const [line] = telemetry.memory.lines
    expect(record?.attributes.error).toMatchObject({
      name: 'TypeError',
      message: 'bad',
      stack: expect.stringContaining('TypeError: bad'),
      cause: { name: 'Error', message: 'why' },
    })
    expect(JSON.parse(JSON.stringify(line))).toMatchObject({ message: 'Failed', cycle: { name: 'c' } })
    expect(record?.attributes.big).toBe('10')
    expect(JSON.stringify(record?.attributes.huge).length).toBeLessThan(40_000)
    expect(telemetry.memory.diagnostics).toEqual([])
  })

  it('takes an error as message or as meta, and meta that is no object', () => {
    const telemetry = telemetryOf()
    telemetry.log('error', new Error('as message') as never)
    telemetry.log('error', 'x', new Error('as meta') as never)
    telemetry.log('info', 'y', 'text' as never)
    telemetry.log('info', 'z', null as never)
    const [first, second, third] = telemetry.memory.logs
    expect(first?.body).toBe('as message')
    expect(second?.attributes.error).toMatchObject({ message: 'as meta' })
    expect(third?.attributes).toEqual({ value: 'text' })
    expect(telemetry.memory.logs).toHaveLength(4)
  })

  it('lets no key of meta stand in for its own', () => {
    const telemetry = telemetryOf()
    telemetry.log('info', 'mine', { message: 'theirs', level: 'fatal', timestamp: 1, trace_id: 'x' })
    expect(telemetry.memory.lines[0]).toMatchObject({ message: 'mine', level: 'info', 'meta.message': 'theirs' })
    expect(telemetry.memory.lines[0]).not.toHaveProperty('trace_id')
    expect(telemetry.memory.logs[0]?.body).toBe('mine')
  })

  it('removes secrets from both', () => {
    const telemetry = telemetryOf()
    telemetry.log('info', 'call with Bearer abcdefghijklmnop1234567890', { password: 'hunter2' })
    const all = JSON.stringify([
      telemetry.memory.lines,
      telemetry.memory.logs.map(({ attributes, body }) => [attributes, body]),
    ])
    expect(all).not.toContain('hunter2')
    expect(all).not.toContain('abcdefghijklmnop1234567890')
  })

  it('leaves out what is below the level', () => {
    const telemetry = telemetryOf({ logLevel: 'warn' })
    for (const level of ['debug', 'info', 'warn', 'error'] as const) telemetry.log(level, level)
    expect(telemetry.memory.lines.map(({ level }) => level)).toEqual(['warn', 'error'])
    expect(telemetry.memory.logs.map(({ body }) => body)).toEqual(['warn', 'error'])
  })

  it('takes an unknown level as info, and says so', () => {
    const telemetry = telemetryOf()
    telemetry.log('fatal' as never, 'x')
    expect(telemetry.memory.logs[0]).toMatchObject({ severityText: 'INFO', body: 'x' })
    expect(telemetry.memory.diagnostics[0]?.code).toBe('invalid_log_level')
  })

  it('prints spans at debug only', async () => {
    const quiet = telemetryOf()
    await quiet.trace('a', () => undefined)
    expect(quiet.memory.lines).toEqual([])
    const loud = telemetryOf({ logLevel: 'debug' })
    await loud.trace('b', () => undefined, { attributes: { password: 'hunter2' } })
    const line = loud.memory.lines.find(({ message }) => message === 'Span b')
    expect(line).toMatchObject({ level: 'debug', success: true, kind: 'INTERNAL' })
    expect(JSON.stringify(loud.memory.lines)).not.toContain('hunter2')
  })

  it('is silent on the console when told so, and still sends', () => {
    const telemetry = telemetryOf({ console: 'silent' })
    telemetry.log('info', 'x')
    expect(telemetry.memory.lines).toEqual([])
    expect(telemetry.memory.logs).toHaveLength(1)
  })

  it('stamps and redacts what other loggers emit through the global provider', () => {
    logs.disable()
    const telemetry = telemetryOf({ metadata: { team: 'a' } })
    telemetry.withSession('s', () =>
      logs.getLogger('other').emit({ body: 'key sk-abcdefghijklmnopqrstuvwxyz123456', attributes: { password: 'x' } }),
    )
    const [record] = telemetry.memory.logs
    expect(record?.attributes).toMatchObject({ team: 'a', 'session.id': 's' })
    expect(record?.attributes.password).not.toBe('x')
    expect(record?.body).not.toContain('abcdefghijklmnop')
    expect(telemetry.stats().logs.emitted).toBe(1)
  })
})

describe('what is stamped', () => {
  it('is redacted alike on spans, logs and the console: metadata, child attributes, session and user', async () => {
    const telemetry = telemetryOf({ metadata: { api_key: 'hunter2' } })
    const child = telemetry.createChild('c', { password: 'hunter2', nested: { a: 1 } as never })
    await child.withSession({ id: 'jane@example.com', userId: 'jane@example.com' }, () =>
      child.trace('a', () => child.log('info', 'x')),
    )
    const { memory } = telemetry
    const attributes = [memory.span('a').attributes, memory.logs[0]?.attributes]
    expect(attributes[1]).toEqual(attributes[0])
    expect(attributes[0]).toMatchObject({ nested: '{"a":1}' })
    expect(JSON.stringify([attributes, memory.lines])).not.toMatch(/hunter2|jane@example/)
  })
})

describe('a child telemetry', () => {
  it('adds its name and attributes to its spans, to all below them, and to its logs', async () => {
    const telemetry = telemetryOf()
    const child = telemetry.createChild('checkout', { tenant: 'acme' }).createChild('payment', { step: 2 })
    await child.trace('pay', () => telemetry.trace('below', () => telemetry.log('info', 'inside')))
    child.log('info', 'outside')
    telemetry.log('info', 'not mine')
    expect(telemetry.memory.span('pay').attributes).toEqual({ tenant: 'acme', step: 2 })
    expect(telemetry.memory.span('pay').instrumentationScope.name).toBe('payment')
    expect(telemetry.memory.span('below').attributes).toEqual({ tenant: 'acme', step: 2 })
    const attributes = telemetry.memory.logs.map((record) => record.attributes)
    expect(attributes).toEqual([{ tenant: 'acme', step: 2 }, { tenant: 'acme', step: 2 }, {}])
    expect(telemetry.memory.lines[1]).toMatchObject({ tenant: 'acme', step: 2 })
  })

  it('only flushes when it is shut down, and ends with its parent', async () => {
    const telemetry = telemetryOf()
    const child = telemetry.createChild('a')
    await child.shutdown()
    expect(telemetry.memory.calls).toEqual(['flush'])
    expect(child.traceUrl()).toBeUndefined()
    child.log('info', 'still here')
    expect(telemetry.memory.logs).toHaveLength(1)
    await telemetry.shutdown()
    child.log('info', 'gone')
    expect(telemetry.memory.lines).toHaveLength(1)
  })
})
