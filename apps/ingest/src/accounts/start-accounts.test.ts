import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { type AddressInfo, connect, createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type PostgresServer, startAnyPostgres } from '../../../../test/platform/postgres-servers.ts'
import { createLog } from '../log.ts'
import { createAccounts } from './accounts.ts'

let postgres: PostgresServer
let network: Server
let connections = 0
const dataDir = mkdtempSync(join(tmpdir(), 'hanzo-start-accounts-'))

beforeAll(async () => {
  postgres = await startAnyPostgres()
  const { hostname, port } = new URL(postgres.url)
  network = createServer((client) => {
    connections += 1
    const server = connect(Number(port), hostname)
    client.pipe(server).pipe(client)
    client.on('error', () => server.destroy()).on('close', () => server.destroy())
    server.on('error', () => client.destroy()).on('close', () => client.destroy())
    // The first asks whether PostgreSQL answers; the second migrates, and is lost.
    if (connections === 2) client.destroy()
  }).listen(0, '127.0.0.1')
  await once(network, 'listening')
})
afterAll(async () => {
  network?.close()
  await postgres?.close()
  rmSync(dataDir, { recursive: true })
})

it('begins again when PostgreSQL answered, and goes away before it is migrated', async () => {
  const databaseUrl = new URL(postgres.url)
  databaseUrl.port = String((network.address() as AddressInfo).port)
  const accounts = createAccounts({
    ...{ databaseUrl: databaseUrl.href, dataDir, isOpen: true, publicUrl: () => 'http://localhost:4318' },
    ...{ retentionDays: 30, apiKey: undefined, owner: undefined, logger: createLog('silent') },
  })
  const waitedFor: Error[] = []
  const waiting = { onWaiting: (error: Error) => void waitedFor.push(error), signal: AbortSignal.timeout(60_000) }
  expect(await accounts.start(waiting)).toMatchObject({ projectId: 'default', setupUrl: undefined })
  expect(waitedFor).toMatchObject([{ code: 'ENGINE_UNAVAILABLE' }])
  await accounts.close()
}, 90_000)
