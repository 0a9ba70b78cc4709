import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type ServerUnderTest, startServerUnderTest } from './server-under-test.fixture.ts'

let clickhouse: ServerUnderTest

beforeAll(async () => {
  clickhouse = await startServerUnderTest()
})
afterAll(() => clickhouse.close())

it('takes a setting that looks like SQL as a value', async () => {
  const comment = "x\\', max_threads=5; SELECT 99 AS pwned -- "
  const answer = await clickhouse.post(
    `/?log_comment=${encodeURIComponent(comment)}`,
    "SELECT getSetting('log_comment') FORMAT JSON",
  )
  expect(await answer.json()).toMatchObject({ data: [{ "getSetting('log_comment')": comment }] })
  const refused = await clickhouse.post(`/?max_threads=${encodeURIComponent('1; SELECT 99')}`, 'SELECT 1')
  expect(refused.status).toBe(400)
})

it('refuses a second statement', async () => {
  expect(await clickhouse.ask('SELECT 1; SELECT 2')).toMatch(/^Code: 62\. .*Multi-statements are not allowed/)
})

it('lets nobody in without the password', async () => {
  const origin = `http://${clickhouse.host}`
  const wrong = await fetch(origin, {
    method: 'POST',
    body: 'SELECT 1',
    headers: { 'X-ClickHouse-User': 'embedded', 'X-ClickHouse-Key': 'x' },
  })
  expect([wrong.status, wrong.headers.get('x-clickhouse-exception-code')]).toEqual([403, '516'])
  for (const query of ['SYSTEM STOP LISTEN HTTP', 'CREATE DATABASE mine', 'SELECT * FROM system.tables']) {
    const nobody = await fetch(origin, { method: 'POST', body: query })
    expect(nobody.headers.get('x-clickhouse-exception-code')).toBe('201')
  }
  const { username, password } = clickhouse.server
  expect(await (await fetch(`${origin}/?user=${username}&password=${password}&query=SELECT+1`)).text()).toBe('1\n')
})

it('reads and writes nothing outside its data clickhouse.directory, and connects to nothing', async () => {
  const table = await clickhouse.makeTable()
  const out = join(clickhouse.directory, 'out')
  const refused = [
    "SELECT * FROM file('/etc/passwd', LineAsString)",
    "SELECT * FROM (SELECT * FROM file('/etc/passwd', LineAsString) SETTINGS readonly = 0)",
    "SELECT * FROM url('http://127.0.0.1:1/', LineAsString)",
    "SELECT * FROM remote('127.0.0.1', system.one)",
    "SELECT * FROM mysql('127.0.0.1:1', 'd', 't', 'u', 'p')",
    "SELECT * FROM executable('x', TSV, 'x String')",
    `INSERT INTO FUNCTION file('${out}', CSV, 'x UInt64') SELECT 1`,
    `SELECT 1 INTO OUTFILE '${out}'`,
    `CREATE TABLE outside (x UInt64) ENGINE = File(CSV, '${out}')`,
    "CREATE TABLE outside (x UInt64) ENGINE = URL('http://127.0.0.1:1/', CSV)",
    "CREATE DATABASE outside ENGINE = Filesystem('/etc')",
    `BACKUP TABLE ${table} TO File('${out}')`,
    "CREATE USER mallory IDENTIFIED BY 'x'",
    'SYSTEM SHUTDOWN',
    'SYSTEM STOP LISTEN HTTP',
    'SELECT * FROM `/etc/passwd`',
  ]
  for (const query of refused) expect(await clickhouse.ask(query), query).toMatch(/^Code: \d+\. DB::Exception/)
  expect(existsSync(out)).toBe(false)
  expect(await clickhouse.count(table)).toBe('0')
})

it.runIf(process.platform === 'linux')('has the kernel refuse what grants do not cover', async () => {
  const table = await clickhouse.makeTable()
  expect(await clickhouse.ask("SELECT file('/etc/passwd')")).toMatch(/^Code: 76\. .*Permission denied/)
  expect(await clickhouse.ask(`INSERT INTO ${table} (s) FROM INFILE '/etc/passwd' FORMAT LineAsString`)).toMatch(
    /Permission denied/,
  )
})
