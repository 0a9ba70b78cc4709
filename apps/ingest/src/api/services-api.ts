import { listServicesQuerySchema, serviceListSchema } from '@hanzo/schema/api'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { listServices } from '../query/list-services.ts'
import { queryContext } from './query-context.ts'
import { answers, projectParams as params, projectPath } from './route-schema.ts'
import type { TelemetryApiParts } from './telemetry-api-parts.ts'

export const servicesApi: FastifyPluginAsyncZod<TelemetryApiParts> = async (app, parts) => {
  app.get(
    `${projectPath}/services`,
    {
      schema: {
        tags: ['services'],
        summary: 'List the services that sent anything',
        params,
        querystring: listServicesQuerySchema,
        response: answers(serviceListSchema),
      },
    },
    async (request, reply) => listServices(await queryContext(parts, request, reply), request.query),
  )
}
