import {
  listOperationsQuerySchema,
  listServicesQuerySchema,
  operationListSchema,
  serviceListSchema,
  serviceMapQuerySchema,
  serviceMapSchema,
  serviceRedQuerySchema,
  serviceRedSchema,
} from '@hanzo/schema/api'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { listOperations } from '../query/list-operations.ts'
import { listServices } from '../query/list-services.ts'
import { serviceMap } from '../query/service-map.ts'
import { serviceRed } from '../query/service-red.ts'
import { queryContext } from './query-context.ts'
import { answers, projectParams as params, projectPath } from './route-schema.ts'
import type { TelemetryApiParts } from './telemetry-api-parts.ts'

const tags = ['services']

export const servicesApi: FastifyPluginAsyncZod<TelemetryApiParts> = async (app, parts) => {
  app.get(
    `${projectPath}/services`,
    {
      schema: {
        tags,
        summary: 'List the services that sent anything',
        params,
        querystring: listServicesQuerySchema,
        response: answers(serviceListSchema),
      },
    },
    async (request, reply) => listServices(await queryContext(parts, request, reply), request.query),
  )

  app.get(
    `${projectPath}/services/red`,
    {
      schema: {
        tags,
        summary: 'Rate, errors and durations of every service, and their change',
        params,
        querystring: serviceRedQuerySchema,
        response: answers(serviceRedSchema),
      },
    },
    async (request, reply) => serviceRed(await queryContext(parts, request, reply), request.query),
  )

  app.get(
    `${projectPath}/services/operations`,
    {
      schema: {
        tags,
        summary: 'Rate, errors and durations of the operations of a service',
        params,
        querystring: listOperationsQuerySchema,
        response: answers(operationListSchema),
      },
    },
    async (request, reply) => listOperations(await queryContext(parts, request, reply), request.query),
  )

  app.get(
    `${projectPath}/services/map`,
    {
      schema: {
        tags,
        summary: 'Who calls whom',
        params,
        querystring: serviceMapQuerySchema,
        response: answers(serviceMapSchema),
      },
    },
    async (request, reply) => serviceMap(await queryContext(parts, request, reply), request.query),
  )
}
