import { randomUUID } from 'node:crypto'
import type { ApiKeyScope } from '@hanzo/schema/api'
import { and, count, desc, eq, isNull, sql } from 'drizzle-orm'
import { HanzoError, NotFoundError } from '../errors.ts'
import type { Logger } from '../logger.ts'
import type { ProjectIdentity } from '../project-identity.ts'
import { ask, type Database, type Orm } from './database.ts'
import { createExpiringCache } from './expiring-cache.ts'
import { newApiKey, prefixOf, sha256 } from './secret.ts'
import { apiKeys, projects } from './tables.ts'

export interface KeyIdentity {
  keyId: string
  scope: ApiKeyScope
  project: ProjectIdentity
}

/** What lists tell of a key; times in ISO 8601. */
export interface KeySummary {
  keyId: string
  name: string
  scope: ApiKeyScope
  prefix: string
  createdAt: string
  lastUsedAt: string | null
}

export class TooManyKeysError extends HanzoError {
  constructor() {
    super(`a project has at most ${keysMax} keys, revoke one first`, { code: 'TOO_MANY_KEYS', statusCode: 409 })
  }
}

export interface ApiKeyStore {
  /** Whose key this is; `undefined` for an unknown or revoked one. A revocation is seen within 10 seconds. */
  find(key: string): Promise<KeyIdentity | undefined>
  /** True for keys that were valid when last seen, and for wrong ones that were tried a moment ago. */
  isKnown(key: string): boolean
  /** The keys that are not revoked, newest first. */
  list(projectId: string): Promise<KeySummary[]>
  /** @throws {TooManyKeysError} */
  create(
    projectId: string,
    name: string,
    createdBy: string | null,
    scope?: ApiKeyScope,
  ): Promise<KeySummary & { key: string }>
  /** @throws {NotFoundError} */
  revoke(projectId: string, keyId: string): Promise<void>
  /** Writes when keys were last used, then stops doing so. */
  close(): Promise<void>
}

const keysMax = 100
const lastUsedIntervalMilliseconds = 60_000

export function createApiKeyStore(database: Database, logger: Logger): ApiKeyStore {
  const { orm } = database
  const cache = createExpiringCache<KeyIdentity>({ entriesMax: 10_000, load: (hash) => ask(findByHash(orm, hash)) })
  const lastUsed = createLastUsed(orm, logger)
  return {
    async find(key) {
      const identity = await cache.get(sha256(key))
      if (identity) lastUsed.note(identity.keyId)
      return identity
    },
    isKnown: (key) => cache.has(sha256(key)),
    async list(projectId) {
      const rows = await ask(
        orm
          .select()
          .from(apiKeys)
          .where(and(eq(apiKeys.projectId, projectId), isNull(apiKeys.revokedAt)))
          .orderBy(desc(apiKeys.createdAt), apiKeys.id)
          .limit(keysMax),
      )
      return rows.map(toSummary)
    },
    async create(projectId, name, createdBy, scope = 'all') {
      const key = newApiKey()
      const row = await ask(
        database.orm.transaction(async (transaction) => {
          // Two requests at once must not both see room for one more.
          await transaction.select().from(projects).where(eq(projects.id, projectId)).for('update')
          const [counted] = await transaction
            .select({ keys: count() })
            .from(apiKeys)
            .where(and(eq(apiKeys.projectId, projectId), isNull(apiKeys.revokedAt)))
          if ((counted?.keys ?? 0) >= keysMax) throw new TooManyKeysError()
          return insertKey(transaction, { projectId, name, key, createdBy, scope })
        }),
      )
      cache.delete(sha256(key))
      return { ...toSummary(row), key }
    },
    async revoke(projectId, keyId) {
      const [row] = await ask(
        orm
          .update(apiKeys)
          .set({ revokedAt: sql`now()` })
          .where(and(eq(apiKeys.id, keyId), eq(apiKeys.projectId, projectId), isNull(apiKeys.revokedAt)))
          .returning({ keySha256: apiKeys.keySha256 }),
      )
      if (!row) throw new NotFoundError('the project has no such key', { keyId })
      cache.delete(row.keySha256)
    },
    close: lastUsed.close,
  }
}

/** Stores a key of which nothing but its hash and its first characters are kept. */
export async function insertKey(
  orm: Orm,
  key: { projectId: string; name: string; key: string; createdBy: string | null; scope?: ApiKeyScope },
): Promise<typeof apiKeys.$inferSelect> {
  const [row] = await orm
    .insert(apiKeys)
    .values({
      id: randomUUID(),
      projectId: key.projectId,
      name: key.name,
      prefix: prefixOf(key.key),
      keySha256: sha256(key.key),
      scope: key.scope ?? 'all',
      createdBy: key.createdBy,
    })
    .returning()
  if (!row) throw new TypeError('an insert returns its row')
  return row
}

async function findByHash(orm: Orm, hash: string): Promise<KeyIdentity | undefined> {
  const [row] = await orm
    .select({ keyId: apiKeys.id, scope: apiKeys.scope, projectId: projects.id, retentionDays: projects.retentionDays })
    .from(apiKeys)
    .innerJoin(projects, eq(projects.id, apiKeys.projectId))
    .where(and(eq(apiKeys.keySha256, hash), isNull(apiKeys.revokedAt)))
    .limit(1)
  if (!row) return undefined
  const { keyId, scope, ...project } = row
  return { keyId, scope, project }
}

function toSummary(row: typeof apiKeys.$inferSelect): KeySummary {
  return {
    keyId: row.id,
    name: row.name,
    scope: row.scope,
    prefix: row.prefix,
    createdAt: row.createdAt.toISOString(),
    lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
  }
}

/** Collects uses in memory and writes them once a minute: telemetry must not write to PostgreSQL per request. */
function createLastUsed(orm: Orm, logger: Logger) {
  const used = new Map<string, Date>()
  async function write(): Promise<void> {
    for (const [keyId, at] of [...used]) {
      try {
        await ask(orm.update(apiKeys).set({ lastUsedAt: at }).where(eq(apiKeys.id, keyId)))
        if (used.get(keyId) === at) used.delete(keyId)
      } catch (error) {
        logger.warn({ err: error }, 'could not write when keys were last used, trying again in a minute')
        return
      }
    }
  }
  const timer = setInterval(() => void write(), lastUsedIntervalMilliseconds)
  timer.unref()
  return {
    note: (keyId: string) => void used.set(keyId, new Date()),
    async close() {
      clearInterval(timer)
      await write()
    },
  }
}
