import { limitStateSchema, limitsSchema, usageListSchema, usageQuerySchema } from '@hanzo/schema/api'
import type { FastifyRequest } from 'fastify'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import type { Access } from '../accounts/access.ts'
import type { LimitStore } from '../accounts/limit-store.ts'
import type { UsageStore } from '../accounts/usage-store.ts'
import { answers, projectParams as params, projectPath } from '../api/route-schema.ts'
import { dayOf } from './daily-usage.ts'
import type { IngestLimits } from './ingest-limits.ts'

export interface LimitsApiParts {
  access: Pick<Access, 'resolveProjectAccess' | 'resolveProjectAdministration'>
  limits: Pick<IngestLimits, 'state'>
  settings: Pick<LimitStore, 'set'>
  usage: Pick<UsageStore, 'list'>
}

const dayMilliseconds = 86_400_000

/** What a project may send, and what it sent. */
export const limitsApi: FastifyPluginAsyncZod<LimitsApiParts> = async (app, { access, limits, settings, usage }) => {
  const tags = ['limits']
  const mayRead = async (request: FastifyRequest) => {
    await access.resolveProjectAccess(request)
  }
  const mayChange = async (request: FastifyRequest) => {
    await access.resolveProjectAdministration(request)
  }

  app.get(
    `${projectPath}/limits`,
    {
      onRequest: mayRead,
      schema: {
        tags,
        summary: 'Get what a project may send, and what it sends now',
        params,
        response: answers(limitStateSchema),
      },
    },
    async (request) => limits.state((await access.resolveProjectAccess(request)).projectId),
  )

  app.put(
    `${projectPath}/limits`,
    {
      onRequest: mayChange,
      schema: {
        tags,
        summary: 'Set what a project may send',
        description:
          'Other receivers know of it within 10 seconds. What exceeds a limit is answered with 429 and Retry-After, over gRPC with RESOURCE_EXHAUSTED and RetryInfo.',
        params,
        body: limitsSchema,
        response: answers(limitStateSchema),
      },
    },
    async (request) => {
      const { project, userId } = await access.resolveProjectAdministration(request)
      await settings.set(project.projectId, request.body, userId)
      return limits.state(project.projectId)
    },
  )

  app.get(
    `${projectPath}/usage`,
    {
      onRequest: mayRead,
      schema: {
        tags,
        summary: 'List what a project sent, by day and signal',
        description: 'The last seconds may be missing: each receiver stores what it counted every 5 seconds.',
        params,
        querystring: usageQuerySchema,
        response: answers(usageListSchema),
      },
    },
    async (request) => {
      const { projectId } = await access.resolveProjectAccess(request)
      const from = dayOf(Date.now() - (request.query.days - 1) * dayMilliseconds)
      return { rows: await usage.list(projectId, from) }
    },
  )
}
