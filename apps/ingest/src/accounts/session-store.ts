import { and, eq, gt, lt, sql } from 'drizzle-orm'
import { ask, type Database, type Orm } from './database.ts'
import { createExpiringCache } from './expiring-cache.ts'
import { newToken, sha256 } from './secret.ts'
import { members, sessions, users } from './tables.ts'

/** Somebody who is signed in. */
export interface SignedIn {
  userId: string
  email: string
  name: string
  organizationIds: readonly string[]
  /** Those of them that they run, as owner or admin. */
  administeredIds: readonly string[]
}

export interface SessionStore {
  /** @returns the token that stands in the cookie; only its hash is stored. */
  create(userId: string): Promise<string>
  /** `undefined` for an unknown, expired or ended session. Use of a session prolongs it. */
  find(token: string): Promise<SignedIn | undefined>
  end(token: string): Promise<void>
}

const hour = 3_600_000
/** A session ends when it was not used for this long, */
export const idleMilliseconds = 14 * 24 * hour
/** and in any case at this age. */
export const ageMaxMilliseconds = 90 * 24 * hour
/** A use moves the end only when that gains this much: not every page is a write. */
const prolongAfterMilliseconds = 24 * hour

/** Sign-ins of people, kept in PostgreSQL so that they survive a restart and hold on every replica. */
export function createSessionStore({ orm }: Database, now: () => number = Date.now): SessionStore {
  const cache = createExpiringCache<SignedIn>({
    entriesMax: 10_000,
    load: (hash) => ask(findAndProlong(orm, hash, now())),
    now,
  })
  return {
    async create(userId) {
      const token = newToken()
      await ask(orm.delete(sessions).where(lt(sessions.expiresAt, new Date(now()))))
      await ask(
        orm.insert(sessions).values({
          tokenSha256: sha256(token),
          userId,
          createdAt: new Date(now()),
          expiresAt: new Date(now() + idleMilliseconds),
        }),
      )
      return token
    },
    find: (token) => (token.length > 100 ? Promise.resolve(undefined) : cache.get(sha256(token))),
    async end(token) {
      const hash = sha256(token)
      await ask(orm.delete(sessions).where(eq(sessions.tokenSha256, hash)))
      cache.delete(hash)
    },
  }
}

async function findAndProlong(orm: Orm, tokenSha256: string, now: number): Promise<SignedIn | undefined> {
  const rows = await orm
    .select({
      userId: users.id,
      email: users.email,
      name: users.name,
      organizationId: members.organizationId,
      role: members.role,
      createdAt: sessions.createdAt,
      expiresAt: sessions.expiresAt,
    })
    .from(sessions)
    .innerJoin(users, eq(users.id, sessions.userId))
    .leftJoin(members, eq(members.userId, users.id))
    .where(and(eq(sessions.tokenSha256, tokenSha256), gt(sessions.expiresAt, new Date(now))))
    .orderBy(sql`${members.organizationId} nulls last`)
    .limit(1000)
  const [first] = rows
  if (!first) return undefined
  const end = Math.min(now + idleMilliseconds, first.createdAt.getTime() + ageMaxMilliseconds)
  if (end - first.expiresAt.getTime() >= prolongAfterMilliseconds) {
    await orm
      .update(sessions)
      .set({ expiresAt: new Date(end) })
      .where(eq(sessions.tokenSha256, tokenSha256))
  }
  return {
    userId: first.userId,
    email: first.email,
    name: first.name,
    organizationIds: organizationsOf(rows),
    administeredIds: organizationsOf(rows.filter(({ role }) => role === 'owner' || role === 'admin')),
  }
}

function organizationsOf(rows: readonly { organizationId: string | null }[]): string[] {
  return rows.flatMap(({ organizationId }) => (organizationId === null ? [] : [organizationId]))
}
