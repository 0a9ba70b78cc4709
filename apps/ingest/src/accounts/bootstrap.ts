import { eq, sql } from 'drizzle-orm'
import type { Logger } from '../logger.ts'
import { insertKey } from './api-key-store.ts'
import { ask, type Database, type Orm } from './database.ts'
import { type KeyFile, openKeyFile } from './key-file.ts'
import type { PasswordHasher } from './password.ts'
import { newApiKey, sha256 } from './secret.ts'
import { apiKeys, organizations, projects } from './tables.ts'
import { AlreadySetUpError, defaultOrganizationId, type UserStore } from './user-store.ts'

export const defaultProjectId = 'default'
const bootstrapLock = 4_318_003

export interface BootstrapOptions {
  dataDir: string
  retentionDays: number
  /** A key that the operator chose. */
  apiKey: string | undefined
  owner: { email: string; password: string } | undefined
  logger: Logger
}

export interface Bootstrapped {
  projectId: string
  /** A key of the project that SDKs can use, where this process knows one. */
  apiKey: string | undefined
}

/**
 * Makes what a fresh installation needs: an organisation, the project `default`, a key, and the owner of the
 * configuration. Does nothing that was done before; several processes may do it at once.
 */
export async function bootstrap(
  parts: { database: Database; users: UserStore; passwords: PasswordHasher },
  options: BootstrapOptions,
): Promise<Bootstrapped> {
  const keyFile = openKeyFile(options.dataDir)
  await ask(
    parts.database.orm.transaction(async (transaction) => {
      await transaction.execute(sql`select pg_advisory_xact_lock(${bootstrapLock})`)
      const isFirstStart = await insertProject(transaction, options.retentionDays)
      if (options.apiKey !== undefined) await ensureKey(transaction, options.apiKey, options.logger)
      else if (isFirstStart) await insertFirstKey(transaction, keyFile)
    }),
  )
  if (options.owner) await makeOwner(parts, options.owner)
  const apiKey = options.apiKey ?? (await keyFile.read())
  const state = apiKey === undefined ? 'unknown' : await stateOfKey(parts.database, apiKey)
  if (state === 'revoked' && options.apiKey === undefined) await keyFile.remove()
  return { projectId: defaultProjectId, apiKey: state === 'valid' ? apiKey : undefined }
}

async function insertProject(orm: Orm, retentionDays: number): Promise<boolean> {
  await orm
    .insert(organizations)
    .values({ id: defaultOrganizationId, name: 'Default organisation' })
    .onConflictDoNothing()
  const inserted = await orm
    .insert(projects)
    .values({ id: defaultProjectId, organizationId: defaultOrganizationId, name: 'Default', retentionDays })
    .onConflictDoNothing()
    .returning({ id: projects.id })
  return inserted.length > 0
}

/** The file is written before the commit: after a crash between the two, the next start takes the key from the file. */
async function insertFirstKey(orm: Orm, keyFile: KeyFile): Promise<void> {
  const kept = await keyFile.read()
  const key = kept ?? newApiKey()
  if (kept === undefined) await keyFile.write(key)
  await insertKey(orm, { projectId: defaultProjectId, name: 'First key', key, createdBy: null })
}

async function ensureKey(orm: Orm, key: string, logger: Logger): Promise<void> {
  const [present] = await orm
    .select({ revokedAt: apiKeys.revokedAt })
    .from(apiKeys)
    .where(eq(apiKeys.keySha256, sha256(key)))
  if (!present) await insertKey(orm, { projectId: defaultProjectId, name: 'HANZO_API_KEY', key, createdBy: null })
  else if (present.revokedAt) {
    logger.warn({ revokedAt: present.revokedAt }, 'HANZO_API_KEY was revoked and stays so, set another value')
  }
}

async function stateOfKey({ orm }: Database, key: string): Promise<'valid' | 'revoked' | 'unknown'> {
  const [row] = await ask(
    orm
      .select({ projectId: apiKeys.projectId, revokedAt: apiKeys.revokedAt })
      .from(apiKeys)
      .where(eq(apiKeys.keySha256, sha256(key))),
  )
  if (row?.projectId !== defaultProjectId) return 'unknown'
  return row.revokedAt === null ? 'valid' : 'revoked'
}

async function makeOwner(
  { users, passwords }: { users: UserStore; passwords: PasswordHasher },
  owner: { email: string; password: string },
): Promise<void> {
  if (await users.isSetUp()) return
  const name = owner.email.split('@')[0] ?? owner.email
  const passwordHash = await passwords.hash(owner.password)
  await users.createFirstOwner({ email: owner.email, name, passwordHash }).catch((error: unknown) => {
    // Another process that starts at the same moment was faster.
    if (!(error instanceof AlreadySetUpError)) throw error
  })
}
