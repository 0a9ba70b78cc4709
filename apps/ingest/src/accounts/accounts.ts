import { sql } from 'drizzle-orm'
import type { FastifyInstance } from 'fastify'
import type { Logger } from '../logger.ts'
import { type Access, createAccess } from './access.ts'
import { createApiKeyStore } from './api-key-store.ts'
import { type Bootstrapped, bootstrap } from './bootstrap.ts'
import { ask, beginWithDatabase, openDatabase } from './database.ts'
import { createLimitStore, type LimitStore } from './limit-store.ts'
import { migrateDatabase } from './migrate-database.ts'
import { createPasswordHasher, type ScryptCost } from './password.ts'
import { createProjectStore } from './project-store.ts'
import { projectsApi } from './projects-api.ts'
import { createReceiverStore, type ReceiverStore } from './receiver-store.ts'
import { createSavedViewStore } from './saved-view-store.ts'
import { savedViewsApi } from './saved-views-api.ts'
import { newToken } from './secret.ts'
import { sessionApi } from './session-api.ts'
import { sessionCookie } from './session-cookie.ts'
import { createSessionStore } from './session-store.ts'
import { setupApi } from './setup-api.ts'
import { createSignInLimits } from './sign-in-limits.ts'
import { createUsageStore, type UsageStore } from './usage-store.ts'
import { createUserStore } from './user-store.ts'

export interface AccountsOptions {
  databaseUrl: string
  dataDir: string
  /** Anybody on this machine may look and send. */
  isOpen: boolean
  /** Where browsers reach the platform; known for sure once it listens. */
  publicUrl: () => string
  retentionDays: number
  apiKey: string | undefined
  owner: { email: string; password: string } | undefined
  logger: Logger
  /** OWASP's advice when absent. */
  passwordCost?: ScryptCost
}

export interface Started extends Bootstrapped {
  /** Where the first owner is made; `undefined` when there is one, or nobody signs in. Holds a secret. */
  setupUrl: string | undefined
}

/** Organisations, people, projects and keys: who may look at what, and whose telemetry arrives. */
export interface Accounts extends Access {
  /** Name of the session's cookie. */
  cookieName: string
  limits: LimitStore
  usage: UsageStore
  receivers: ReceiverStore
  /**
   * Waits for PostgreSQL, brings its tables up to date and makes what a fresh installation needs. Before it resolves,
   * nothing else may be asked.
   * @throws {DatabaseRefusedError} @throws {DatabaseNewerError}
   */
  start(options: { onWaiting: (error: Error) => void; signal: AbortSignal }): Promise<Started>
  /** @throws {EngineUnavailableError} when PostgreSQL does not answer. */
  check(): Promise<void>
  /** Fastify plugin with the routes of `/api/session`, `/api/setup`, `/api/projects`, the keys and the saved views. */
  api(app: FastifyInstance): Promise<void>
  close(): Promise<void>
}

export function createAccounts(options: AccountsOptions): Accounts {
  const { databaseUrl, isOpen, publicUrl, logger } = options
  const database = openDatabase({ url: databaseUrl, logger })
  const keys = createApiKeyStore(database, logger)
  const users = createUserStore(database)
  const sessions = createSessionStore(database)
  const passwords = createPasswordHasher(options.passwordCost)
  const cookie = sessionCookie(publicUrl().startsWith('https:'))
  const projects = createProjectStore(database)
  const access = createAccess({ keys, projects, sessions, cookieName: cookie.name, isOpen })
  const views = createSavedViewStore(database)
  const setupToken = newToken()
  return {
    ...access,
    cookieName: cookie.name,
    limits: createLimitStore(database),
    usage: createUsageStore(database),
    receivers: createReceiverStore(database),
    start(waiting) {
      const begin = async () => {
        const migrations = await migrateDatabase(databaseUrl)
        if (migrations > 0) logger.info({ migrations }, 'migrated the postgresql database')
        const bootstrapped = await bootstrap({ database, users, passwords }, options)
        const setupNeeded = !isOpen && !(await users.isSetUp())
        return { ...bootstrapped, setupUrl: setupNeeded ? `${publicUrl()}/setup?token=${setupToken}` : undefined }
      }
      return beginWithDatabase(database, begin, waiting)
    },
    async check() {
      await ask(database.orm.execute(sql`select 1`))
    },
    async api(app) {
      const signIn = { users, sessions, passwords, cookie, isOpen, limits: createSignInLimits() }
      await app.register(sessionApi, { ...signIn, access })
      await app.register(setupApi, { ...signIn, setupToken })
      await app.register(projectsApi, { access, keys, isOpen, publicUrl })
      await app.register(savedViewsApi, { access, views, isOpen })
    },
    async close() {
      await keys.close()
      await database.close()
    },
  }
}
