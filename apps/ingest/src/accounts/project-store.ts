import { asc, eq, inArray } from 'drizzle-orm'
import type { ProjectIdentity } from '../project-identity.ts'
import { ask, type Database } from './database.ts'
import { createExpiringCache } from './expiring-cache.ts'
import { projects } from './tables.ts'

export interface Project extends ProjectIdentity {
  name: string
  organizationId: string
}

export interface ProjectStore {
  /** A change of a project is seen within 10 seconds. */
  find(projectId: string): Promise<Project | undefined>
  /** By id, at most 1000; of every organisation for `undefined`. */
  list(organizationIds: readonly string[] | undefined): Promise<Project[]>
}

const projectsMax = 1000
const columns = {
  projectId: projects.id,
  retentionDays: projects.retentionDays,
  name: projects.name,
  organizationId: projects.organizationId,
}

export function createProjectStore({ orm }: Database): ProjectStore {
  const cache = createExpiringCache<Project>({
    entriesMax: 10_000,
    load: async (projectId) => {
      const [row] = await ask(orm.select(columns).from(projects).where(eq(projects.id, projectId)).limit(1))
      return row
    },
  })
  return {
    find: cache.get,
    async list(organizationIds) {
      if (organizationIds?.length === 0) return []
      const visible = organizationIds && inArray(projects.organizationId, [...organizationIds])
      return ask(orm.select(columns).from(projects).where(visible).orderBy(asc(projects.id)).limit(projectsMax))
    },
  }
}
