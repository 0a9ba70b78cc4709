import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type Behaviour, OutageServer } from './outage/outage-server.ts'
import { accountOf, expectOnce, nothingMissing, TelemetryUnderTest } from './outage/telemetry-under-test.ts'

let server: OutageServer
let telemetry: TelemetryUnderTest | undefined
const rejections: unknown[] = []
const onRejection = (reason: unknown) => rejections.push(reason)

beforeEach(async () => {
  server = new OutageServer()
  await server.start()
  rejections.length = 0
  process.on('unhandledRejection', onRejection)
})

afterEach(async () => {
  await telemetry?.shutdown()
  telemetry = undefined
  await server.stop()
  process.off('unhandledRejection', onRejection)
  expect(rejections).toEqual([])
})

function start(options: Partial<ConstructorParameters<typeof TelemetryUnderTest>[0]> = {}): TelemetryUnderTest {
  telemetry = new TelemetryUnderTest({ url: server.url, ...options })
  return telemetry
}

const until = <T>(check: () => T | Promise<T>) => vi.waitFor(check, { timeout: 15_000, interval: 10 })

const unavailable: Behaviour = { kind: 'answer', status: 503 }

describe('an outage', () => {
  const outages: [string, Behaviour | 'down'][] = [
    ['refuses connections', 'down'],
    ['hangs', { kind: 'hang' }],
    ['breaks connections amid a request', { kind: 'break' }],
    ['answers 503', unavailable],
    ['answers 429', { kind: 'answer', status: 429 }],
    [
      'answers with the web page of a network',
      { kind: 'answer', status: 200, headers: { 'content-type': 'text/html' }, body: '<p>' },
    ],
  ]
  it.each(outages)('loses nothing that fits the buffer while the server %s, and sends it once', async (_, outage) => {
    const tested = start()
    await tested.recordNumbers(0, 300)
    tested.increment('c', 1)
    await tested.flush()
    if (outage === 'down') await server.stop()
    else server.behave = () => outage
    await tested.recordNumbers(300, 3000)
    tested.increment('c', 2)
    await until(() => expect(tested.stats().lastError).toBeDefined())
    expect(accountOf(tested.stats()).spans).toBeGreaterThan(0)
    if (outage === 'down') await server.start()
    else server.behave = () => ({ kind: 'accept' })
    await until(() => expect(accountOf(tested.stats())).toEqual(nothingMissing))
    expectOnce(server.spans, 'span', 0, 3000)
    expectOnce(server.logs, 'log', 0, 3000)
    expect([server.points.get('c 1'), server.points.get('c 2')]).toEqual([1, 1])
    expect(tested.stats().spans).toMatchObject({ exported: 3000, dropped: {} })
    expect(tested.codes()).toContain('recovered')
  })

  it('keeps the newest when the buffer is too small for it, sends them oldest first, and counts the rest', async () => {
    const tested = start({ batch: { maxBufferedBytes: 100_000, maxExportBatchSize: 64 } })
    server.behave = () => unavailable
    await tested.recordNumbers(0, 20_000)
    await until(() => expect(tested.stats().spans.dropped.buffer_full).toBeGreaterThan(0))
    expect(tested.stats().buffer.bytes).toBeLessThanOrEqual(100_000)
    const order: string[] = []
    server.behave = () => ({ kind: 'accept' })
    await tested.flush()
    await until(() => expect(accountOf(tested.stats())).toEqual(nothingMissing))
    order.push(...server.spans.keys())
    expect(server.spans.size).toBe(tested.stats().spans.exported)
    expect([...server.spans.values()].every((count) => count === 1)).toBe(true)
    expect(server.spans.has('span-19999')).toBe(true)
    const numbers = order.map((name) => Number(name.slice('span-'.length)))
    expect(numbers).toEqual(numbers.toSorted((a, b) => a - b))
    expect(tested.codes()).toContain('buffer_full')
  })

  it('is over as soon as a flush finds the server back, whatever the back-off', async () => {
    const tested = start({ timing: { firstBackOffMillis: 3_600_000, maxBackOffMillis: 3_600_000 } })
    server.behave = () => unavailable
    await tested.recordNumbers(0, 10)
    await until(() => expect(tested.stats().lastError).toBeDefined())
    server.behave = () => ({ kind: 'accept' })
    await tested.flush()
    expectOnce(server.spans, 'span', 0, 10)
  })

  it('is not waited out by a flush that cannot outlast it', async () => {
    const tested = start({
      timing: { firstBackOffMillis: 3_600_000, maxBackOffMillis: 3_600_000 },
      batch: { exportTimeoutMillis: 60_000 },
    })
    server.behave = () => unavailable
    await tested.recordNumbers(0, 10)
    const startedAt = performance.now()
    await tested.flush()
    expect(performance.now() - startedAt).toBeLessThan(10_000)
    expect(accountOf(tested.stats())).toMatchObject({ spans: 10, logs: 10 })
  })
})

