import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import cookie from '@fastify/cookie'
import { savedViewListSchema, savedViewSchema } from '@hanzo/schema/api'
import Fastify, { type FastifyInstance } from 'fastify'
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type PostgresServer, postgresKinds } from '../../../../test/platform/postgres-servers.ts'
import type { Logger } from '../logger.ts'
import { answerProblem } from '../problem.ts'
import { type Accounts, createAccounts } from './accounts.ts'
import { openDatabase } from './database.ts'
import { createSessionStore } from './session-store.ts'
import { members, organizations, projects, users } from './tables.ts'

const silent: Logger = { info: () => undefined, warn: () => undefined, error: () => undefined }
const [embedded] = postgresKinds
const dataDir = mkdtempSync(join(tmpdir(), 'hanzo-views-'))
let server: PostgresServer
let accounts: Accounts
let app: FastifyInstance
/** Cookies of people: an owner, two members, and a member of another organisation. */
const cookies: Record<string, string> = {}

beforeAll(async () => {
  if (!embedded) throw new Error('there is no PostgreSQL to test with')
  server = await embedded.start()
  accounts = createAccounts({
    databaseUrl: server.url,
    dataDir,
    isOpen: false,
    publicUrl: () => 'http://127.0.0.1',
    retentionDays: 30,
    apiKey: 'hz_a_key_of_this_test_0123456789',
    owner: undefined,
    logger: silent,
  })
  await accounts.start({ onWaiting: () => undefined, signal: AbortSignal.timeout(60_000) })
  await putPeople(server.url)
  app = Fastify()
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler)
  app.setErrorHandler(answerProblem)
  await app.register(cookie)
  await app.register(async (scope) => accounts.api(scope))
}, 120_000)
afterAll(async () => {
  await app?.close()
  await accounts?.close()
  await server?.close()
  rmSync(dataDir, { recursive: true })
})

async function putPeople(url: string): Promise<void> {
  const database = openDatabase({ url, logger: silent })
  const sessions = createSessionStore(database)
  const [project] = await database.orm.select().from(projects)
  if (!project) throw new Error('there is no project')
  await database.orm.insert(organizations).values({ id: 'elsewhere', name: 'Elsewhere' })
  const people = [
    { id: 'owner', role: 'owner', organizationId: project.organizationId },
    { id: 'ada', role: 'member', organizationId: project.organizationId },
    { id: 'bob', role: 'member', organizationId: project.organizationId },
    { id: 'eve', role: 'owner', organizationId: 'elsewhere' },
  ] as const
  for (const { id, role, organizationId } of people) {
    await database.orm.insert(users).values({ id, email: `${id}@x`, name: id, passwordHash: '' })
    await database.orm.insert(members).values({ organizationId, userId: id, role })
    cookies[id] = await sessions.create(id)
  }
  await database.close()
}

type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE'

/** Asks as somebody; as the key for `key`. */
const ask = (who: string, method: Method, path = '', payload?: object) =>
  app.inject({
    method,
    url: `/api/projects/default/views${path}`,
    ...(who === 'key'
      ? { headers: { 'x-api-key': 'hz_a_key_of_this_test_0123456789' } }
      : { cookies: { [accounts.cookieName]: cookies[who] ?? '' } }),
    ...(payload && { payload }),
  })

const save = async (who: string, name: string, more: object = {}) => {
  const answer = await ask(who, 'POST', '', { page: 'traces', name, search: 'query=status:error', ...more })
  expect(answer.statusCode, answer.body).toBe(201)
  return savedViewSchema.parse(answer.json())
}
const namesFor = async (who: string) =>
  savedViewListSchema.parse((await ask(who, 'GET')).json()).rows.map(({ name }) => name)

beforeEach(async () => {
  for (const who of ['owner', 'ada', 'bob']) {
    for (const view of savedViewListSchema.parse((await ask(who, 'GET')).json()).rows) {
      if (view.mayChange) await ask(who, 'DELETE', `/${view.viewId}`)
    }
  }
})

describe('a saved view', () => {
  it('is seen by who saved it, and by others once it is shared', async () => {
    const view = await save('ada', 'Errors')
    expect(view).toMatchObject({ createdBy: 'ada', mayChange: true, isShared: false, search: 'query=status:error' })
    expect(await namesFor('ada')).toEqual(['Errors'])
    expect(await namesFor('bob')).toEqual([])
    await ask('ada', 'PATCH', `/${view.viewId}`, { isShared: true, name: 'All errors' })
    expect(await namesFor('bob')).toEqual(['All errors'])
    expect(await namesFor('key')).toEqual(['All errors'])
  })

  it('is changed and deleted by who saved it, a shared one also by who runs the organisation, and by nobody else', async () => {
    const own = await save('ada', 'Own')
    const shared = await save('ada', 'Shared', { isShared: true })
    for (const [who, view, status] of [
      ['bob', shared, 404],
      ['bob', own, 404],
      ['owner', own, 404],
      ['owner', shared, 200],
      ['ada', own, 200],
      ['key', shared, 403],
    ] as const) {
      const answer = await ask(who, 'PATCH', `/${view.viewId}`, { search: 'query=x' })
      expect([who, view.name, answer.statusCode]).toEqual([who, view.name, status])
    }
    expect((await ask('bob', 'DELETE', `/${shared.viewId}`)).statusCode).toBe(404)
    expect((await ask('owner', 'DELETE', `/${shared.viewId}`)).statusCode).toBe(204)
    expect(await namesFor('ada')).toEqual(['Own'])
  })

  it('comes back as it was after it was deleted', async () => {
    const view = await save('ada', 'Gone', { isShared: true })
    await ask('ada', 'DELETE', `/${view.viewId}`)
    expect(await namesFor('ada')).toEqual([])
    expect((await ask('bob', 'POST', `/${view.viewId}/restore`)).statusCode).toBe(404)
    const restored = savedViewSchema.parse((await ask('ada', 'POST', `/${view.viewId}/restore`)).json())
    expect({ ...restored, updatedAt: '' }).toEqual({ ...view, updatedAt: '' })
    expect((await ask('ada', 'POST', `/${view.viewId}/restore`)).statusCode).toBe(404)
  })

  it('is of its project and page alone', async () => {
    await save('ada', 'Traces', { isShared: true })
    await save('ada', 'Logs', { page: 'logs', isShared: true })
    const rows = (await ask('ada', 'GET', '?page=logs')).json() as { rows: { name: string }[] }
    expect(rows.rows.map(({ name }) => name)).toEqual(['Logs'])
    expect((await ask('eve', 'GET')).statusCode).toBe(404)
    expect((await ask('nobody', 'GET')).statusCode).toBe(401)
  })

  it.each([
    [{ page: 'traces', name: ' ', search: '' }],
    [{ page: 'services', name: 'a', search: '' }],
    [{ page: 'traces', name: 'a', search: `query=${'x'.repeat(9000)}` }],
    [{ page: 'traces', name: 'a', search: '?query=x' }],
  ])('is refused where it is none: %j', async (view) => {
    expect((await ask('ada', 'POST', '', view)).statusCode).toBe(400)
  })
})
