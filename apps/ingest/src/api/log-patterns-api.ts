import { logPatternListSchema, logPatternsQuerySchema } from '@hanzo/schema/api'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { logPatterns } from '../query/log-patterns.ts'
import { queryContext } from './query-context.ts'
import { answers, projectParams as params, projectPath } from './route-schema.ts'
import type { TelemetryApiParts } from './telemetry-api-parts.ts'

export const logPatternsApi: FastifyPluginAsyncZod<TelemetryApiParts> = async (app, parts) => {
  app.get(
    `${projectPath}/logs/patterns`,
    {
      schema: {
        tags: ['logs'],
        summary: 'List what log records have in common, with counts and when it was first seen',
        params,
        querystring: logPatternsQuerySchema,
        response: answers(logPatternListSchema),
      },
    },
    async (request, reply) => logPatterns(await queryContext(parts, request, reply), request.query),
  )
}
