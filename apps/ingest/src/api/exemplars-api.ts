import {
  metricExemplarsQuerySchema,
  metricExemplarsSchema,
  traceExemplarsQuerySchema,
  traceExemplarsSchema,
  traceIdSchema,
} from '@hanzo/schema/api'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { metricExemplars } from '../query/metrics/metric-exemplars.ts'
import { traceExemplars } from '../query/metrics/trace-exemplars.ts'
import { queryContext } from './query-context.ts'
import { answers, projectParams as params, projectPath } from './route-schema.ts'
import type { TelemetryApiParts } from './telemetry-api-parts.ts'

const tags = ['metrics']

export const exemplarsApi: FastifyPluginAsyncZod<TelemetryApiParts> = async (app, parts) => {
  app.get(
    `${projectPath}/metrics/exemplars`,
    {
      schema: {
        tags,
        summary: 'Measurements of a metric that lead to a trace',
        params,
        querystring: metricExemplarsQuerySchema,
        response: answers(metricExemplarsSchema),
      },
    },
    async (request, reply) => metricExemplars(await queryContext(parts, request, reply), request.query),
  )

  app.get(
    `${projectPath}/traces/:traceId/exemplars`,
    {
      schema: {
        tags,
        summary: 'The measurements that a trace is an example of',
        params: params.extend({ traceId: traceIdSchema }),
        querystring: traceExemplarsQuerySchema,
        response: answers(traceExemplarsSchema),
      },
    },
    async (request, reply) =>
      traceExemplars(await queryContext(parts, request, reply), request.params.traceId, request.query.spanId),
  )
}
