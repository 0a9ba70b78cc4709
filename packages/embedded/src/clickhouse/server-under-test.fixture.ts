import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
// biome-ignore lint/style/noRestrictedImports: only tests import this file.
import { type ClickHouseClient, createClient } from '@clickhouse/client'
import { type EmbeddedClickHouse, type StartClickHouseOptions, startClickHouse } from './start-clickhouse.ts'

/** A server of its own for one test file, with the two ways to talk to it. */
export interface ServerUnderTest {
  directory: string
  server: EmbeddedClickHouse
  client: ClickHouseClient
  host: string
  /** Plain HTTP, as the server's user. */
  post(path: string, body: string | Buffer, headers?: Record<string, string>): Promise<Response>
  /** One query over plain HTTP: the answer, or the error, as text. */
  ask(query: string): Promise<string>
  /** @returns its name; columns `x UInt64, s String`. */
  makeTable(engine?: string): Promise<string>
  count(table: string): Promise<string>
  close(): Promise<void>
}

export async function startServerUnderTest(options: Partial<StartClickHouseOptions> = {}): Promise<ServerUnderTest> {
  const directory = await mkdtemp(join(tmpdir(), 'embedded-'))
  const server = await startClickHouse({ dataDir: join(directory, 'clickhouse'), ...options })
  const client = createClient({ url: server.url, request_timeout: 60_000, log: { level: 127 } })
  const { host } = new URL(server.url)
  const identity = { 'X-ClickHouse-User': server.username, 'X-ClickHouse-Key': server.password }
  const post: ServerUnderTest['post'] = (path, body, headers = {}) =>
    fetch(`http://${host}${path}`, { method: 'POST', body, headers: { ...identity, ...headers } })
  const ask = async (query: string) => (await (await post('/', query)).text()).trim()
  return {
    directory,
    server,
    client,
    host,
    post,
    ask,
    async makeTable(engine = 'MergeTree ORDER BY x') {
      const table = `t_${randomUUID().replaceAll('-', '')}`
      await client.command({ query: `CREATE TABLE ${table} (x UInt64, s String DEFAULT '') ENGINE = ${engine}` })
      return table
    },
    count: (table) => ask(`SELECT count() FROM ${table}`),
    async close() {
      await client.close()
      await server.close()
      await rm(directory, { recursive: true })
    },
  }
}
