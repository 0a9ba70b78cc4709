import { randomUUID } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { connect } from 'node:net'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { type ServerUnderTest, startServerUnderTest } from './server-under-test.fixture.ts'

let clickhouse: ServerUnderTest

beforeAll(async () => {
  clickhouse = await startServerUnderTest({ concurrentQueriesMax: 20 })
})
afterAll(() => clickhouse.close())

it('keeps to row limits and says so', async () => {
  const limited = clickhouse.client.query({
    query: 'SELECT number FROM system.numbers LIMIT 1000',
    clickhouse_settings: { max_result_rows: '10', result_overflow_mode: 'throw' },
  })
  await expect(limited).rejects.toMatchObject({ code: '396' })
})

it('streams 100 MB while neither side holds them', async () => {
  const before = residentBytes()
  const answer = await clickhouse.client.query({
    query: "SELECT repeat('x', 1000) AS s FROM numbers(100000)",
    format: 'TabSeparatedRaw',
    // One block of the default size would be 65 MB here.
    clickhouse_settings: { max_block_size: '4096' },
  })
  let bytes = 0
  let engineBytesMax = 0
  for await (const rows of answer.stream()) {
    for (const row of rows) bytes += row.text.length + 1
    engineBytesMax = Math.max(engineBytesMax, residentBytes())
  }
  expect(bytes).toBe(100_100_000)
  expect(engineBytesMax - before).toBeLessThan(60_000_000)
})

it('tells an error that comes in the middle of an answer', async () => {
  const answer = await clickhouse.client.query({
    query: "SELECT throwIf(number = 300000, 'late') AS x FROM numbers(400000)",
    format: 'JSONEachRow',
    clickhouse_settings: { max_threads: 1 },
  })
  await expect(answer.json()).rejects.toThrow(/late/)
})

it('stops a read-only query when its client goes away', async () => {
  const abort = new AbortController()
  const query_id = randomUUID()
  const asking = clickhouse.client.query({
    query: 'SELECT sum(sipHash64(number)) FROM system.numbers',
    query_id,
    abort_signal: abort.signal,
    // ClickHouse cancels only what cannot have changed anything, and a POST may change things unless it says this.
    clickhouse_settings: { readonly: '2', max_threads: 1 },
  })
  asking.catch(() => undefined)
  const isRunning = () => clickhouse.ask(`SELECT count() FROM system.processes WHERE query_id = '${query_id}'`)
  await vi.waitFor(async () => expect(await isRunning()).toBe('1'), { timeout: 10_000 })
  abort.abort()
  await vi.waitFor(async () => expect(await isRunning()).toBe('0'), { timeout: 10_000 })
})

it('kills a query by its id', async () => {
  const query_id = randomUUID()
  const asking = clickhouse.client.query({ query: 'SELECT sum(sipHash64(number)) FROM system.numbers', query_id })
  const refused = expect(asking).rejects.toMatchObject({ code: '394' })
  await vi.waitFor(
    async () => {
      expect(await clickhouse.ask(`KILL QUERY WHERE query_id = '${query_id}' SYNC`)).toContain(query_id)
    },
    { timeout: 10_000 },
  )
  await refused
})

it('answers inserts while long queries run, and the other way round', async () => {
  const table = await clickhouse.makeTable()
  const abort = new AbortController()
  const long = Array.from({ length: 6 }, () =>
    clickhouse.client
      .query({
        query: 'SELECT sum(sipHash64(number)) FROM numbers(100000000000)',
        abort_signal: abort.signal,
        clickhouse_settings: { readonly: '2' },
      })
      .catch(() => undefined),
  )
  const values = Array.from({ length: 1000 }, (_, x) => ({ x }))
  for (let i = 0; i < 10; i += 1) {
    await Promise.all([clickhouse.client.insert({ table, values, format: 'JSONEachRow' }), clickhouse.ask('SELECT 1')])
  }
  expect(await clickhouse.count(table)).toBe('10000')
  abort.abort()
  await Promise.all(long)
})

it('refuses more queries at once than its limit, with a code that tells to try again', async () => {
  const pid = clickhouse.server.pid()
  const abort = new AbortController()
  const all = Array.from({ length: 25 }, async () => {
    const { username, password } = clickhouse.server
    const headers = { 'X-ClickHouse-User': username, 'X-ClickHouse-Key': password }
    const query = 'SELECT sum(sipHash64(number)) FROM system.numbers'
    const url = `http://${clickhouse.host}/?max_threads=1&query=${encodeURIComponent(query)}`
    const answer = await fetch(url, { headers, signal: abort.signal })
    return answer.headers.get('x-clickhouse-exception-code')
  })
  expect(await Promise.any(all)).toBe('202')
  expect(clickhouse.server.pid()).toBe(pid)
  abort.abort()
  await Promise.allSettled(all)
  await vi.waitFor(async () => expect(await clickhouse.ask('SELECT 1')).toBe('1'), { timeout: 10_000 })
})

it('refuses a query that needs more memory than its share, and goes on', async () => {
  const query = 'SELECT count() FROM (SELECT groupArray(repeat(toString(number), 100)) FROM numbers(100000000))'
  expect(await clickhouse.ask(query)).toMatch(/MEMORY_LIMIT_EXCEEDED/)
  expect(await clickhouse.ask('SELECT 1')).toBe('1')
})

it('survives clients that reset their connection at any point', async () => {
  const table = await clickhouse.makeTable()
  const pid = clickhouse.server.pid()
  const { username, password } = clickhouse.server
  const head = `Host: ${clickhouse.host}\r\nX-ClickHouse-User: ${username}\r\nX-ClickHouse-Key: ${password}\r\n`
  const insert = `POST /?query=${encodeURIComponent(`INSERT INTO ${table} FORMAT JSONEachRow`)} HTTP/1.1\r\n${head}`
  const starts = [
    '',
    'POST / HTTP/1.1\r\n',
    '\x16\x03\x01\x02\x00 not HTTP',
    `${insert}Content-Length: 1000\r\n\r\n{"x":1}`,
    `${insert}Transfer-Encoding: chunked\r\n\r\n100\r\n{"x":1}`,
    `${insert}Transfer-Encoding: chunked\r\n\r\nzzz\r\n`,
    `${insert}Content-Encoding: gzip\r\nContent-Length: 7\r\n\r\n{"x":1}`,
    `GET /?query=SELECT+number+FROM+system.numbers HTTP/1.1\r\n${head}\r\n`,
  ]
  for (const start of starts) await resetAfter(clickhouse.host, start)
  await vi.waitFor(async () => expect(await clickhouse.ask('SELECT count() FROM system.processes')).toBe('1'), {
    timeout: 10_000,
  })
  expect(clickhouse.server.pid()).toBe(pid)
  expect(await clickhouse.count(table)).toBe('0')
})

/** Sends the start of a request, waits for the first byte of an answer or 100 ms, and resets the connection. */
function resetAfter(host: string, start: string): Promise<void> {
  const { hostname, port } = new URL(`http://${host}`)
  return new Promise((resolve) => {
    const socket = connect(Number(port), hostname, () => socket.write(start))
    const reset = () => socket.resetAndDestroy()
    socket.once('data', reset)
    socket.setTimeout(100, reset)
    socket.on('error', () => undefined)
    socket.once('close', () => resolve())
  })
}

/** Memory of the engine's process; 0 where the system does not show it as Linux does. */
function residentBytes(): number {
  const path = `/proc/${clickhouse.server.pid()}/status`
  if (!existsSync(path)) return 0
  return Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(path, 'utf8'))?.[1]) * 1024
}
