import {
  apiKeyListSchema,
  createApiKeySchema,
  createdApiKeySchema,
  projectListSchema,
  projectSchema,
} from '@hanzo/schema/api'
import type { FastifyRequest } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { Access } from './access.ts'
import type { ApiKeyStore } from './api-key-store.ts'
import type { Project } from './project-store.ts'

export interface ProjectsApiParts {
  access: Access
  keys: ApiKeyStore
  isOpen: boolean
  publicUrl: () => string
}

const projectParams = z.object({ projectId: z.string().max(100) })
const keyParams = projectParams.extend({ keyId: z.string().max(100) })

/** `/api/projects` and the keys of a project. */
export const projectsApi: FastifyPluginAsyncZod<ProjectsApiParts> = async (
  app,
  { access, keys, isOpen, publicUrl },
) => {
  const describeProject = ({ projectId, name, retentionDays }: Project) => ({
    projectId,
    name,
    retentionDays,
    publicUrl: publicUrl(),
    keyRequired: !isOpen,
  })
  const tags = ['projects']
  // Before the request is validated: who may not ask does not learn what a right question is.
  const onRequest = async (request: FastifyRequest) => {
    await access.resolveProjectAdministration(request)
  }

  app.get(
    '/api/projects',
    { schema: { tags, summary: 'List the projects that you may read', response: { 200: projectListSchema } } },
    async (request) => ({ rows: (await access.visibleProjects(request)).map(describeProject) }),
  )

  app.get(
    '/api/projects/:projectId',
    { schema: { tags, summary: 'Get a project', params: projectParams, response: { 200: projectSchema } } },
    async (request) => describeProject(await access.resolveProjectAccess(request)),
  )

  app.get(
    '/api/projects/:projectId/keys',
    {
      onRequest,
      schema: { tags, summary: 'List the API keys', params: projectParams, response: { 200: apiKeyListSchema } },
    },
    async (request) => {
      const { project } = await access.resolveProjectAdministration(request)
      return { rows: await keys.list(project.projectId) }
    },
  )

  app.post(
    '/api/projects/:projectId/keys',
    {
      onRequest,
      schema: {
        tags,
        summary: 'Create an API key',
        description: 'The key is in this answer only: the platform keeps nothing but its hash.',
        params: projectParams,
        body: createApiKeySchema,
        response: { 201: createdApiKeySchema },
      },
    },
    async (request, reply) => {
      const { project, userId } = await access.resolveProjectAdministration(request)
      reply.code(201)
      const { name, scope } = request.body
      return keys.create(project.projectId, name, userId, scope)
    },
  )

  app.delete(
    '/api/projects/:projectId/keys/:keyId',
    { onRequest, schema: { tags, summary: 'Revoke an API key', params: keyParams, response: { 204: z.null() } } },
    async (request, reply) => {
      const { project } = await access.resolveProjectAdministration(request)
      await keys.revoke(project.projectId, request.params.keyId)
      reply.code(204)
      return null
    },
  )
}
