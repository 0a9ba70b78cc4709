import { randomUUID } from 'node:crypto'
import { eq, sql } from 'drizzle-orm'
import { HanzoError } from '../errors.ts'
import { ask, type Database } from './database.ts'
import { members, users } from './tables.ts'

export interface User {
  userId: string
  email: string
  name: string
  passwordHash: string
}

/** The set-up is over: from now on owners add users. */
export class AlreadySetUpError extends HanzoError {
  constructor() {
    super('the platform has an owner already, sign in', { code: 'ALREADY_SET_UP', statusCode: 409 })
  }
}

export interface UserStore {
  /** Remembers that there is a user, for there always will be one. */
  isSetUp(): Promise<boolean>
  /** @param email in lower case. */
  findByEmail(email: string): Promise<User | undefined>
  /** Makes the first user. @throws {AlreadySetUpError} when there is one, also when two requests come at once. */
  createFirstOwner(user: { email: string; name: string; passwordHash: string }): Promise<User>
}

/** Every fresh installation has this organisation, with the project `default` in it. */
export const defaultOrganizationId = 'default'
const setupLock = 4_318_002

export function createUserStore({ orm }: Database): UserStore {
  let setUp = false
  return {
    async isSetUp() {
      if (!setUp) setUp = (await ask(orm.select({ id: users.id }).from(users).limit(1))).length > 0
      return setUp
    },
    async findByEmail(email) {
      const [row] = await ask(orm.select().from(users).where(eq(users.email, email)).limit(1))
      return row && toUser(row)
    },
    async createFirstOwner({ email, name, passwordHash }) {
      const user = await ask(
        orm.transaction(async (transaction) => {
          await transaction.execute(sql`select pg_advisory_xact_lock(${setupLock})`)
          const present = await transaction.select({ id: users.id }).from(users).limit(1)
          if (present.length > 0) throw new AlreadySetUpError()
          const values = { id: randomUUID(), email, name, passwordHash }
          await transaction.insert(users).values(values)
          await transaction
            .insert(members)
            .values({ organizationId: defaultOrganizationId, userId: values.id, role: 'owner' })
          return { userId: values.id, email, name, passwordHash }
        }),
      )
      setUp = true
      return user
    },
  }
}

function toUser(row: typeof users.$inferSelect): User {
  return { userId: row.id, email: row.email, name: row.name, passwordHash: row.passwordHash }
}
