import {
  listTracesQuerySchema,
  spanDetailSchema,
  spanIdSchema,
  traceDetailSchema,
  traceIdSchema,
  traceListSchema,
} from '@hanzo/schema/api'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { getSpan } from '../query/get-span.ts'
import { getTrace } from '../query/get-trace.ts'
import { listTraces } from '../query/list-traces.ts'
import { queryContext } from './query-context.ts'
import { answers, projectParams, projectPath } from './route-schema.ts'
import type { TelemetryApiParts } from './telemetry-api-parts.ts'

const tags = ['traces']
const traceParams = projectParams.extend({ traceId: traceIdSchema })
const spanParams = traceParams.extend({ spanId: spanIdSchema })

export const tracesApi: FastifyPluginAsyncZod<TelemetryApiParts> = async (app, parts) => {
  app.get(
    `${projectPath}/traces`,
    {
      schema: {
        tags,
        summary: 'List the traces that have a matching span, newest first',
        params: projectParams,
        querystring: listTracesQuerySchema,
        response: answers(traceListSchema),
      },
    },
    async (request, reply) => listTraces(await queryContext(parts, request, reply), request.query),
  )

  app.get(
    `${projectPath}/traces/:traceId`,
    {
      schema: {
        tags,
        summary: 'Get the spans of a trace',
        description:
          'Spans by start time, each span id once, at most 5 000: the structure has up to 100 000. Attributes are read span by span.',
        params: traceParams,
        response: answers(traceDetailSchema),
      },
    },
    async (request, reply) => getTrace(await queryContext(parts, request, reply), request.params.traceId),
  )

  app.get(
    `${projectPath}/traces/:traceId/spans/:spanId`,
    {
      schema: {
        tags,
        summary: 'Get everything that was sent of a span',
        params: spanParams,
        response: answers(spanDetailSchema),
      },
    },
    async (request, reply) => {
      const { traceId, spanId } = request.params
      return getSpan(await queryContext(parts, request, reply), traceId, spanId)
    },
  )
}