describe('what a server says', () => {
  it('refuses a key: one warning, nothing lost, and all sent once the key is good', async () => {
    const tested = start()
    server.behave = () => ({ kind: 'answer', status: 401 })
    await tested.recordNumbers(0, 500)
    await tested.flush()
    await until(() => expect(server.requests.length).toBeGreaterThan(4))
    expect(tested.codes().filter((code) => code === 'unauthorized')).toHaveLength(1)
    expect(tested.stats().lastError?.code).toBe('unauthorized')
    server.behave = () => ({ kind: 'accept' })
    await until(() => expect(accountOf(tested.stats())).toEqual(nothingMissing))
    expectOnce(server.spans, 'span', 0, 500)
  })

  it('refuses a key: sends nothing during the pause, and a flush does not wait for its end', async () => {
    const tested = start({ timing: { pauseMillis: 60_000 } })
    server.behave = () => ({ kind: 'answer', status: 403 })
    tested.startSpan('a').end()
    await tested.flush()
    await until(() => expect(server.requests).toHaveLength(1))
    const startedAt = performance.now()
    await tested.flush()
    await tested.shutdown()
    expect(performance.now() - startedAt).toBeLessThan(4000)
    expect(server.requests.filter(({ path }) => path === '/v1/traces')).toHaveLength(1)
    expect(tested.stats().spans.dropped).toEqual({ unauthorized: 1 })
  })

  it.each(['http/protobuf', 'http/json'] as const)(
    'finds a request too large: divides it until it is small enough, and gives up single records only (%s)',
    async (protocol) => {
      const tested = start({ protocol })
      server.behave = ({ path, plainBytes }) =>
        path === '/v1/traces' && plainBytes > 12_000 ? { kind: 'answer', status: 413 } : { kind: 'accept' }
      await tested.recordNumbers(0, 700)
      tested.startSpan('huge', { attributes: { text: 'x'.repeat(20_000) } }).end()
      await tested.recordNumbers(700, 900)
      await tested.flush()
      await until(() => expect(accountOf(tested.stats())).toEqual(nothingMissing))
      expectOnce(server.spans, 'span', 0, 900)
      expect(tested.stats().spans.dropped).toEqual({ too_large: 1 })
      expect(tested.codes()).toContain('too_large')
    },
  )

  it.each([
    ['seconds', () => '1'],
    ['a date', () => new Date(Date.now() + 2000).toUTCString()],
  ])('asks to wait by Retry-After in %s: is not asked earlier, not even for a flush', async (_, retryAfter) => {
    const tested = start({ timing: { firstBackOffMillis: 1 } })
    let answers = 0
    server.behave = ({ path }) => {
      if (path !== '/v1/traces') return { kind: 'accept' }
      answers += 1
      return server.requests.filter((request) => request.path === path).length > 1
        ? { kind: 'accept' }
        : { kind: 'answer', status: 429, headers: { 'retry-after': retryAfter() } }
    }
    tested.startSpan('span-0').end()
    await until(() => expect(answers).toBeGreaterThan(0))
    await tested.flush()
    await until(() => expect(accountOf(tested.stats()).spans).toBe(0))
    const [first, second] = server.requests.filter(({ path }) => path === '/v1/traces')
    expect(second!.at - first!.at).toBeGreaterThanOrEqual(990)
    expectOnce(server.spans, 'span', 0, 1)
  })

  it('refuses a request for good: counts it, and goes on with the next', async () => {
    const tested = start()
    server.behave = ({ path }) =>
      path === '/v1/logs' || server.requests.filter((request) => request.path === path).length > 1
        ? { kind: 'accept' }
        : {
            kind: 'answer',
            status: 400,
            headers: { 'content-type': 'application/json' },
            body: '{"message":"bad hk_0123456789abcdef"}',
          }
    await tested.recordNumbers(0, 10)
    await tested.flush()
    await tested.recordNumbers(10, 20)
    await tested.flush()
    expect(tested.stats().spans).toMatchObject({ exported: 10, dropped: { rejected: 10 } })
    expectOnce(server.spans, 'span', 10, 20)
    const warning = tested.told.find(({ code }) => code === 'rejected')
    expect(warning?.message).toMatch(/status 400: bad hk_0…/)
  })

  it.each([
    ['protobuf', 'http/protobuf', Uint8Array.from([0x0a, 0x06, 0x08, 3, 0x12, 2, 0x6e, 0x6f])],
    ['JSON', 'http/json', '{"partialSuccess":{"rejectedSpans":"3","errorMessage":"no"}}'],
  ] as const)('takes a request in part: counts what it refused (%s)', async (_, protocol, body) => {
    const tested = start({ protocol })
    server.behave = () => ({ kind: 'answer', status: 200, headers: { 'content-type': 'x' }, body })
    for (let count = 0; count < 10; count += 1) tested.startSpan('a').end()
    await tested.flush()
    expect(tested.stats().spans).toMatchObject({ exported: 7, dropped: { rejected: 3 } })
  })

  it('redirects on its own host: the request follows, body and all', async () => {
    const tested = start()
    server.behave = ({ path }) =>
      path.startsWith('/moved')
        ? { kind: 'accept' }
        : { kind: 'answer', status: 308, headers: { location: `/moved${path}` } }
    await tested.recordNumbers(0, 10)
    await tested.flush()
    expectOnce(server.spans, 'span', 0, 10)
  })

  it('redirects to another host: which never sees the key', async () => {
    const other = new OutageServer()
    await other.start()
    const tested = start({ timing: { pauseMillis: 60_000 } })
    server.behave = ({ path }) => ({ kind: 'answer', status: 307, headers: { location: `${other.url}${path}` } })
    tested.startSpan('a').end()
    await tested.flush()
    await until(() => expect(tested.codes()).toContain('redirected'))
    expect(other.requests).toEqual([])
    expect(accountOf(tested.stats()).spans).toBe(1)
    await other.stop()
  })

  it('answers without end: no more of it is read than is needed', async () => {
    const tested = start()
    const body = gzipSync(Buffer.alloc(50_000_000, 'a'))
    server.behave = () => ({
      kind: 'answer',
      status: 400,
      headers: { 'content-type': 'text/plain', 'content-encoding': 'gzip' },
      body,
    })
    tested.startSpan('a').end()
    await tested.flush()
    expect(tested.stats().spans.dropped).toEqual({ rejected: 1 })
  })
})

