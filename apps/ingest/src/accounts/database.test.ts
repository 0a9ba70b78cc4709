import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Client } from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type PostgresServer, postgresKinds } from '../../../../test/platform/postgres-servers.ts'
import type { Logger } from '../logger.ts'
import { createApiKeyStore } from './api-key-store.ts'
import { type BootstrapOptions, bootstrap } from './bootstrap.ts'
import { type Database, openDatabase, waitForDatabase } from './database.ts'
import { migrateDatabase } from './migrate-database.ts'
import { createPasswordHasher } from './password.ts'
import { ageMaxMilliseconds, createSessionStore, idleMilliseconds } from './session-store.ts'
import { createUserStore } from './user-store.ts'

const silent: Logger = { info: () => undefined, warn: () => undefined, error: () => undefined }
const passwords = createPasswordHasher({ logN: 4, r: 8, p: 1 })
const isCi = process.env.CI === 'true'

for (const kind of postgresKinds) {
  // Where a server is missing, continuous integration fails and a newcomer's machine says what was skipped.
  const isSkipped = kind.absentBecause !== undefined && !isCi
  describe.skipIf(isSkipped)(kind.absentBecause ? `${kind.name}: ${kind.absentBecause}` : kind.name, () => {
    let server: PostgresServer
    let database: Database
    let dataDir: string

    beforeAll(async () => {
      if (kind.absentBecause) throw new Error(kind.absentBecause)
      server = await kind.start()
    })
    afterAll(() => server?.close())

    beforeEach(async () => {
      const client = new Client({ connectionString: server.url })
      await client.connect()
      await client.query('drop schema if exists drizzle cascade; drop schema public cascade; create schema public')
      await client.end()
      dataDir = mkdtempSync(join(tmpdir(), 'hanzo-accounts-'))
      database = openDatabase({ url: server.url, logger: silent })
      return async () => {
        await database.close()
        rmSync(dataDir, { recursive: true })
      }
    })

    const options = (more: Partial<BootstrapOptions> = {}): BootstrapOptions => ({
      dataDir,
      retentionDays: 30,
      apiKey: undefined,
      owner: undefined,
      logger: silent,
      ...more,
    })
    const start = (more?: Partial<BootstrapOptions>) =>
      bootstrap({ database, users: createUserStore(database), passwords }, options(more))

    describe('migrations', () => {
      it('are applied once', async () => {
        expect(await migrateDatabase(server.url)).toBeGreaterThan(0)
        expect(await migrateDatabase(server.url)).toBe(0)
      })

      it.runIf(kind.isShared)('are applied once when several processes start at the same moment', async () => {
        const applied = await Promise.all([1, 2, 3].map(() => migrateDatabase(server.url)))
        expect(applied.filter((count) => count > 0)).toHaveLength(1)
      })

      it('refuse a database of a newer version, say what to do, and leave it as it is', async () => {
        const newer = folderWithMigration('create table of_the_future (id text)')
        await migrateDatabase(server.url, newer)
        await expect(migrateDatabase(server.url)).rejects.toMatchObject({
          code: 'DATABASE_NEWER',
          message: expect.stringContaining('fix: start that version'),
        })
        await expect(database.pool.query('select * from of_the_future')).resolves.toMatchObject({ rows: [] })
      })

      it('that fail leave nothing behind', async () => {
        const broken = folderWithMigration('create table half (id text); --> statement-breakpoint\nselect nonsense')
        await expect(migrateDatabase(server.url, broken)).rejects.toThrow()
        await expect(database.pool.query('select * from projects')).rejects.toMatchObject({ code: '42P01' })
        expect(await migrateDatabase(server.url)).toBeGreaterThan(0)
      })
    })

    describe('bootstrap', () => {
      beforeEach(() => migrateDatabase(server.url).then(() => undefined))

      it('makes one project and one key, also when several processes start at the same moment', async () => {
        const [first, ...others] = await Promise.all([start(), start(), start()])
        expect(first).toEqual({ projectId: 'default', apiKey: expect.stringMatching(/^hz_[\w-]{43}$/) })
        for (const other of others) expect(other).toEqual(first)
        expect((await database.pool.query('select * from api_keys')).rowCount).toBe(1)
      })

      it('tells the same key at every start, from a file that only its owner can read', async () => {
        const { apiKey } = await start()
        expect((await start()).apiKey).toBe(apiKey)
        expect(statSync(join(dataDir, 'api-key')).mode & 0o777).toBe(0o600)
        const stored = JSON.stringify((await database.pool.query('select * from api_keys')).rows)
        expect(stored).not.toContain(apiKey)
      })

      it('takes the key from the file when the start before wrote it and then died', async () => {
        writeFileSync(join(dataDir, 'api-key'), 'hz_written-before-the-commit\n')
        expect((await start()).apiKey).toBe('hz_written-before-the-commit')
      })

      it('forgets a key that was revoked, and makes no other one behind the back of who revoked it', async () => {
        await start()
        await database.pool.query('update api_keys set revoked_at = now()')
        expect((await start()).apiKey).toBeUndefined()
        expect(() => readFileSync(join(dataDir, 'api-key'))).toThrow('ENOENT')
        expect((await database.pool.query('select * from api_keys')).rowCount).toBe(1)
      })

      it('adds the key of the environment once, and a changed one beside it', async () => {
        const keys = createApiKeyStore(database, silent)
        await start({ apiKey: 'hz_of-the-environment' })
        expect((await start({ apiKey: 'hz_of-the-environment' })).apiKey).toBe('hz_of-the-environment')
        await start({ apiKey: 'hz_another-environment' })
        expect((await keys.list('default')).map(({ name }) => name)).toEqual(['HANZO_API_KEY', 'HANZO_API_KEY'])
        await keys.close()
      })

      it('makes the configured owner while there is no user, and never changes one later', async () => {
        const users = createUserStore(database)
        await start({ owner: { email: 'owner@example.org', password: 'correct horse battery' } })
        const owner = await users.findByEmail('owner@example.org')
        await start({ owner: { email: 'owner@example.org', password: 'another password' } })
        await start({ owner: { email: 'second@example.org', password: 'another password' } })
        expect(await users.findByEmail('owner@example.org')).toEqual(owner)
        expect(await users.findByEmail('second@example.org')).toBeUndefined()
        expect(await passwords.verify('correct horse battery', owner?.passwordHash)).toBe(true)
      })

      it('makes one owner when two set-ups come at the same moment', async () => {
        await start()
        const attempts = await Promise.allSettled(
          ['a@example.org', 'b@example.org'].map((email) =>
            createUserStore(database).createFirstOwner({ email, name: email, passwordHash: '' }),
          ),
        )
        expect(attempts.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
        expect(attempts.find((attempt) => attempt.status === 'rejected')?.reason).toMatchObject({
          code: 'ALREADY_SET_UP',
        })
      })
    })

    describe('keys', () => {
      beforeEach(async () => {
        await migrateDatabase(server.url)
        await start()
      })

      it('are found until they are revoked, and tell when they were last used', async () => {
        const keys = createApiKeyStore(database, silent)
        const { key, keyId } = await keys.create('default', 'second', null)
        expect(await keys.find(key)).toEqual({
          keyId,
          scope: 'all',
          project: { projectId: 'default', retentionDays: 30 },
        })
        await keys.close()
        const listed = (await keys.list('default')).find((row) => row.keyId === keyId)
        expect(Date.parse(listed?.lastUsedAt ?? '')).toBeGreaterThan(Date.now() - 60_000)
        await keys.revoke('default', keyId)
        expect(await keys.find(key)).toBeUndefined()
        await expect(keys.revoke('default', keyId)).rejects.toMatchObject({ code: 'NOT_FOUND' })
      })

      it('are at most 100 a project, also when two are made at the same moment', async () => {
        await database.pool.query(`insert into api_keys (id, project_id, name, prefix, key_sha256)
          select 'id ' || i, 'default', 'many', 'hz_', 'hash ' || i from generate_series(1, 98) as i`)
        const keys = createApiKeyStore(database, silent)
        const attempts = await Promise.allSettled(['a', 'b'].map((name) => keys.create('default', name, null)))
        const refused = attempts.flatMap((attempt) => (attempt.status === 'rejected' ? [attempt.reason] : []))
        expect(refused).toEqual([expect.objectContaining({ code: 'TOO_MANY_KEYS', statusCode: 409 })])
        await keys.close()
      })
    })

    describe('sessions', () => {
      const clock = { now: Date.now() }
      let userId: string
      beforeEach(async () => {
        clock.now = Date.now()
        await migrateDatabase(server.url)
        await start({ owner: { email: 'owner@example.org', password: 'correct horse battery' } })
        userId = (await createUserStore(database).findByEmail('owner@example.org'))?.userId ?? ''
      })
      const open = () => createSessionStore(database, () => clock.now)

      it('hold while they are used, end when they were idle for two weeks, and at 90 days in any case', async () => {
        const token = await open().create(userId)
        expect(await open().find(token)).toMatchObject({ email: 'owner@example.org', organizationIds: ['default'] })
        const began = clock.now
        while (clock.now < began + ageMaxMilliseconds - idleMilliseconds) {
          clock.now += idleMilliseconds - 60_000
          expect(await open().find(token)).toBeDefined()
        }
        clock.now = began + ageMaxMilliseconds
        expect(await open().find(token)).toBeUndefined()

        const idle = await open().create(userId)
        clock.now += idleMilliseconds
        expect(await open().find(idle)).toBeUndefined()
      })

      it('are stored as a hash, end at once when signed out, and expired ones are removed', async () => {
        const sessions = open()
        const token = await sessions.create(userId)
        expect(JSON.stringify((await database.pool.query('select * from sessions')).rows)).not.toContain(token)
        await sessions.find(token)
        await sessions.end(token)
        expect(await sessions.find(token)).toBeUndefined()

        await sessions.create(userId)
        clock.now += idleMilliseconds + 1
        await sessions.create(userId)
        expect((await database.pool.query('select * from sessions')).rowCount).toBe(1)
      })
    })

    it('is told from one that is away: a wrong address is waited for, a wrong password is not', async () => {
      const stop = new AbortController()
      const nowhere = openDatabase({ url: 'postgres://hanzo@127.0.0.1:1/hanzo', logger: silent })
      const waiting = waitForDatabase(nowhere, { onWaiting: () => stop.abort(), signal: stop.signal })
      await expect(waiting).rejects.toMatchObject({ name: 'AbortError' })
      await nowhere.close()
    })
  })
}

describe.skipIf(postgresKinds[1]?.absentBecause)('a PostgreSQL server that asks for a password', () => {
  it('is not waited for when the password or the database is wrong: the message names the fix', async () => {
    const server = await postgresKinds[1]!.start()
    for (const [url, fix] of [
      [server.url.replace(/:[^:@]*@/, ':wrong@'), 'DATABASE_URL'],
      [`${server.url}_absent`, 'create the database'],
    ] as const) {
      const database = openDatabase({ url, logger: silent })
      const waiting = waitForDatabase(database, { onWaiting: () => undefined, signal: AbortSignal.timeout(20_000) })
      await expect(waiting).rejects.toMatchObject({ code: 'DATABASE_REFUSED', message: expect.stringContaining(fix) })
      await database.close()
    }
    await server.close()
  })
})

/** The migrations of this release and one more. */
function folderWithMigration(sql: string): string {
  const released = fileURLToPath(new URL('../../migrations/postgres', import.meta.url))
  const folder = mkdtempSync(join(tmpdir(), 'hanzo-migrations-'))
  mkdirSync(join(folder, 'meta'))
  const journal = JSON.parse(readFileSync(join(released, 'meta/_journal.json'), 'utf8'))
  for (const { tag } of journal.entries) copyFileSync(join(released, `${tag}.sql`), join(folder, `${tag}.sql`))
  const when = journal.entries.at(-1).when + 1000
  journal.entries.push({ idx: journal.entries.length, version: '7', when, tag: '9999_future', breakpoints: true })
  writeFileSync(join(folder, 'meta/_journal.json'), JSON.stringify(journal))
  writeFileSync(join(folder, '9999_future.sql'), sql)
  return folder
}
