import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { DataDirectoryLockedError } from '../errors.ts'
import type { EngineState } from '../supervisor/supervise-engine.ts'
import { type EmbeddedPostgres, startPostgres } from './start-postgres.ts'

const START_MS_MAX = 180_000

let dataDir: string
let server: EmbeddedPostgres
let pool: pg.Pool
const progress: string[] = []
const states: EngineState[] = []

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'postgres-'))
  server = await startPostgres({
    dataDir,
    transactionIdleMsMax: 3_000,
    heartbeat: { intervalMs: 200, timeoutMs: 5_000, failuresMax: 2 },
    onProgress: (message) => progress.push(message),
    onStateChange: (state) => states.push(state),
  })
  pool = makePool(4)
}, START_MS_MAX)
afterAll(async () => {
  await pool.end()
  await server.close()
  await rm(dataDir, { recursive: true })
})

function makePool(max: number): pg.Pool {
  const made = new pg.Pool({ connectionString: server.url, max })
  // A killed engine breaks idle connections; the pool replaces them.
  made.on('error', () => undefined)
  return made
}

async function makeTable(): Promise<string> {
  const table = `t_${randomUUID().replaceAll('-', '')}`
  await pool.query(`CREATE TABLE ${table} (x int PRIMARY KEY, s text)`)
  return table
}

it('says that the first start takes long', () => {
  expect(progress).toHaveLength(1)
  expect(progress[0]).toMatch(/PostgreSQL data directory, once/)
})

it('writes commits to the disk before it acknowledges them', async () => {
  const { rows } = await pool.query(
    "SELECT name, setting FROM pg_settings WHERE name IN ('fsync', 'wal_sync_method') ORDER BY 1",
  )
  // WebAssembly's fdatasync, the usual method, does nothing.
  expect(rows).toEqual([
    { name: 'fsync', setting: 'on' },
    { name: 'wal_sync_method', setting: 'fsync' },
  ])
})

it('gives each of four connections its own answers', async () => {
  const answers = await Promise.all(
    Array.from({ length: 400 }, async (_, i) => {
      const text = i % 2 === 0 ? 'SELECT $1::int AS a' : 'SELECT $1::text AS b, 1 AS c'
      const { rows } = await pool.query(text, [String(i)])
      return Number(rows[0].a ?? rows[0].b)
    }),
  )
  expect(answers).toEqual(Array.from({ length: 400 }, (_, i) => i))
})

it('keeps the messages of a query together when they arrive in pieces', async () => {
  const long = Array.from({ length: 8 }, (_, i) => String(i).repeat(2_000_000))
  const answers = await Promise.all(
    long.map((text) => pool.query('SELECT length($1::text) AS n, left($1, 1) AS s', [text])),
  )
  expect(answers.map(({ rows }) => rows[0])).toEqual(long.map((text, i) => ({ n: text.length, s: String(i) })))
})

it('keeps prepared statements of equal names on different connections apart', async () => {
  const clients = await Promise.all([pool.connect(), pool.connect()])
  const ask = (client: pg.PoolClient, n: number) =>
    client.query({ name: 'same', text: `SELECT ${n} AS n, $1::int AS x`, values: [7] })
  for (let i = 0; i < 3; i += 1) {
    const answers = await Promise.all(clients.map((client, n) => ask(client, n)))
    expect(answers.map(({ rows }) => rows[0])).toEqual([
      { n: 0, x: 7 },
      { n: 1, x: 7 },
    ])
  }
  for (const client of clients) client.release()
})

it('isolates transactions, and rolls back what a client left open', async () => {
  const table = await makeTable()
  const writer = new pg.Client({ connectionString: server.url })
  await writer.connect()
  await writer.query('BEGIN')
  await writer.query(`INSERT INTO ${table} VALUES (1, 'mine')`)
  const reading = pool.query(`SELECT count(*)::int AS n FROM ${table}`)
  await writer.end()
  expect((await reading).rows).toEqual([{ n: 0 }])
})

it('goes on after errors, in and outside of transactions', async () => {
  const table = await makeTable()
  await pool.query(`INSERT INTO ${table} VALUES (1)`)
  await expect(pool.query(`INSERT INTO ${table} VALUES ($1)`, [1])).rejects.toMatchObject({ code: '23505' })
  await expect(pool.query('SELECT nothing')).rejects.toMatchObject({ code: '42703' })
  const client = await pool.connect()
  await client.query('BEGIN')
  await expect(client.query('SELECT nothing')).rejects.toMatchObject({ code: '42703' })
  await expect(client.query('SELECT 1')).rejects.toMatchObject({ code: '25P02' })
  await client.query('ROLLBACK')
  client.release()
  expect((await pool.query(`SELECT x FROM ${table}`)).rows).toEqual([{ x: 1 }])
})

it('ends a transaction that its client forgot, so that others can go on', async () => {
  const client = new pg.Client({ connectionString: server.url })
  client.on('error', () => undefined)
  await client.connect()
  await client.query('BEGIN')
  expect((await pool.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }])
  await expect(client.query('SELECT 1')).rejects.toThrow()
}, 30_000)

it('refuses COPY FROM STDIN, and goes on', async () => {
  const table = await makeTable()
  await expect(pool.query(`COPY ${table} FROM STDIN`)).rejects.toMatchObject({ code: '0A000' })
  expect((await pool.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }])
})

it('lets nobody in without the password', async () => {
  const wrong = new pg.Client({ connectionString: server.url.replace(/:[^:@]*@/, ':wrong@') })
  await expect(wrong.connect()).rejects.toMatchObject({ code: '28P01' })
})

it('survives what is no PostgreSQL message', async () => {
  const pid = server.pid()
  for (const bytes of ['GET / HTTP/1.1\r\n\r\n', '\0\0\0\x08\x04\xd2\x16\x2e', '\0\0\0\x04', '\xff\xff\xff\xff\xff']) {
    const socket = connect(Number(new URL(server.url).port), '127.0.0.1')
    socket.on('error', () => undefined)
    socket.end(Buffer.from(bytes, 'latin1'))
    socket.resume()
    await once(socket, 'close')
  }
  expect((await pool.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }])
  expect(server.pid()).toBe(pid)
})

it(
  'refuses a second process on its directory',
  async () => {
    await expect(startPostgres({ dataDir })).rejects.toBeInstanceOf(DataDirectoryLockedError)
  },
  START_MS_MAX,
)

it(
  'replaces a killed engine on the same address, and loses no acknowledged row',
  async () => {
    const table = await makeTable()
    const acknowledged: number[] = []
    states.splice(0)
    const inserting = (async () => {
      for (let x = 0; ; x += 1) {
        await pool.query(`INSERT INTO ${table} VALUES ($1, 'row')`, [x])
        acknowledged.push(x)
        if (x === 50) process.kill(server.pid() ?? 0, 'SIGKILL')
      }
    })()
    await expect(inserting).rejects.toThrow()
    await vi.waitFor(() => expect(states).toEqual(['restarting', 'ready']), { timeout: 60_000 })
    const { rows } = await pool.query<{ x: number }>(`SELECT x FROM ${table}`)
    expect(rows.map(({ x }) => x)).toEqual(expect.arrayContaining(acknowledged))
  },
  START_MS_MAX,
)