describe('flush and shutdown', () => {
  it('wait for a request that is on its way', async () => {
    const tested = start({ batch: { exportTimeoutMillis: 5000 } })
    server.behave = () => ({ kind: 'accept', delayMillis: 800 })
    tested.startSpan('span-0').end()
    await until(() => expect(server.requests).toHaveLength(1))
    await tested.flush()
    expectOnce(server.spans, 'span', 0, 1)
    expect(tested.stats().spans.exported).toBe(1)
  })

  it('send what was recorded in the same moment, metrics too', async () => {
    const tested = start({ batch: { scheduledDelayMillis: 60_000, metricIntervalMillis: 60_000 } })
    await tested.recordNumbers(0, 1500)
    tested.increment('c', 7)
    tested.histogram('h', 1)
    await tested.flush()
    expectOnce(server.spans, 'span', 0, 1500)
    expectOnce(server.logs, 'log', 0, 1500)
    expect(server.points.get('c 7')).toBe(1)
    expect(accountOf(tested.stats())).toEqual(nothingMissing)
  })

  const dead: [string, Behaviour | 'down'][] = [
    ['hangs', { kind: 'hang' }],
    ['refuses', 'down'],
    ['throttles', { kind: 'answer', status: 429, headers: { 'retry-after': '3600' } }],
  ]
  it.each(dead)(
    'shutdown keeps its time and does not reject while the server %s; everything is accounted for',
    async (_, how) => {
      const config = { shutdownTimeoutMillis: 700 }
      const tested = start({ config, batch: { exportTimeoutMillis: 30_000 }, timing: { firstBackOffMillis: 300 } })
      if (how === 'down') await server.stop()
      else server.behave = () => how
      await tested.recordNumbers(0, 2000)
      tested.increment('c')
      // By a timer of this process: it is as late as the others of a machine that is busy.
      const tooLate = new Promise((resolve) => setTimeout(resolve, 800, 'too late'))
      expect(await Promise.race([Promise.all([tested.shutdown(), tested.shutdown()]), tooLate])).not.toBe('too late')
      tested.startSpan('late').end()
      const { spans, logs } = tested.stats()
      expect(spans).toMatchObject({ started: 2000, exported: 0, dropped: { shutdown: 2000 } })
      expect(logs).toMatchObject({ emitted: 2000, dropped: { shutdown: 2000 } })
      expect(accountOf(tested.stats())).toEqual(nothingMissing)
      expect(tested.stats().buffer.bytes).toBe(0)
    },
  )
})
