import { spanGroupListSchema, spanGroupsQuerySchema } from '@hanzo/schema/api'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { spanGroups } from '../query/span-groups.ts'
import { queryContext } from './query-context.ts'
import { answers, projectParams as params, projectPath } from './route-schema.ts'
import type { TelemetryApiParts } from './telemetry-api-parts.ts'

export const spanGroupsApi: FastifyPluginAsyncZod<TelemetryApiParts> = async (app, parts) => {
  app.get(
    `${projectPath}/spans/groups`,
    {
      schema: {
        tags: ['spans'],
        summary: 'Group spans by fields and attributes',
        description: 'Spans that have ended, with their counts, errors, durations, tokens and cost by group.',
        params,
        querystring: spanGroupsQuerySchema,
        response: answers(spanGroupListSchema),
      },
    },
    async (request, reply) => spanGroups(await queryContext(parts, request, reply), request.query),
  )
}
