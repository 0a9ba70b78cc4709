import { randomUUID } from 'node:crypto'
import type { ChangeSavedView, CreateSavedView } from '@hanzo/schema/api'
import { and, asc, count, eq, isNotNull, isNull, lt, or, type SQL, sql } from 'drizzle-orm'
import { HanzoError, NotFoundError } from '../errors.ts'
import { ask, type Database } from './database.ts'
import { savedViews, users } from './tables.ts'

/** Who asks for views of a project. */
export interface Viewer {
  projectId: string
  /** `null` for who is not signed in, which only an open platform lets in. */
  userId: string | null
  /** Sees views of others only where they are shared, and changes none. */
  isKey: boolean
  /** Changes shared views of others too. */
  runsIt: boolean
}

export interface StoredView {
  viewId: string
  page: (typeof savedViews.$inferSelect)['page']
  name: string
  search: string
  isShared: boolean
  mayChange: boolean
  createdBy: string | null
  updatedAt: string
}

export interface SavedViewStore {
  /** By name, at most 500. */
  list(viewer: Viewer, page: StoredView['page'] | undefined): Promise<StoredView[]>
  /** @throws {TooManyViewsError} */
  create(viewer: Viewer, view: CreateSavedView): Promise<StoredView>
  /** @throws {NotFoundError} also for a view that the viewer may not change. */
  change(viewer: Viewer, viewId: string, change: ChangeSavedView): Promise<StoredView>
  /** The view is gone, but for `restore` within a day. @throws {NotFoundError} */
  remove(viewer: Viewer, viewId: string): Promise<void>
  /** @throws {NotFoundError} */
  restore(viewer: Viewer, viewId: string): Promise<StoredView>
}

/** Of one project, the deleted ones among them. */
const viewsMax = 500

/** The project holds as many views as it may; deleted ones count for a day. */
export class TooManyViewsError extends HanzoError {
  constructor() {
    super('the project has too many views', { code: 'VIEWS_FULL', statusCode: 409, details: { viewsMax } })
  }
}

export function createSavedViewStore({ orm }: Database): SavedViewStore {
  async function read(viewer: Viewer, condition: SQL | undefined): Promise<StoredView[]> {
    const rows = await ask(
      orm
        .select({ view: savedViews, createdBy: users.name })
        .from(savedViews)
        .leftJoin(users, eq(users.id, savedViews.createdBy))
        .where(and(eq(savedViews.projectId, viewer.projectId), isNull(savedViews.deletedAt), seenBy(viewer), condition))
        .orderBy(asc(savedViews.name), asc(savedViews.id))
        .limit(viewsMax),
    )
    return rows.map(({ view, createdBy }) => ({
      ...{ viewId: view.id, page: view.page, name: view.name, search: view.search, isShared: view.isShared },
      ...{ mayChange: mayChange(viewer, view), createdBy, updatedAt: view.updatedAt.toISOString() },
    }))
  }

  async function one(viewer: Viewer, viewId: string): Promise<StoredView> {
    const [view] = await read(viewer, eq(savedViews.id, viewId))
    if (view) return view
    throw missing(viewId)
  }

  /** Sets columns of a view that the viewer may change. */
  async function set(viewer: Viewer, viewId: string, values: object, condition: SQL | undefined): Promise<void> {
    const changed = await ask(
      orm
        .update(savedViews)
        .set(values)
        .where(and(eq(savedViews.projectId, viewer.projectId), eq(savedViews.id, viewId), changedBy(viewer), condition))
        .returning({ id: savedViews.id }),
    )
    if (changed.length === 0) throw missing(viewId)
  }

  return {
    list: (viewer, page) => read(viewer, page && eq(savedViews.page, page)),
    async create(viewer, view) {
      const ofProject = eq(savedViews.projectId, viewer.projectId)
      const [known] = await ask(orm.select({ count: count() }).from(savedViews).where(ofProject))
      if ((known?.count ?? 0) >= viewsMax) throw new TooManyViewsError()
      const id = randomUUID()
      await ask(orm.insert(savedViews).values({ ...view, id, projectId: viewer.projectId, createdBy: viewer.userId }))
      return one(viewer, id)
    },
    async change(viewer, viewId, change) {
      await set(viewer, viewId, { ...change, updatedAt: sql`now()` }, isNull(savedViews.deletedAt))
      return one(viewer, viewId)
    },
    async remove(viewer, viewId) {
      await set(viewer, viewId, { deletedAt: sql`now()` }, isNull(savedViews.deletedAt))
      await ask(orm.delete(savedViews).where(lt(savedViews.deletedAt, sql`now() - interval '1 day'`)))
    },
    async restore(viewer, viewId) {
      await set(viewer, viewId, { deletedAt: null }, isNotNull(savedViews.deletedAt))
      return one(viewer, viewId)
    },
  }
}

const missing = (viewId: string) => new NotFoundError('there is no such view', { viewId })

function ownedBy({ userId }: Viewer): SQL {
  return userId === null ? isNull(savedViews.createdBy) : eq(savedViews.createdBy, userId)
}

function seenBy(viewer: Viewer): SQL | undefined {
  const isShared = eq(savedViews.isShared, true)
  return viewer.isKey ? isShared : or(isShared, ownedBy(viewer))
}

function changedBy(viewer: Viewer): SQL | undefined {
  return viewer.runsIt ? or(eq(savedViews.isShared, true), ownedBy(viewer)) : ownedBy(viewer)
}

function mayChange(viewer: Viewer, view: { isShared: boolean; createdBy: string | null }): boolean {
  if (viewer.isKey) return false
  return view.createdBy === viewer.userId || (viewer.runsIt && view.isShared)
}
