import type { UsageDay } from '@hanzo/schema/api'
import { and, asc, eq, gte, lt, sql } from 'drizzle-orm'
import { ask, type Database } from './database.ts'
import { projectUsage } from './tables.ts'

/** What was sent, to be added to what is stored. */
export interface UsageAddition extends UsageDay {
  projectId: string
}

export interface UsageTotal {
  projectId: string
  records: number
  bytes: number
  refusedRequests: number
}

/** What projects sent, by day of UTC and signal. */
export interface UsageStore {
  /** Adds all or nothing; what belongs to a project that is gone is left out. */
  add(additions: readonly UsageAddition[]): Promise<void>
  /** What all receivers have stored of a day, for those of the projects that sent anything. */
  totals(projectIds: readonly string[], day: string): Promise<UsageTotal[]>
  /** By day, oldest first. */
  list(projectId: string, fromDay: string): Promise<UsageDay[]>
  forgetBefore(day: string): Promise<void>
}

const rowsMax = 2_000

export function createUsageStore({ orm }: Database): UsageStore {
  return {
    async add(additions) {
      const column = (name: keyof UsageAddition) => sql.param(additions.map((addition) => addition[name]))
      await ask(
        orm.execute(sql`
          insert into project_usage (project_id, day, signal, records, bytes, refused_requests)
          select added.* from unnest(
            ${column('projectId')}::text[], ${column('day')}::date[], ${column('signal')}::text[],
            ${column('records')}::bigint[], ${column('bytes')}::bigint[], ${column('refusedRequests')}::bigint[]
          ) as added (project_id, day, signal, records, bytes, refused_requests)
          join projects on projects.id = added.project_id
          on conflict (project_id, day, signal) do update set
            records = project_usage.records + excluded.records,
            bytes = project_usage.bytes + excluded.bytes,
            refused_requests = project_usage.refused_requests + excluded.refused_requests`),
      )
    },
    async totals(projectIds, day) {
      return ask(
        orm
          .select({
            projectId: projectUsage.projectId,
            records: sql`sum(${projectUsage.records})`.mapWith(Number),
            bytes: sql`sum(${projectUsage.bytes})`.mapWith(Number),
            refusedRequests: sql`sum(${projectUsage.refusedRequests})`.mapWith(Number),
          })
          .from(projectUsage)
          .where(
            and(eq(projectUsage.day, day), sql`${projectUsage.projectId} = any(${sql.param([...projectIds])}::text[])`),
          )
          .groupBy(projectUsage.projectId),
      )
    },
    async list(projectId, fromDay) {
      const { day, signal, records, bytes, refusedRequests } = projectUsage
      return ask(
        orm
          .select({ day, signal, records, bytes, refusedRequests })
          .from(projectUsage)
          .where(and(eq(projectUsage.projectId, projectId), gte(day, fromDay)))
          .orderBy(asc(day), asc(signal))
          .limit(rowsMax),
      )
    },
    async forgetBefore(day) {
      await ask(orm.delete(projectUsage).where(lt(projectUsage.day, day)))
    },
  }
}
