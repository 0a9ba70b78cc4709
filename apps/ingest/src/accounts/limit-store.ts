import { type Limits, noLimits } from '@hanzo/schema/api'
import { eq, sql } from 'drizzle-orm'
import { ask, type Database } from './database.ts'
import { createExpiringCache } from './expiring-cache.ts'
import { projectLimits } from './tables.ts'

/** What people allow a project to send. */
export interface LimitStore {
  /** A change is seen within 10 seconds, in the receiver that made it at once. The same object until then. */
  find(projectId: string): Promise<Limits>
  set(projectId: string, limits: Limits, updatedBy: string | null): Promise<void>
}

const columns = {
  recordsPerSecond: projectLimits.recordsPerSecond,
  bytesPerSecond: projectLimits.bytesPerSecond,
  burstSeconds: projectLimits.burstSeconds,
  recordsPerDay: projectLimits.recordsPerDay,
  bytesPerDay: projectLimits.bytesPerDay,
}

export function createLimitStore({ orm }: Database): LimitStore {
  const cache = createExpiringCache<Limits>({
    entriesMax: 10_000,
    load: async (projectId) => {
      const [row] = await ask(orm.select(columns).from(projectLimits).where(eq(projectLimits.projectId, projectId)))
      return row
    },
  })
  return {
    find: async (projectId) => (await cache.get(projectId)) ?? noLimits,
    async set(projectId, limits, updatedBy) {
      const values = { ...limits, updatedBy, updatedAt: sql`now()` }
      await ask(
        orm
          .insert(projectLimits)
          .values({ projectId, ...values })
          .onConflictDoUpdate({ target: projectLimits.projectId, set: values }),
      )
      cache.delete(projectId)
    },
  }
}
