import {
  facetListSchema,
  listLogsQuerySchema,
  logContextQuerySchema,
  logContextSchema,
  logDetailSchema,
  logFilterSchema,
  logHistogramQuerySchema,
  logHistogramSchema,
  logListSchema,
  timeRangeSchema,
} from '@hanzo/schema/api'
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { getLog } from '../query/get-log.ts'
import { listLogs } from '../query/list-logs.ts'
import { logContext } from '../query/log-context.ts'
import { logFacets } from '../query/log-facets.ts'
import { logHistogram } from '../query/log-histogram.ts'
import { queryContext } from './query-context.ts'
import { answers, projectParams as params, projectPath } from './route-schema.ts'
import type { TelemetryApiParts } from './telemetry-api-parts.ts'

const tags = ['logs']
const logParams = params.extend({ logId: z.string().max(64) })
const facetsQuerySchema = timeRangeSchema.extend(logFilterSchema.shape)

export const logsApi: FastifyPluginAsyncZod<TelemetryApiParts> = async (app, parts) => {
  app.get(
    `${projectPath}/logs`,
    {
      schema: {
        tags,
        summary: 'List log records, newest first',
        params,
        querystring: listLogsQuerySchema,
        response: answers(logListSchema),
      },
    },
    async (request, reply) => listLogs(await queryContext(parts, request, reply), request.query),
  )

  app.get(
    `${projectPath}/logs/histogram`,
    {
      schema: {
        tags,
        summary: 'Count log records by time and severity',
        params,
        querystring: logHistogramQuerySchema,
        response: answers(logHistogramSchema),
      },
    },
    async (request, reply) => logHistogram(await queryContext(parts, request, reply), request.query),
  )

  app.get(
    `${projectPath}/logs/facets`,
    {
      schema: {
        tags,
        summary: 'Count the values of service and severity',
        params,
        querystring: facetsQuerySchema,
        response: answers(facetListSchema),
      },
    },
    async (request, reply) => logFacets(await queryContext(parts, request, reply), request.query),
  )

  app.get(
    `${projectPath}/logs/:logId`,
    {
      schema: {
        tags,
        summary: 'Get everything that was sent of a log record',
        params: logParams,
        response: answers(logDetailSchema),
      },
    },
    async (request, reply) => getLog(await queryContext(parts, request, reply), request.params.logId),
  )

  app.get(
    `${projectPath}/logs/:logId/context`,
    {
      schema: {
        tags,
        summary: 'List the log records around one, the oldest first',
        params: logParams,
        querystring: logContextQuerySchema,
        response: answers(logContextSchema),
      },
    },
    async (request, reply) =>
      logContext(await queryContext(parts, request, reply), request.params.logId, request.query),
  )
}
