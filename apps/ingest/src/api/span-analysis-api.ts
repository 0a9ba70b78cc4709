import {
  spanDifferencesQuerySchema,
  spanDifferencesSchema,
  spanHeatmapQuerySchema,
  spanHeatmapSchema,
  spanRedQuerySchema,
  spanRedSchema,
} from '@hanzo/schema/api'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { spanDifferences } from '../query/span-differences.ts'
import { spanHeatmap } from '../query/span-heatmap.ts'
import { spanRed } from '../query/span-red.ts'
import { queryContext } from './query-context.ts'
import { answers, projectParams as params, projectPath } from './route-schema.ts'
import type { TelemetryApiParts } from './telemetry-api-parts.ts'

const tags = ['spans']

export const spanAnalysisApi: FastifyPluginAsyncZod<TelemetryApiParts> = async (app, parts) => {
  app.get(
    `${projectPath}/spans/red`,
    {
      schema: {
        tags,
        summary: 'Rate, errors and durations of the spans that match, and their change',
        params,
        querystring: spanRedQuerySchema,
        response: answers(spanRedSchema),
      },
    },
    async (request, reply) => spanRed(await queryContext(parts, request, reply), request.query),
  )

  app.get(
    `${projectPath}/spans/heatmap`,
    {
      schema: {
        tags,
        summary: 'Count spans by time and duration',
        params,
        querystring: spanHeatmapQuerySchema,
        response: answers(spanHeatmapSchema),
      },
    },
    async (request, reply) => spanHeatmap(await queryContext(parts, request, reply), request.query),
  )

  app.get(
    `${projectPath}/spans/differences`,
    {
      schema: {
        tags,
        summary: 'What a selection of spans has more or less often than the others',
        params,
        querystring: spanDifferencesQuerySchema,
        response: answers(spanDifferencesSchema),
      },
    },
    async (request, reply) => spanDifferences(await queryContext(parts, request, reply), request.query),
  )
}
