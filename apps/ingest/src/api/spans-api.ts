import {
  facetListSchema,
  listSpansQuerySchema,
  spanFilterSchema,
  spanHistogramQuerySchema,
  spanHistogramSchema,
  spanListSchema,
  timeRangeSchema,
} from '@hanzo/schema/api'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { listSpans } from '../query/list-spans.ts'
import { spanFacets } from '../query/span-facets.ts'
import { spanHistogram } from '../query/span-histogram.ts'
import { queryContext } from './query-context.ts'
import { answers, projectParams as params, projectPath } from './route-schema.ts'
import type { TelemetryApiParts } from './telemetry-api-parts.ts'

const tags = ['spans']
const facetsQuerySchema = timeRangeSchema.extend(spanFilterSchema.shape)

export const spansApi: FastifyPluginAsyncZod<TelemetryApiParts> = async (app, parts) => {
  app.get(
    `${projectPath}/spans`,
    {
      schema: {
        tags,
        summary: 'List spans, newest first',
        params,
        querystring: listSpansQuerySchema,
        response: answers(spanListSchema),
      },
    },
    async (request, reply) => listSpans(await queryContext(parts, request, reply), request.query),
  )

  app.get(
    `${projectPath}/spans/histogram`,
    {
      schema: {
        tags,
        summary: 'Count spans by time and status',
        params,
        querystring: spanHistogramQuerySchema,
        response: answers(spanHistogramSchema),
      },
    },
    async (request, reply) => spanHistogram(await queryContext(parts, request, reply), request.query),
  )

  app.get(
    `${projectPath}/spans/facets`,
    {
      schema: {
        tags,
        summary: 'Count the values of service, name and status',
        params,
        querystring: facetsQuerySchema,
        response: answers(facetListSchema),
      },
    },
    async (request, reply) => spanFacets(await queryContext(parts, request, reply), request.query),
  )
}
