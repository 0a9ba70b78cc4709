import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { describe, expect, it } from 'vitest'
import { createState } from '../state/state.ts'
import { createTestTelemetry } from '../testing/create-test-telemetry.ts'

/** In a box: to settle with a proxy would be to read it. */
const thrown = async (work: Promise<unknown>): Promise<{ error: unknown }> =>
  work.then(
    () => Promise.reject(new Error('nothing was thrown')),
    (error: unknown) => ({ error }),
  )

const angry = () => {
  throw new Error('not for you')
}
/** What is no promise, and may be awaited all the same. */
const thenableOf = (then: unknown) => Object.defineProperty({}, 'then', { value: then }) as Promise<string>
const revoked = () => {
  const { proxy, revoke } = Proxy.revocable({}, {})
  revoke()
  return proxy
}

describe('whatever a function throws', () => {
  it.each([
    ['text', 'plain text'],
    ['undefined', undefined],
    ['null', null],
    ['a number', 7],
    ['a symbol', Symbol('s')],
    ['a big integer', 7n],
    ['a frozen error', Object.freeze(new RangeError('frozen'))],
    ['an object without prototype', Object.create(null)],
    ['a function', () => 1],
    [
      'a proxy that refuses everything',
      new Proxy({}, { get: angry, has: angry, getPrototypeOf: angry, ownKeys: angry }),
    ],
    ['a proxy of an error', new Proxy(new Error('inside'), {})],
    ['a revoked proxy', revoked()],
    [
      'an error whose cause is itself',
      Object.assign(new Error('loop'), {
        get cause() {
          return this
        },
      }),
    ],
    ['an error with a huge message', new Error('x'.repeat(5_000_000))],
  ])('%s is thrown on as it is, and its span has failed', async (_name, value) => {
    const telemetry = createTestTelemetry()
    const { error } = await thrown(telemetry.trace('a', () => Promise.reject(value)))
    expect(Object.is(error, value)).toBe(true)
    const again = async () =>
      telemetry.traceSync('b', () => {
        throw value
      })
    expect(Object.is((await thrown(again())).error, value)).toBe(true)
    telemetry.recordException(value)
    telemetry.log('error', 'it failed', { error: value })
    await telemetry.trace('c', (span) => telemetry.recordException(value, span))
    for (const name of ['a', 'b', 'c']) {
      expect(telemetry.span(name).status).toBe('ERROR')
      expect(telemetry.span(name).attributes['error.type']).toEqual(expect.any(String))
      expect(telemetry.span(name).events.map((event) => event.name)).toEqual(['exception'])
    }
    expect(telemetry.logs.some(({ message }) => message === 'it failed')).toBe(true)
    expect(telemetry.diagnostics).toEqual([])
    await telemetry.shutdown()
  })
})

