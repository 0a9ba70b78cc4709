import { once } from 'node:events'
import { connect } from 'node:net'
import { Readable } from 'node:stream'
import { gunzipSync, gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type ServerUnderTest, startServerUnderTest } from './server-under-test.fixture.ts'

let clickhouse: ServerUnderTest

beforeAll(async () => {
  clickhouse = await startServerUnderTest()
})
afterAll(() => clickhouse.close())

it('answers pings', async () => {
  expect(await clickhouse.client.ping()).toEqual({ success: true })
  expect(await (await fetch(`http://${clickhouse.host}/ping`)).text()).toBe('Ok.\n')
})

it('binds parameters exactly, also those that a JSON number cannot hold', async () => {
  const answer = await clickhouse.client.query({
    query: 'SELECT {id:UInt64} AS id, {text:String} AS text, {list:Array(String)} AS list',
    query_params: { id: '9007199254740993', text: "a'b\\c\n; DROP TABLE x", list: ["'", '\\'] },
    clickhouse_settings: { output_format_json_quote_64bit_integers: 1 },
    format: 'JSONEachRow',
  })
  expect(await answer.json()).toEqual([{ id: '9007199254740993', text: "a'b\\c\n; DROP TABLE x", list: ["'", '\\'] }])
})

it('applies settings to one query and forgets them', async () => {
  const read = "SELECT getSetting('max_threads')"
  const ownThreads = await clickhouse.ask(read)
  const one = await clickhouse.client.query({
    query: read,
    clickhouse_settings: { max_threads: 7 },
    format: 'TabSeparated',
  })
  expect((await one.text()).trim()).toBe('7')
  expect(await clickhouse.ask(read)).toBe(ownThreads)
})

it('tells errors by code, name and status', async () => {
  await expect(clickhouse.client.query({ query: 'SELECT * FROM nowhere' })).rejects.toMatchObject({
    code: '60',
    type: 'UNKNOWN_TABLE',
  })
  const unknown = await clickhouse.post('/', 'SELECT * FROM nowhere')
  expect([unknown.status, unknown.headers.get('x-clickhouse-exception-code')]).toEqual([404, '60'])
  expect(await unknown.text()).toMatch(/^Code: 60\. DB::Exception: .*\(UNKNOWN_TABLE\)/)
  const syntax = await clickhouse.post('/', 'SELEC 1')
  expect([syntax.status, syntax.headers.get('x-clickhouse-exception-code')]).toEqual([400, '62'])
  await expect(
    clickhouse.client
      .query({
        query: 'SELECT sleepEachRow(1) FROM numbers(3)',
        clickhouse_settings: { max_execution_time: 1, max_block_size: '1' },
      })
      .then((answer) => answer.text()),
  ).rejects.toMatchObject({ code: '159', type: 'TIMEOUT_EXCEEDED' })
})

it('takes the query from the URL and the data from the body, in any format', async () => {
  const table = await clickhouse.makeTable()
  const query = encodeURIComponent(`INSERT INTO ${table} (x, s) FORMAT CSV`)
  const answer = await clickhouse.post(`/?query=${query}&query_id=my-insert`, '1,a\n2,b\n')
  expect(answer.headers.get('x-clickhouse-query-id')).toBe('my-insert')
  expect(JSON.parse(answer.headers.get('x-clickhouse-summary') ?? '{}')).toMatchObject({ written_rows: '2' })
  expect(
    await (await clickhouse.post('/?default_format=JSONCompactEachRow', `SELECT * FROM ${table} ORDER BY x`)).text(),
  ).toBe('["1", "a"]\n["2", "b"]\n'.replaceAll('"1"', '1').replaceAll('"2"', '2'))
})

it('stores rows of JSONEachRow and counts them in the summary', async () => {
  const table = await clickhouse.makeTable()
  const { summary } = await clickhouse.client.insert({
    table,
    values: [{ x: 1 }, { x: 2, s: 'ü\n' }],
    format: 'JSONEachRow',
  })
  expect(summary?.written_rows).toBe('2')
  expect(await clickhouse.ask(`SELECT s FROM ${table} WHERE x = 2 FORMAT JSONEachRow`)).toBe('{"s":"ü\\n"}')
})

it('stores a Native body of 200 000 rows, and stores nothing of one that is cut short', async () => {
  const rows = await clickhouse.post(
    '/',
    'SELECT number AS x, toString(number) AS s FROM numbers(200000) FORMAT Native',
  )
  const body = Buffer.from(await rows.arrayBuffer())
  const table = await clickhouse.makeTable()
  const inserted = await clickhouse.client.exec({
    query: `INSERT INTO ${table} FORMAT Native`,
    values: Readable.from([body], { objectMode: false }),
  })
  await once(inserted.stream.resume(), 'end')
  expect(await clickhouse.count(table)).toBe('200000')
  const other = await clickhouse.makeTable()
  const cut = await clickhouse.post(
    `/?query=${encodeURIComponent(`INSERT INTO ${other} FORMAT Native`)}`,
    body.subarray(0, 1000),
  )
  expect(cut.ok).toBe(false)
  expect(await clickhouse.count(other)).toBe('0')
})

it('drops a repeated insert by its token, and no insert without one', async () => {
  const table = await clickhouse.makeTable('MergeTree ORDER BY x SETTINGS non_replicated_deduplication_window = 100')
  const insert = (token?: string) =>
    clickhouse.client.insert({
      table,
      values: [{ x: 1 }],
      format: 'JSONEachRow',
      clickhouse_settings: token === undefined ? {} : { insert_deduplication_token: token },
    })
  await insert('a')
  await insert('a')
  expect(await clickhouse.count(table)).toBe('1')
  await insert('b')
  await insert()
  await clickhouse.client.insert({ table, values: [{ x: 2 }], format: 'JSONEachRow' })
  expect(Number(await clickhouse.count(table))).toBeGreaterThanOrEqual(3)
})

it('compresses and decompresses', async () => {
  const table = await clickhouse.makeTable()
  const query = encodeURIComponent(`INSERT INTO ${table} FORMAT JSONEachRow`)
  const inserted = await clickhouse.post(`/?query=${query}`, gzipSync('{"x":1}\n{"x":2}\n'), {
    'content-encoding': 'gzip',
  })
  expect(inserted.status).toBe(200)
  const { username, password } = clickhouse.server
  const raw = await rawGet(
    clickhouse.host,
    `GET /?enable_http_compression=1&query=${encodeURIComponent(`SELECT count() FROM ${table}`)} HTTP/1.1\r\nHost: ${clickhouse.host}\r\nAccept-Encoding: gzip\r\nConnection: close\r\nX-ClickHouse-User: ${username}\r\nX-ClickHouse-Key: ${password}\r\n\r\n`,
  )
  expect(raw.head).toContain('Content-Encoding: gzip')
  expect(gunzipSync(raw.body).toString()).toBe('2\n')
})

async function rawGet(host: string, request: string): Promise<{ head: string; body: Buffer }> {
  const { hostname, port } = new URL(`http://${host}`)
  const socket = connect(Number(port), hostname)
  socket.write(request)
  const answer = Buffer.concat(await Readable.prototype.toArray.call(socket))
  const at = answer.indexOf('\r\n\r\n')
  const body = answer.subarray(at + 4)
  // One chunk: length, data, end.
  const start = body.indexOf('\r\n') + 2
  const length = Number.parseInt(body.toString('latin1', 0, start), 16)
  return { head: answer.toString('latin1', 0, at), body: body.subarray(start, start + length) }
}
