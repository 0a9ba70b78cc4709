import {
  changeSavedViewSchema,
  createSavedViewSchema,
  problemSchema,
  savedViewListSchema,
  savedViewSchema,
} from '@hanzo/schema/api'
import type { FastifyRequest } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { ForbiddenError } from '../errors.ts'
import type { Access } from './access.ts'
import { keyOf } from './request-key.ts'
import type { SavedViewStore, Viewer } from './saved-view-store.ts'

const tags = ['views']

export interface SavedViewsApiParts {
  access: Pick<Access, 'resolveProjectAccess' | 'signedIn'>
  views: SavedViewStore
  /** Anybody on this machine may look and change. */
  isOpen: boolean
}

const params = z.object({ projectId: z.string().max(100) })
const viewParams = params.extend({ viewId: z.string().max(100) })
const problems = { '4xx': problemSchema, '5xx': problemSchema }

/** Who looks at views, and who may change them. */
function createViewers({ access, isOpen }: SavedViewsApiParts) {
  async function viewer(request: FastifyRequest): Promise<Viewer> {
    const project = await access.resolveProjectAccess(request)
    const isKey = keyOf(request) !== undefined
    const person = isKey ? undefined : await access.signedIn(request)
    const runsIt = isOpen || person?.administeredIds.includes(project.organizationId) === true
    return { projectId: project.projectId, userId: person?.userId ?? null, isKey, runsIt: runsIt && !isKey }
  }
  async function editor(request: FastifyRequest): Promise<Viewer> {
    // Whoever's key it is.
    if (keyOf(request) === undefined) return viewer(request)
    throw new ForbiddenError('views are saved by people who are signed in, not by keys', 'SESSION_NEEDED')
  }
  return {
    viewer,
    editor,
    // Before the request is validated: who may not ask does not learn what a right question is.
    mayRead: async (request: FastifyRequest) => void (await viewer(request)),
    mayEdit: async (request: FastifyRequest) => void (await editor(request)),
  }
}

/** `/api/projects/:projectId/views`: views of pages that people saved. */
export const savedViewsApi: FastifyPluginAsyncZod<SavedViewsApiParts> = async (app, parts) => {
  const { views } = parts
  const { viewer, editor, mayRead, mayEdit } = createViewers(parts)

  app.get(
    '/api/projects/:projectId/views',
    {
      onRequest: mayRead,
      schema: {
        tags,
        summary: 'List saved views',
        description: 'Shared ones and your own, by name.',
        params,
        querystring: z.object({ page: savedViewSchema.shape.page.optional() }),
        response: { 200: savedViewListSchema, ...problems },
      },
    },
    async (request) => ({ rows: await views.list(await viewer(request), request.query.page) }),
  )

  app.post(
    '/api/projects/:projectId/views',
    {
      onRequest: mayEdit,
      schema: {
        ...{ tags, summary: 'Save a view', params, body: createSavedViewSchema },
        response: { 201: savedViewSchema, ...problems },
      },
    },
    async (request, reply) => {
      reply.code(201)
      return views.create(await editor(request), request.body)
    },
  )
  await app.register(singleViewApi, parts)
}

/** Those of one view. */
const singleViewApi: FastifyPluginAsyncZod<SavedViewsApiParts> = async (app, parts) => {
  const { views } = parts
  const { editor, mayEdit } = createViewers(parts)

  app.patch(
    '/api/projects/:projectId/views/:viewId',
    {
      onRequest: mayEdit,
      schema: {
        ...{ tags, summary: 'Change a saved view', params: viewParams, body: changeSavedViewSchema },
        response: { 200: savedViewSchema, ...problems },
      },
    },
    async (request) => views.change(await editor(request), request.params.viewId, request.body),
  )

  app.delete(
    '/api/projects/:projectId/views/:viewId',
    {
      onRequest: mayEdit,
      schema: {
        ...{ tags, summary: 'Delete a saved view', description: 'For a day it can be restored.' },
        ...{ params: viewParams, response: { 204: z.null(), ...problems } },
      },
    },
    async (request, reply) => {
      await views.remove(await editor(request), request.params.viewId)
      reply.code(204)
      return null
    },
  )

  app.post(
    '/api/projects/:projectId/views/:viewId/restore',
    {
      onRequest: mayEdit,
      schema: {
        ...{ tags, summary: 'Restore a view that was deleted', params: viewParams },
        response: { 200: savedViewSchema, ...problems },
      },
    },
    async (request) => views.restore(await editor(request), request.params.viewId),
  )
}