describe('a span', () => {
  it('that its function ends, and ends again, is sent once', async () => {
    const telemetry = createTestTelemetry()
    const error = new Error('late')
    await thrown(
      telemetry.trace('a', (span) => {
        span.end()
        span.end()
        span.setAttribute('late', true)
        throw error
      }),
    )
    expect(telemetry.spansNamed('a')).toHaveLength(1)
    expect(telemetry.stats().spans).toMatchObject({ started: 1, ended: 1, open: 0, exported: 1 })
  })

  it('of a function that returns a thenable lasts until that is settled, and answers with its value', async () => {
    const telemetry = createTestTelemetry()
    let settle: (value: string) => void = () => undefined
    const then = (resolve: (value: string) => void) => {
      settle = resolve
    }
    const thenable = thenableOf(then)
    const traced = telemetry.trace('a', () => thenable)
    await new Promise(setImmediate)
    expect(telemetry.spans).toEqual([])
    settle('done')
    expect(await traced).toBe('done')
    expect(telemetry.spansNamed('a')).toHaveLength(1)
    expect(await thrown(telemetry.trace('b', () => thenableOf(angry)))).toMatchObject({
      error: { message: 'not for you' },
    })
    expect(telemetry.span('b').status).toBe('ERROR')
  })

  it.each([
    ['a getter that throws', Object.defineProperty({ good: 1 }, 'bad', { enumerable: true, get: angry })],
    ['symbols', { good: 1, bad: Symbol('s'), [Symbol('key')]: 1 }],
    ['a huge array', { good: 1, bad: Array.from({ length: 200_000 }, (_, index) => index) }],
    ['a huge text', { good: 1, bad: 'x'.repeat(5_000_000) }],
    [
      'a cycle',
      {
        good: 1,
        bad: (() => {
          const cycle: Record<string, unknown> = {}
          cycle.self = cycle
          return cycle
        })(),
      },
    ],
    ['a mixed array', { good: 1, bad: [1, 'a', {}, null] }],
    ['a proxy that refuses everything', { good: 1, bad: new Proxy({}, { get: angry, ownKeys: angry, has: angry }) }],
    ['a revoked proxy', { good: 1, bad: revoked() }],
    ['a big integer', { good: 1, bad: 7n }],
    ['no value', { good: 1, bad: undefined, worse: null, nan: Number.NaN }],
    [
      '10,000 keys',
      Object.fromEntries([['good', 1], ...Array.from({ length: 10_000 }, (_, index) => [`key.${index}`, index])]),
    ],
  ])('takes attributes with %s, everywhere, and throws nothing', async (_name, given) => {
    const telemetry = createTestTelemetry({ metadata: given as never, resourceAttributes: given as never })
    const attributes = given as never
    expect(await telemetry.trace('a', () => 'ok', { attributes })).toBe('ok')
    await telemetry.trace('b', () => {
      telemetry.setAttributes(attributes)
      telemetry.recordEvent({ name: 'event', attributes })
      telemetry.log('info', 'logged', attributes)
      telemetry.increment('counted', 1, attributes)
      telemetry.createChild('child', attributes).traceSync('c', () => undefined)
    })
    for (const span of ['b', 'c']) expect(telemetry.spansNamed(span)).toHaveLength(1)
    expect(telemetry.logs.filter(({ message }) => message === 'logged')).toHaveLength(1)
    expect(telemetry.span('a').attributes.good).toBe(1)
    expect(telemetry.span('b').attributes.good).toBe(1)
    const size = JSON.stringify([telemetry.spans, telemetry.logs]).length
    expect(size).toBeLessThan(3_000_000)
    await telemetry.shutdown()
  })
})

describe('telemetries that come and go', () => {
  it('thousands of them, one a request, leave no listener, timer or memory behind', async () => {
    setFlagsFromString('--expose-gc')
    const collectGarbage = runInNewContext('gc') as () => void
    const one = async (index: number) => {
      const telemetry = createTestTelemetry({ registerGlobal: 'auto', flushOnExit: true, console: 'silent' })
      await telemetry.trace('request', () => telemetry.log('info', 'x', { index }))
      telemetry.increment('requests')
      await telemetry.shutdown()
    }
    const listeners = () => process.eventNames().reduce((sum, event) => sum + process.listenerCount(event), 0)
    const timers = () => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length
    for (let index = 0; index < 300; index += 1) await one(index)
    collectGarbage()
    const before = { heap: process.memoryUsage().heapUsed, listeners: listeners(), timers: timers() }
    for (let index = 0; index < 3000; index += 1) await one(index)
    collectGarbage()
    expect({ listeners: listeners(), timers: timers() }).toEqual({ listeners: before.listeners, timers: before.timers })
    expect(process.memoryUsage().heapUsed - before.heap).toBeLessThan(3_000_000)
  })

  it('shut down in the midst of a trace leave its function to end as it would', async () => {
    const telemetry = createTestTelemetry()
    const answer = await telemetry.trace('a', async (span) => {
      await telemetry.shutdown()
      span.setAttribute('late', true)
      telemetry.log('info', 'late')
      telemetry.increment('late')
      return await telemetry.trace('b', () => 'ok')
    })
    expect(answer).toBe('ok')
  })

  it('flushed while they shut down, and shut down while they flush, settle all', async () => {
    const telemetry = createTestTelemetry()
    await telemetry.trace('a', () => undefined)
    const all = [
      telemetry.flush(),
      telemetry.shutdown(),
      telemetry.flush(),
      telemetry.shutdown(),
      telemetry[Symbol.asyncDispose](),
    ]
    expect(await Promise.all(all)).toEqual([undefined, undefined, undefined, undefined, undefined])
    expect(telemetry.stats().spans).toMatchObject({ ended: 1, exported: 1 })
  })
})

it('a watcher of a state that throws is told to whoever changed it, after all others were told', () => {
  const state = createState()
  const told: string[] = []
  state.on('change', angry)
  state.on('change', ({ key }) => void told.push(key))
  expect(() => state.set('a', 1)).toThrow('not for you')
  expect([told, state.get('a')]).toEqual([['a'], 1])
})
